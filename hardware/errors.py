"""What paper and printers refuse."""

from kernel.errors import Refusal
from kernel.i18n import _


class GlyphMissing(Refusal):
    """A character that neither the printer nor our font can draw; it is never dropped."""

    message = _(
        "“%(character)s”（%(code)s）在字库中没有，打印不出来。请核对这个字，或换用通用写法。"
    )
    status = 422


class CodeUnreadable(Refusal):
    message = _("二维码画好后没有读回“%(content)s”，没有放行。请换一个编号重新生成。")
    status = 500


class CodeTooLong(Refusal):
    message = _("二维码最多放 %(longest)s 个字节，“%(content)s”放不下，请缩短后再生成。")
    status = 422
