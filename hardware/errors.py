"""What paper and printers refuse."""

from kernel.errors import NotFound, Refusal
from kernel.i18n import _


class GlyphMissing(Refusal):
    """A character that neither the printer nor our font can draw; it is never dropped."""

    message = _(
        "“%(character)s”（%(code)s）在字库中没有，打印不出来。请核对这个字，或换用通用写法。"
    )
    status = 422


class PaperToolsMissing(Refusal):
    message = _("服务器缺少排版所需的 Pango 程序库，现在不能生成 PDF。请联系系统管理员安装。")
    status = 503


class CodeUnreadable(Refusal):
    message = _("二维码画好后没有读回“%(content)s”，没有放行。请换一个编号重新生成。")
    status = 500


class CodeTooLong(Refusal):
    message = _("二维码最多放 %(longest)s 个字节，“%(content)s”放不下，请缩短后再生成。")
    status = 422


class DocumentReleased(Refusal):
    message = _("这份文件刚刚由别人生成，请刷新页面后打开。")


class TextTooLong(Refusal):
    message = _("“%(text)s”太长，在 %(size)s 毫米的铭牌上刻不清楚。请缩短，或选大一号的铭牌。")
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


class PortWrong(AddressMissing):
    field = "port"


class AlreadyAnswered(Refusal):
    message = _("%(document)s已经确认过，现在是“%(state)s”。")


class StillOpen(Refusal):
    message = _("%(document)s还在处理（%(state)s），有了结果才能补打。")


class ScanRefused(Refusal):
    """What was scanned is nothing of ours. None of these repeats it: it may be somebody's."""

    message = _("这不是本系统的编码。请扫单据、腕带或铭牌上的二维码，或输入码下的编号。")
    field = "code"
    status = 422


class NotACode(ScanRefused):
    pass


class NothingScanned(ScanRefused):
    message = _("没有读到内容，请再扫一次，或输入码下的编号。")


class ScanTooLong(ScanRefused):
    message = _("扫到的内容太长，不是本系统的编码。请扫单据、腕带或铭牌上的二维码。")


class ScanUnreadable(ScanRefused):
    message = _("扫到的内容里有不能识别的字符。请再扫一次，仍然不行就输入码下的编号。")


class ForeignAddress(ScanRefused):
    message = _("这是别处的网址，不是本系统的编码。请扫单据、腕带或铭牌上的二维码。")


class PaymentCodeScanned(ScanRefused):
    message = _("这是手机支付用的付款码或收款码，不是本系统的编码。收款请先打开账单。")


class IdentityNumberScanned(ScanRefused):
    message = _("这是身份证号码，不是本系统的编码。按证件号码查找，请在案件列表里查。")


class BarcodeScanned(ScanRefused):
    message = _("这是商品条码，不是本系统的编码。请扫单据、腕带或铭牌上的二维码。")


class CodeUnknown(NotFound):
    message = _("没有这个编码的记录。请核对编码，再扫一次，或输入码下的编号。")
    field = "code"


class OfAnotherHome(NotFound):
    """Says no more: whose it is, and whether it still counts, is not ours to tell."""

    message = _("这个编码不是本馆的。请核对上面印的单位，交给那个单位办理。")
    field = "code"


class AlreadyPrinted(Refusal):
    message = _("%(document)s已经打印过。要再打一张，请补打，纸上会注明补打次数。")


class DeskUnknown(Refusal):
    message = _("没有打印机放在“%(desk)s”。请从列出的窗口中选择，或先登记那里的打印机。")
    field = "desk"
    status = 422


class NoDrawer(Refusal):
    message = _("您所在的窗口没有接在打印机上的钱箱。")


class DrawerNotRepeated(Refusal):
    message = _("打开钱箱的任务不能补打。需要时请用钥匙打开钱箱。")


class UsbNumbersWrong(Refusal):
    message = _("请填写打印机的 USB 编号，两个四位数，例如 04b8:0e15。")
    field = "usb_numbers"
    status = 422


class SerialDeviceWrong(Refusal):
    message = _("串口是一个设备名，例如 /dev/ttyS0 或 /dev/ttyUSB0。")
    field = "serial_device"
    status = 422


class BaudRateWrong(Refusal):
    message = _("请从列出的波特率中选择，打印机自检页上有写。")
    field = "baud_rate"
    status = 422


class QueueMissing(Refusal):
    message = _("请填写系统打印队列的名称，例如 receipt80，不含空格。")
    field = "queue"
    status = 422


class DeviceNotAllowed(Refusal):
    """What is written here, the worker writes to with its own rights."""

    message = _("只能写打印机设备，例如 /dev/usb/lp0；或数据目录下的文件名，例如 小票.bin。")
    field = "device"
    status = 422


class SeatChanged(Refusal):
    message = _("您的窗口刚刚在另一个页面改过，请刷新后再看。")


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
