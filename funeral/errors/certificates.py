"""Why there is no certificate yet."""

from kernel.constraints import refuse_on
from kernel.errors import Refusal
from kernel.i18n import _


class NotEnded(Refusal):
    message = _("火化还没有结束，不能出具火化证明。")


class CertificateExists(Refusal):
    message = _("火化证明 %(number)s 已经出具，不再重复出具。")


class CollectorMissing(Refusal):
    message = _("请填写领取人姓名。")
    field = "collected_by"


refuse_on("uq_cremation_certificates_case_id", CertificateExists)
