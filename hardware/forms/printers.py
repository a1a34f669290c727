from wtforms import BooleanField, HiddenField, IntegerField, SelectChoice, SelectField, StringField
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional

from hardware.encoding import Manner
from hardware.kinds import (
    CONNECTION_LABELS,
    PRINTS_LABELS,
    Acknowledgement,
    ConnectionKind,
    Cutter,
    Drawer,
    Encoding,
    Prints,
)
from hardware.models import Printer
from hardware.transports import Address
from hardware.transports.addresses import BAUD_RATES
from kernel.i18n import _
from kernel.web import Form

CONNECTIONS = [SelectChoice(kind.value, label) for kind, label in CONNECTION_LABELS.items()]
PAPERS = [
    SelectChoice("32", _("58 毫米，每行 32 个字符")),
    SelectChoice("48", _("80 毫米，每行 48 个字符")),
    SelectChoice("42", _("80 毫米，每行 42 个字符")),
]
ACKNOWLEDGEMENTS = [
    SelectChoice(Acknowledgement.GS_R.value, _("有打印回执（多数打印机）")),
    SelectChoice(Acknowledgement.PROCESS_ID.value, _("有逐单回执（爱普生等，最可靠）")),
    SelectChoice(Acknowledgement.NONE.value, _("没有回执，只看状态")),
]
ASK, COUNTS = "ask", "counts"
HANDOVERS = [
    SelectChoice(ASK, _("请人确认每一张")),
    SelectChoice(COUNTS, _("交给打印机就算已打印")),
]
ENCODINGS = [
    SelectChoice(Encoding.GBK.value, _("国标 GBK（多数打印机）")),
    SelectChoice(Encoding.GB18030.value, _("国标 GB18030")),
    SelectChoice(Encoding.BIG5.value, _("大五码 BIG5")),
    SelectChoice(Encoding.UTF_8.value, _("统一码 UTF-8")),
]
CUTTERS = [
    SelectChoice(Cutter.PARTIAL.value, _("半切，留一点相连")),
    SelectChoice(Cutter.FULL.value, _("全切")),
    SelectChoice(Cutter.NONE.value, _("没有切刀，用手撕")),
]
DRAWERS = [
    SelectChoice(Drawer.NONE.value, _("没有接钱箱")),
    SelectChoice(Drawer.PIN_2.value, _("接在 2 脚（多数钱箱）")),
    SelectChoice(Drawer.PIN_5.value, _("接在 5 脚")),
]
PORT = _("端口是 1 到 65535 之间的数字，一般是 9100。")


class AddPrinterForm(Form):
    """Which fields are asked for depends on the connection; the operation says what is missing."""

    name = StringField(_("名称"), [InputRequired(_("请填写打印机的名称。")), Length(max=40)])
    desk = StringField(_("放在哪个窗口"), [Optional(), Length(max=40)])
    prints = SelectField(
        _("打印什么"),
        choices=[SelectChoice(each.value, label) for each, label in PRINTS_LABELS.items()],
        default=Prints.ALL.value,
    )
    connection = SelectField(
        _("怎样连接"), choices=CONNECTIONS, default=ConnectionKind.NETWORK.value
    )
    host = StringField(_("网络地址"), [Length(max=253)])
    port = IntegerField(_("端口"), [Optional(), NumberRange(1, 65535, PORT)], default=9100)
    usb_numbers = StringField(_("USB 编号"), [Length(max=9)])
    serial_device = StringField(_("串口"), [Length(max=200)])
    baud_rate = SelectField(
        _("波特率"),
        choices=[SelectChoice(str(rate), str(rate)) for rate in BAUD_RATES],
        coerce=int,
        default=9600,
    )
    queue = StringField(_("打印队列"), [Length(max=127)])
    device = StringField(_("设备或文件"), [Length(max=200)])
    columns = SelectField(_("纸宽"), choices=PAPERS, coerce=int, default=48)
    encoding = SelectField(_("中文编码"), choices=ENCODINGS, default=Encoding.GBK.value)
    chinese_always_on = BooleanField(_("中文一直可用，不必发送中文模式指令"))
    draws_codes = BooleanField(_("打印机不会画二维码，二维码按图片打印"))
    raster_always = BooleanField(_("打印机没有中文字库，整张按图片打印"))
    acknowledgement = SelectField(
        _("打印回执"), choices=ACKNOWLEDGEMENTS, default=Acknowledgement.GS_R.value
    )
    handover = SelectField(_("收不到回执时"), choices=HANDOVERS, default=ASK)
    cutter = SelectField(_("切纸"), choices=CUTTERS, default=Cutter.PARTIAL.value)
    drawer = SelectField(_("钱箱"), choices=DRAWERS, default=Drawer.NONE.value)

    @property
    def address(self) -> Address:
        kind = ConnectionKind(self.connection.data)
        vendor, _colon, product = (self.usb_numbers.data or "").strip().partition(":")
        device = self.serial_device if kind is ConnectionKind.SERIAL else self.device
        return Address(
            kind,
            host=(self.host.data or "").strip(),
            port=self.port.data or 0,
            device=(device.data or "").strip(),
            baud_rate=self.baud_rate.data,
            usb_vendor=_hexadecimal(vendor),
            usb_product=_hexadecimal(product),
            queue=(self.queue.data or "").strip(),
        )

    @property
    def handover_counts(self) -> bool:
        return bool(self.handover.data == COUNTS)

    @property
    def manner(self) -> Manner:
        return Manner(
            encoding=Encoding(self.encoding.data),
            kanji_command=not self.chinese_always_on.data,
            native_qr=not self.draws_codes.data,
            raster_always=self.raster_always.data,
            cutter=Cutter(self.cutter.data),
        )


class ChangePrinterForm(AddPrinterForm):
    in_use = BooleanField(_("正在使用"))

    @classmethod
    def of(cls, printer: Printer) -> "ChangePrinterForm":
        """With what is known of it, unless something was sent."""
        numbers = f"{printer.usb_vendor:04x}:{printer.usb_product:04x}"
        return cls(
            obj=printer,
            usb_numbers=numbers if printer.usb_vendor else "",
            serial_device=printer.device,
            handover=COUNTS if printer.handover_counts else ASK,
            chinese_always_on=not printer.kanji_command,
            draws_codes=not printer.native_qr,
        )


class SitAtDeskForm(Form):
    desk = StringField(_("您在哪个窗口"), [Optional(), Length(max=40)])


class AnswerUnconfirmedForm(Form):
    printed = HiddenField(validators=[AnyOf(["yes", "no"])])


def _hexadecimal(text: str) -> int:
    """0 for what is no number: then none is known."""
    try:
        return int(text.strip(), 16)
    except ValueError:
        return 0
