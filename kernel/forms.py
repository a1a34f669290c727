from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from kernel.i18n import _
from kernel.web import Form


class SignInForm(Form):
    login = StringField(_("登录名"), [InputRequired(_("请填写登录名。"))])
    password = PasswordField(_("密码"), [InputRequired(_("请填写密码。"))])
