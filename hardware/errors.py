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


class PortWrong(AddressMissing):
    field = "port"


class AlreadyAnswered(Refusal):
    message = _("%(document)s已经确认过，现在是“%(state)s”。")


class StillOpen(Refusal):
    message = _("%(document)s还在处理（%(state)s），有了结果才能补打。")


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
