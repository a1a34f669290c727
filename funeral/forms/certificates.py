"""The certificate and its stock."""

from wtforms import StringField
from wtforms.validators import Length

from kernel.i18n import _
from kernel.web import Form


class IssueCertificateForm(Form):
    collected_by = StringField(_("领取人姓名"), [Length(max=60)])
