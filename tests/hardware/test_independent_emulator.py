"""Every thermal document on a printer made by others: the slip's characters, cells, dots and code.

What comes out is compared with the lines we meant to print and, apart from our layout, with what
the slip itself says. Without emupos the run says at its end that this was not checked.
"""

import pytest
import zxingcpp
from PIL import ImageChops, ImageOps

from hardware.drawing import draw, draw_line, module_dots
from hardware.encoding import BAND, encode
from hardware.layout import COLUMNS, Gap, Line, lay_out
from hardware.qr import draw as draw_qr
from hardware.slips import Amount, Charge, Code, Fact, Rule, Slip, Text
from hardware.specimens import list_specimens
from hardware.transports import Address, Delivery, Outcome, deliver
from hardware.trial_page import trial_page
from tests.emulators.emupos import DOTS

CELL, LINE = 12, 30
RECEIPT = Slip(
    "收费明细",
    (
        Text("补打 第2次", bold=True, centre=True),
        Rule(),
        Fact("单号", "JYS26-00042"),
        Fact("地址", "清河县静园镇松柏路一百二十八号殡仪馆业务大厅"),
        Charge("遗体接运（30公里以内）", 38_000, 38_000, 0),
        Charge("遗体火化（平板炉）", 100_000, 68_000, 32_000, note="湘发改价费〔2024〕15号"),
        Charge("合计", 138_000, 106_000, 32_000, bold=True),
        Rule(),
        Charge("墓位", 12_800_000, 0, 12_800_000),
        Amount("应付", 32_000, note="微信支付 · 2026年11月22日", bold=True),
        Amount("退款", -5),
        Code("7K3M9QXZ7K3M9QXZ", "扫码查询", "HTTPS://LY.EXAMPLE.CN/P/"),
        Text("地址第二行\n\n请核对", centre=True),
    ),
    issuer="静园殡仪馆",
)
RARE = Slip("入馆登记", (Fact("逝者", "李𠮷明"), Text("张䶮", bold=True, centre=True, size=2)))
LONG = Slip("账单", tuple(Charge(f"项目{n}", n, 0, n) for n in range(200)))


@pytest.fixture(scope="module")
def slips(app):
    """One of every document the system prints, and what no specimen need hold."""
    with app.app_context():
        ours = [RECEIPT, RARE, LONG, trial_page("前台", 32, "静园殡仪馆")]
        return ours + [specimen.make() for specimen in list_specimens()]


@pytest.fixture(scope="module", params=COLUMNS)
def columns(request):
    return request.param


@pytest.fixture(scope="module")
def printed(emupos, slips, columns):
    """Every slip with the one sheet that came out of it."""
    return [(slip, print_on(emupos, columns, encode(slip, columns=columns))) for slip in slips]


def print_on(emupos, columns, content):
    before = emupos.count(columns)
    outcome = deliver(content, Address(host=emupos.host, port=emupos.ports[columns]))
    assert outcome == Outcome(Delivery.PRINTED)
    receipt = emupos.receipt(columns, before)
    assert receipt.cut
    assert emupos.count(columns) == before + 1
    return receipt


def test_every_document_comes_out_character_for_character(printed, columns):
    for slip, receipt in printed:
        assert receipt.lines == [
            line for block in lay_out(slip, columns) for line in shown(block, columns)
        ]
        letters = "".join(receipt.lines).replace(" ", "")
        assert [text for text in texts_of(slip) if text.replace(" ", "") not in letters] == []


def test_amounts_line_up_to_the_cell(printed, columns):
    for slip, receipt in printed:
        lines = [line.encode("gbk") for line in receipt.lines]
        for row in slip.rows:
            assert any(stands_in(line, row, columns) for line in lines), row


def test_the_code_in_the_picture_reads_back_to_its_token(printed):
    for slip, receipt in printed:
        payloads = [row.payload for row in slip.rows if isinstance(row, Code)]
        assert sorted(codes_in(receipt.picture)) == sorted(payloads)


def test_ink_stands_in_the_cells_of_its_characters_and_nowhere_else(printed, columns):
    for slip, receipt in printed:
        assert receipt.picture.width == DOTS[columns]
        # It ends with the last dot of ink; the paper goes on.
        picture = ImageOps.expand(receipt.picture.convert("L"), (0, 0, 0, 2 * LINE), 255)
        top = 0
        for block in lay_out(slip, columns):
            if isinstance(block, Gap):
                top += block.dots
            elif isinstance(block, Line):
                height = LINE * block.size if is_drawn(block) else max(LINE, high(block))
                band = picture.crop((0, top, columns * CELL, top + height))
                check = to_the_dot if is_drawn(block) else in_its_cells
                check(band, block, picture.width if block.centre else columns * CELL, columns)
                top += height
            else:
                modules = draw_qr(block.payload).size
                top += modules * module_dots(modules, columns, small=block.small)
        assert receipt.picture.height <= top


def test_a_printer_without_chinese_gets_every_document_as_one_picture(emupos, slips, columns):
    for slip in (slip for slip in slips if slip is not LONG):  # long in the drawing, too
        content = encode(slip, columns=columns, raster_always=True)
        receipt = print_on(emupos, columns, content)
        expected = draw(lay_out(slip, columns), columns)
        assert all(line.startswith("[image ") for line in receipt.lines)
        assert same_dots(receipt.picture.crop((0, 0, *expected.size)), expected)


def is_drawn(line):
    try:
        line.text.encode("gbk")
    except UnicodeEncodeError:
        return True
    return False


def high(line):
    return 24 * line.size


def shown(block, columns):
    """A block as emupos' text dump has it."""
    if isinstance(block, Gap):
        return []
    if not isinstance(block, Line):
        return [f"[qr {block.payload}]"]
    if not is_drawn(block):
        return [block.text.rstrip()]
    assert LINE * 2 <= BAND
    return [f"[image {columns * CELL}x{LINE * block.size}]"]


def texts_of(slip):
    """What is written in the slip, field by field; lines with a rare character are pictures."""
    parts = [slip.title, slip.issuer]
    for row in slip.rows:
        match row:
            case Text():
                parts += row.text.split("\n")
            case Fact() if not is_drawn(Line(row.value)):
                parts += f"{row.label}：{row.value}".split("\n")
            case Amount() | Charge():
                parts += [row.label, *row.note.split("\n")]
            case Code():
                parts += [row.caption]
    return [part for part in parts if not is_drawn(Line(part))]


def stands_in(line, row, columns):
    """Whether this line holds the row's amounts, each ending at its cell."""
    match row:
        case Amount():
            return len(line) == columns and line.endswith(f"￥{yuan(row.amount_fen)}".encode("gbk"))
        case Charge():
            amounts = [yuan(fen) for fen in (row.gross_fen, row.waived_fen, row.due_fen)]
            if max(map(len, amounts)) >= 10:  # one under the other
                return len(line) == columns and line.endswith(f" {amounts[2]}".encode())
            ends = (columns - 20, columns - 10, columns)
            cells = [line[end - 10 : end].decode("gbk", "replace") for end in ends]
            # A label may reach into the room of a short first amount.
            end = [
                f" {cell}".endswith(f" {each}") for cell, each in zip(cells, amounts, strict=True)
            ]
            return len(line) == columns and all(end)
        case _:
            return True


def yuan(fen):
    return f"{fen / 100:,.2f}"


def codes_in(picture):
    return [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))]


def in_its_cells(band, line, room, columns):
    """Of the cells of a line, as many dots wide as `room`, those with characters have ink."""
    wide = CELL * line.size
    spoken = [byte != 0x20 for byte in line.text.encode("gbk")]
    left = (room - len(spoken) * wide) // 2 if line.centre else 0
    inked = [
        has_ink(band.crop((left + n * wide, 0, left + (n + 1) * wide, high(line))))
        for n in range(len(spoken))
    ]
    assert inked == spoken, line
    assert not has_ink(band.crop((0, 0, left, band.height))), line
    assert not has_ink(band.crop((left + len(spoken) * wide, 0, *band.size))), line


def to_the_dot(band, line, room, columns):
    """Rare characters are our own picture."""
    assert has_ink(band)
    assert same_dots(band, draw_line(line, columns)), line


def same_dots(one, other):
    return ImageChops.difference(one.convert("L"), other.convert("L")).getbbox() is None


def has_ink(picture):
    return ImageOps.invert(picture.convert("L")).getbbox() is not None
