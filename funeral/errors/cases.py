"""Why a case or its papers cannot be registered so."""

from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _


class CaseExists(Refusal):
    message = _("这位逝者已有案件 %(number)s，不再重复登记。")
    field = "identity_number"


class BookedAlready(Refusal):
    """To staff: a second case would leave the family's times with nobody."""

    message = _("家属已为这位逝者预约（%(code)s），请打开这个预约接待家属，不再重复登记。")
    field = "identity_number"


class BilledAsRegistered(Refusal):
    """A bill is immutable, and its waiver stands on the particulars."""

    message = _(
        "账单 %(bill)s 已经出具，减免按当时登记的内容核定，这里不能再更正。"
        "确有差错，请先整单红冲账单，更正后重新出具。"
    )


class CheckedAtFurnace(Refusal):
    """Whom two persons have just compared with the band is not renamed between scan and fire."""

    message = _("遗体正在火化机前核对或火化，结束以前不能更改姓名和证件。")
    field = "deceased_name"


class StaleParticulars(Refusal):
    message = _("同事刚刚更正过这些内容，请重新打开这一页，看过最新的内容再更正。")


class CorrectionReasonMissing(Refusal):
    message = _("请填写更正的原因。")
    field = "reason"


class ReasonNamesPerson(Refusal):
    message = _("这个原因会公开，请不要写姓名。")
    field = "reason"


class ReasonHoldsNumber(Refusal):
    """The reason stands in the journal for good, where numbers are never shown."""

    message = _("原因里请不要写证件号码和电话号码，改动本身会另行记下。")
    field = "reason"


class DiedAfterAdmission(Refusal):
    message = _("遗体 %(received_at)s 已经入馆，离世日期不能晚于这一天，请核对。")
    field = "died_on"


class DiedAfterCertificate(Refusal):
    message = _("死亡证明的出具日期是 %(issued_on)s，离世日期不能晚于这一天，请核对。")
    field = "died_on"


class PaperNumberMissing(Refusal):
    message = _("请填写证件编号。")
    field = "number"


class IssuerMissing(Refusal):
    message = _("请填写出具单位。")
    field = "issuer"


class IssuedInFuture(Refusal):
    message = _("出具日期不能晚于今天。")
    field = "issued_on"


class IssuedBeforeDeath(Refusal):
    message = _("死亡证明的出具日期不能早于离世日期。")
    field = "issued_on"


class PaperOnFile(Refusal):
    message = _("这份证明已经登记过。")
    field = "kind"


refuse_on("uq_case_papers_one_of_a_kind", PaperOnFile)
