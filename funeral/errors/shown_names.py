"""Why a wording cannot stand at the door."""

from kernel.errors import Refusal
from kernel.i18n import _


class WordingMissing(Refusal):
    message = _("请填写显示的写法，最多 20 个字。")
    field = "wording"


class WordingTells(Refusal):
    """A number at the door would be a document's or a telephone's."""

    message = _("显示的写法里不要有数字，只写姓名或称呼。")
    field = "wording"


class AgreedByMissing(Refusal):
    message = _("请填写是哪一位家属同意的。")
    field = "agreed_by"


class AgreedAtFuture(Refusal):
    message = _("同意的时间不能晚于现在。")
    field = "agreed_at"
