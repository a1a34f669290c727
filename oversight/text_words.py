"""Records and columns of texts to families as people say them."""

from kernel.i18n import _

TEXT_RECORDS = {
    "text_declines": _("不收短信的号码"),
    "text_terms": _("是否发短信"),
    "texts": _("短信"),
}
TEXT_FIELDS = {
    "about_id": _("关于哪条记录"),
    "about_kind": _("关于什么"),
    "attempt": _("第几次发送"),
    "cause": _("起因"),
    "forget_on": _("个人信息清除日期"),
    "is_awaited": _("夜里也发"),
    "next_at": _("下次发送或询问"),
    "sends": _("给家属发短信"),
    "signed_as": _("短信签名"),
    "told_by": _("告知人"),
    "tries": _("已试次数"),
    "useful_until": _("有用到"),
}
