"""Refusals: what the system says, politely, when a rule forbids a thing."""

from typing import ClassVar

from kernel.i18n import _


class Refusal(Exception):
    """A rule said no: a sentence for people, and the form field it concerns.

    `facts` fill the placeholders of `message`; `status` is the HTTP status of a page of its own.
    """

    message: ClassVar[str] = _("这一步现在不能办理。")
    field: str | None = None
    status: ClassVar[int] = 409

    def __init__(self, **facts: object) -> None:
        super().__init__()
        self.facts = facts

    def __str__(self) -> str:
        return str(self.message) % self.facts


class NotFound(Refusal):
    message = _("没有找到这条记录，请核对编号。")
    status = 404


class NotAllowed(Refusal):
    message = _("您的岗位不能办理这一项，请联系有权限的同事。")
    status = 403


class NotReadable(Refusal):
    message = _("网址或填写的内容里有不能识别的字符，请返回上一页重新填写。")
    status = 400


class KeyReused(Refusal):
    message = _("这个页面已经提交过别的内容，请重新打开页面再办理。")


class TooManyAtOnce(Refusal):
    """Deadlocked again and again; nothing was changed."""

    message = _("现在同时办理的人很多，这一步没有办成，也没有改动任何内容。请稍后再试。")
    status = 503
