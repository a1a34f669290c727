"""Why no certificate is issued, handed over, replaced or voided."""

from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _


class NotEnded(Refusal):
    message = _("火化还没有结束，不能出具火化证明。")


class CertificateExists(Refusal):
    message = _("火化证明 %(number)s 已经出具，不再重复出具。")


class IssuedMeanwhile(Refusal):
    """What the database says when two clerks issue for one case at the same moment."""

    message = _("这个案件的火化证明刚刚已经出具，请刷新页面。")


class IssuedBefore(Refusal):
    """A second paper for one case is always a reissue, so that it is counted as one."""

    message = _("火化证明 %(number)s 已经作废，请办理补发。")


class CertificateVoid(Refusal):
    message = _("火化证明 %(number)s 已经作废，不能再办理。")


class AlreadyReissued(Refusal):
    message = _("这份火化证明已由 %(number)s 补发替代，请对最新的一份办理。")


class AlreadyCollected(Refusal):
    message = _("这份火化证明已于 %(collected_at)s 领取。")


class CollectorMissing(Refusal):
    message = _("请填写领取人姓名。")
    field = "collected_by"


class CollectorIdentityDiffers(Refusal):
    """Says nothing of the number on record."""

    message = _("姓名和身份证号码与登记的经办人不一致，请核对领取人的证件。")
    field = "identity_number"


class NotFirstCollector(Refusal):
    """民政部 notice of 2024-04-18: who collected a certificate is on record."""

    message = _(
        "补发只交给首次领取人，首次领取时看过身份证的，要核对同一张。做不到的，请写明原因。"
    )
    field = "exception_reason"


class ReissueReasonMissing(Refusal):
    message = _("请写明补发的原因，例如 遗失。")
    field = "reason"


class VoidReasonMissing(Refusal):
    message = _("请写明作废的原因，例如 打印错位。")
    field = "reason"


class CertificateNotMatched(Refusal):
    """The same for a wrong code and a wrong number: it must not help anybody to guess."""

    message = _("没有查到这份火化证明。请核对纸上的编号；仍查不到的，请与出具的殡仪馆联系。")
    field = "number"
    status = 404


refuse_on("one_live_certificate_per_case", IssuedMeanwhile)
