"""Forms of the pages of texts."""

from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from kernel.i18n import _
from kernel.web import Form


class TextTermsForm(Form):
    sends = BooleanField(_("给家属发短信"))
    signature = StringField(
        _("短信签名"),
        [
            InputRequired(_("请填写短信签名，要和短信平台批准的一样。")),
            Length(max=20, message=_("短信签名最多 20 个字。")),
        ],
    )


class DeclineTextsForm(Form):
    phone = StringField(_("家属的手机号码"), [InputRequired(_("请填写电话号码。"))])
