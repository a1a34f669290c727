"""The box every code may be scanned into."""

from wtforms import StringField

from kernel.i18n import _
from kernel.web import Form


class ReadCodeForm(Form):
    """What is wrong with the text is said by hardware.codes, which knows what else it may be."""

    code = StringField(_("扫描或输入编码"))
