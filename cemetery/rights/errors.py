"""What is refused about rights, and the sentence it says."""

from cemetery.errors import UnitTaken
from kernel.constraints import refuse_on
from kernel.errors import NotFound, Refusal
from kernel.i18n import _


class UnitCommunal(Refusal):
    """A right would make it one family's."""

    message = _("这是集中安葬的位置，由几家合用，不办理使用权。请另选一个。")
    field = "unit_id"


class UnitHeld(UnitTaken):
    """Another family is just deciding."""

    message = _("这个位置正为另一家保留。请另选一个，或过一会儿再看。")


class HeldAlready(Refusal):
    """One living person is one hold at one institution, as a case is."""

    message = _("已经为这位保留了另一个位置。请先办理或者取消那一个，再选这个。")
    field: str | None = "for_name"


class HeldAtOnce(HeldAlready):
    """The same of ashes, said by the database to whoever came second at the same moment."""

    field = "unit_id"


class ExtendedEnough(Refusal):
    message = _("这次保留已经延长 %(times)s 次，不能再延长。请现在办理，或者取消后让其他家属先选。")


class HoldUnknown(NotFound):
    message = _("没有找到这次保留，可能已经办理或者取消。请从案件页重新选择位置。")


class HoldExpired(Refusal):
    message = _("保留的时间已过。位置还空着的话，请重新选择一次。")


class WhomMissing(Refusal):
    message = _("请填写为谁选择位置。")
    field = "for_name"


class FeesChanged(Refusal):
    message = _("费用与刚才看到的不同。请核对下面的金额，同意后再提交一次。")
    field = "years"


class YearsOutOfRange(Refusal):
    message = _("使用年限请填写 1 到 %(most)s 年。")
    field = "years"


class ReceiptMissing(Refusal):
    message = _("这笔费用不在案件账单里，请填写收费窗口开出的票据号。")
    field = "receipt"


class GroundPaperMissing(Refusal):
    message = _("请填写证明的编号或者名称。")
    field = "ground_paper"


class GroundPaperWrong(Refusal):
    message = _("这个编号不是这位逝者有效的火化证明，请核对手中的证明。")
    field = "ground_paper"


class DeathPaperMissing(Refusal):
    message = _("案件里还没有登记死亡证明。请先在案件页登记，再办理。")
    field = "ground_paper"


class DeathPaperWrong(Refusal):
    message = _("这个编号与案件里登记的死亡证明不同。请核对手中的证明，登记错的先在案件页更正。")
    field = "ground_paper"


class HasRight(Refusal):
    """One deceased, one right; a second person of the family is named in the first one."""

    message = _("这位已经登记在使用权 %(number)s 里。一位逝者只办理一份，要换位置的请办理迁移。")
    field = "ground_paper"


class HasRightElsewhere(Refusal):
    """The same, of another institution's right, whose number is not for this reader."""

    message = _("这位在另一家单位已有使用权。一位逝者只办理一份，请家属先在那里办理退还。")
    field = "ground_paper"


class HasRightAlready(Refusal):
    """The same, said by the database to whoever came second at the same moment."""

    message = _("这位逝者刚刚办理了使用权。一位逝者只办理一份，请从案件页查看。")
    field = "ground_paper"


class GroundUnfit(Refusal):
    message = _("这种情形不能办理。墓位和格位凭死亡证明或者火化证明办理，例外只有下面列出的几种。")
    field = "ground"


class SpouseOfNobody(Refusal):
    message = _("健在的配偶要与一位逝者一起办理。请从逝者的案件页进入。")
    field = "ground"


class TooYoung(Refusal):
    message = _("这种情形要年满 %(age)s 周岁，请核对身份证号码。")
    field = "person_identity"


class NotLocal(Refusal):
    message = _("这里只为本县（市、区、旗）户籍的居民办理。外地户籍的，请向经营性公墓咨询。")
    field = "household_registration"


class RegistrationDiffers(Refusal):
    """What is registered counts; it was checked when the case was opened or the ashes came."""

    message = _("登记的户籍地是%(county)s。登记有误的，请先在案件页或者骨灰页更正，再办理。")
    field = "household_registration"


class GuestTermTooLong(Refusal):
    message = _("户籍不在本县（市、区、旗）的，这里最多寄存 %(most)s 个月。请改小月数。")
    field = "months"


class GuestTermReached(GuestTermTooLong):
    """No number of months helps any more."""

    message = _(
        "户籍不在本县（市、区、旗）的，这里最多寄存 %(most)s 个月。"
        "已满最长期限，不能续期，请领取或者安葬。"
    )


class PersonNameMissing(Refusal):
    message = _("请填写姓名。")
    field = "person_name"


class PersonIdentityMissing(Refusal):
    message = _("请填写在世的人的身份证号码。")
    field = "person_identity"


class PersonNamedAlready(Refusal):
    message = _("这个人已经登记在这份使用权里。")
    field = "person_name"


class PersonRests(Refusal):
    message = _("这位的骨灰安放在这里，不能取消登记。请先办理骨灰迁出。")
    field = "reason"


class LastPerson(Refusal):
    """Of nobody there is no right."""

    message = _("这份使用权只登记了这一位。不再使用的，请办理退还；办错的，请管理员按决定终止。")
    field = "reason"


class UnitForFewer(Refusal):
    message = _("这个位置最多安放 %(capacity)s 位，已经登满。")
    field = "person_name"


class HolderNameMissing(Refusal):
    message = _("请填写持证人的姓名。")
    field = "holder_name"


class ProofMissing(Refusal):
    """No sale and no gift: the holder changes only when the former one has died."""

    message = _(
        "使用权不能转让、转卖或者赠送。只有持证人去世后，凭死亡证明和亲属关系证明由亲属继续持有。"
    )
    field = "proof"


class RightOver(Refusal):
    message = _("这份使用权已经退还或者终止，不能再办理。")


class RightExpired(Refusal):
    message = _("使用期限已经到期。请先办理续期；已安放的骨灰位置不变。")
    field = "unit_id"


class RenewalTooEarly(Refusal):
    message = _("期限到 %(until)s，到期前 %(days)s 天起可以续期。")
    field = "years"


class ContactUnsaid(Refusal):
    message = _("请写明联系了谁、怎样答复，或者公告登在哪里。")
    field = "words"


class AshesStillRest(Refusal):
    message = _("这个位置还安放着骨灰。请先办理骨灰迁出，再退还使用权。")


class NotSettled(Refusal):
    message = _("使用费还没有出具账单。请先结算收清；不该收的先在案件页撤销，再办理退还。")


class CreditFirst(Refusal):
    message = _(
        "使用费在账单 %(bill)s 上。办错的，请先红冲使用费和维护费，再终止；"
        "要按年限退费的，请办理退还。"
    )


class EndReasonMissing(Refusal):
    message = _("请写明原因。")
    field = "reason"


class EndedByNobody(Refusal):
    """A right never ends by time or by a machine."""

    message = _("使用权只能由工作人员写明原因后办理，不会自动终止。")


class AgreementMissing(Refusal):
    message = _("请填写家属同意书的编号或者日期。")
    field = "agreed"


class SameUnit(Refusal):
    message = _("新位置和原来的位置相同，请另选一个。")
    field = "unit_id"


class OtherInstitution(Refusal):
    message = _("新位置不在本单位，不能直接迁移。")
    field = "unit_id"


class UnitTooSmall(Refusal):
    message = _(
        "新位置最多安放 %(capacity)s 份，这份使用权登记了 %(persons)s 人、"
        "安放着 %(resting)s 份骨灰。请另选一个。"
    )
    field = "unit_id"


class OtherFees(Refusal):
    message = _("新位置与原来的位置收费不同，不能直接迁移。请先退还这份使用权，再按新位置办理。")
    field = "unit_id"


class MoveNotLocal(Refusal):
    message = _("新位置只为本县（市、区、旗）户籍的居民办理。请另选一个。")
    field = "unit_id"


class NothingToRefund(Refusal):
    message = _("没有要退的费用，或者已经退过。")


class RefundUnproven(Refusal):
    message = _("请填写退费凭据的编号。")
    field = "refund_paper"


class BurialUnproven(Refusal):
    message = _("骨灰安葬后才能出具安葬证。")


refuse_on("one_living_right_a_unit", UnitTaken)
refuse_on("one_open_hold_a_unit", UnitHeld)
refuse_on("one_open_hold_a_case", HeldAtOnce)
refuse_on("one_open_hold_of_foreign_ashes", HeldAtOnce)
refuse_on("one_open_hold_a_name", HeldAlready)
refuse_on("one_living_right_a_deceased", HasRightAlready)
refuse_on("ck_rights_ended_by_a_person", EndedByNobody)
refuse_on("a_person_is_named_once", PersonNamedAlready)
refuse_on("a_foreign_person_is_named_once", PersonNamedAlready)
