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


class NoPrinter(Refusal):
    message = _("本机构还没有登记可用的打印机，请先在“打印机”页面登记。")


class PrinterNameTaken(Refusal):
    message = _("已经有一台打印机叫这个名字，请换一个名字。")
    field = "name"


class PaperWidthUnknown(Refusal):
    message = _("纸宽只能是每行 32、42 或 48 个字符。")
    field = "columns"
    status = 422


class AddressMissing(Refusal):
    message = _("请填写打印机的网络地址，例如 192.168.1.60，端口在 1 到 65535 之间。")
    field = "host"
    status = 422


class AlreadyAnswered(Refusal):
    message = _("%(document)s已经确认过，现在是“%(state)s”。")


class StillOpen(Refusal):
    message = _("%(document)s还在处理（%(state)s），有了结果才能补打。")


class ScreenNameMissing(Refusal):
    message = _("请填写屏幕的名称，最多 40 个字。")
    field = "name"
    status = 422


class ScreenNameTaken(Refusal):
    message = _("已经有一块屏幕叫这个名字，请换一个名字。")
    field = "name"


class ScreenKindUnknown(Refusal):
    message = _("请选择屏幕显示什么。")
    field = "shows"
    status = 422


class ScreenRetired(Refusal):
    """Not found, so that a television shows the sentence and nothing else."""

    message = _("这块屏幕已经停用。")
    status = 410
