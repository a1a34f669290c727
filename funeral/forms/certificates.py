"""The certificate: issued, collected, replaced, voided; looked up by anybody who holds one."""

from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length, Optional

from kernel.fields import IdentityNumberField
from kernel.i18n import _
from kernel.web import Form

LONGEST = Length(max=200, message=_("请写短一些，最多 200 个字。"))
NAME = Length(max=60, message=_("姓名请写短一些，最多 60 个字。"))
NUMBER = Length(max=40, message=_("编号请写短一些，最多 40 个字。"))


class IssueCertificateForm(Form):
    collected_by = StringField(_("领取人姓名"), [NAME])
    identity_number = IdentityNumberField(_("领取人身份证号码"), [Optional(), NUMBER])
    later = BooleanField(_("现在没有人领取，以后再登记领取"))
    blank_number = StringField(_("证明纸编号"), [Optional(), NUMBER])


class CollectCertificateForm(Form):
    collected_by = StringField(_("领取人姓名"), [NAME])
    identity_number = IdentityNumberField(_("领取人身份证号码"), [Optional(), NUMBER])


class ReissueCertificateForm(Form):
    reason = StringField(_("补发原因"), [LONGEST])
    collected_by = StringField(_("领取人姓名"), [NAME])
    identity_number = IdentityNumberField(_("领取人身份证号码"), [Optional(), NUMBER])
    exception_reason = StringField(_("不是首次领取人的原因"), [Optional(), LONGEST])
    blank_number = StringField(_("证明纸编号"), [Optional(), NUMBER])


class VoidCertificateForm(Form):
    reason = StringField(_("作废原因"), [LONGEST])


class VerifyCertificateForm(Form):
    """`code` is asked only of those who cannot scan."""

    code = StringField(_("校验码"), [InputRequired(_("请填写证明上二维码下面的校验码。")), NUMBER])
    number = StringField(_("证明编号"), [InputRequired(_("请填写印在证明上的编号。")), NUMBER])
