"""The refusals of memorial pages."""

from kernel.constraints import refuse_on
from kernel.errors import NotFound, Refusal
from kernel.i18n import _

# ---- Opening, and the family's link ----


class NoProofOfDeath(Refusal):
    message = _("这个案件还没有登记死亡证明或火化证明，暂时不能开设纪念页。请先补登记证明材料。")


class MemorialExists(Refusal):
    message = _("这位逝者已经有纪念页。家属的链接丢了，请在纪念页里换一个新链接。")


class MemorialIdentityUnchecked(Refusal):
    message = _("请核对申请人的身份证原件后勾选。")
    field = "identity_checked"


class NotTheClaimant(Refusal):
    message = _("身份证号码与登记的经办人不一致。不是经办人本人的，请选“其他近亲属”。")
    field = "identity_number"


class AskerNameMissing(Refusal):
    message = _("请填写申请人姓名。")
    field = "name"


class NotNearRelative(Refusal):
    message = _(
        "只有近亲属可以提出：配偶、子女、父母、兄弟姐妹、祖父母、外祖父母、孙子女、外孙子女。"
    )
    field = "relation"


class MemorialUnknown(NotFound):
    message = _("没有这个链接的纪念页。请核对链接，或到业务大厅请工作人员查看。")


class MemorialKeyRevoked(Refusal):
    message = _("这个链接已经停用，可能已换新链接。请联系殡仪馆工作人员，我们会帮您办理。")
    status = 410


class WrongMemorialDigits(Refusal):
    message = _("电话后四位不对，请填开设纪念页时登记的电话。")
    field = "last4"


class MemorialTakenDown(Refusal):
    message = _("纪念页已经撤下。要重新公开，请带身份证到业务大厅办理，免费。")
    status = 410


class MemorialNotShown(NotFound):
    message = _("家属没有公开纪念页，或者已经撤下。")


class TakeDownReasonMissing(Refusal):
    message = _("请填写撤下的原因。")
    field = "reason"


# ---- What stands on the page ----


class MemorialTextTooLong(Refusal):
    message = _("生平文字最多 %(most)s 字，现在是 %(length)s 字，请删短一些。")
    field = "words"


class MemorialPhotoUnread(Refusal):
    message = _("照片读不出来。请上传手机或相机拍的照片，不超过 %(most)s MB。")
    field = "photo"
    status = 422


class TooManyMemorialPictures(Refusal):
    message = _("照片最多 %(most)s 张，请先删去一张。")
    field = "photo"


class MessageEmpty(Refusal):
    message = _("请写下您的留言。")
    field = "words"


class MessageTooLong(Refusal):
    message = _("留言最多 %(most)s 字，现在是 %(length)s 字，请写短一些。")
    field = "words"


class VisitorNameTooLong(Refusal):
    message = _("署名最多 20 字。")
    field = "name"


class TooManyWaitingMessages(Refusal):
    message = _("等候家属查看的留言已经很多，请过几天再写。")


class TooManyMessages(Refusal):
    message = _("短时间内的留言太多了，请过 %(minutes)s 分钟再写。")
    status = 429


class PieceSettled(Refusal):
    message = _("这一项刚刚已经处理过，请刷新后再看。")


class OnePieceOfAKind(Refusal):
    message = _("刚刚已经保存了另一份，请刷新后再看。")


refuse_on("one_memorial_per_case", MemorialExists)
refuse_on("one_live_key_per_memorial", MemorialExists)
refuse_on("one_text_and_one_portrait", OnePieceOfAKind)
refuse_on("ck_memorials_nothing_shown_once_taken_down", MemorialTakenDown)
