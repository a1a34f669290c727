"""What we send, read by a decoder written from the manuals."""

from dataclasses import replace

import pytest
from PIL import ImageChops, ImageOps

from hardware.drawing import draw_line
from hardware.encoding import Manner, encode
from hardware.errors import GlyphMissing
from hardware.kinds import Cutter, Encoding
from hardware.layout import COLUMNS, Gap, Line, lay_out
from hardware.slips import Amount, Charge, Code, Fact, Rule, Slip, Text
from tests.emulators.escpos_mechanism import Mechanism
from tests.emulators.escpos_paper import Printed

URL = "HTTPS://LY.EXAMPLE.CN/P/"
RECEIPT = Slip(
    "收费明细",
    (
        Fact("单号", "JYS26-00042"),
        Fact("逝者", "王建国"),
        Rule(),
        Charge("遗体接运（30公里以内）", 38_000, 38_000, 0),
        Charge("遗体火化（平板炉）", 100_000, 68_000, 32_000, note="湘发改价费〔2024〕15号"),
        Charge("合计", 138_000, 106_000, 32_000, bold=True),
        Amount("应付", 32_000, note="微信支付 · 2026年11月22日", bold=True),
        Code("7K3M9QXZ7K3M9QXZ", "扫码查询", URL),
    ),
    issuer="静园殡仪馆",
)


def printed(sheet):
    """The lines of characters."""
    return [item for item in sheet.items if isinstance(item, Printed)]


def print_on(columns, content):
    mechanism = Mechanism(columns, lambda _: None)
    for byte in content:
        mechanism.feed(byte)
    [sheet] = mechanism.sheets
    assert sheet.faults == []
    return sheet


@pytest.mark.parametrize("columns", COLUMNS)
def test_a_receipt_comes_out_character_for_character(columns):
    sheet = print_on(columns, encode(RECEIPT, columns=columns))
    expected = [
        block.text.rstrip() if isinstance(block, Line) else "▦"
        for block in lay_out(RECEIPT, columns)
        if not isinstance(block, Gap)
    ]
    assert sheet.lines == expected
    assert "合计" in sheet.text
    assert sheet.cut


@pytest.mark.parametrize("columns", COLUMNS)
def test_the_code_on_the_paper_reads_back(columns):
    sheet = print_on(columns, encode(RECEIPT, columns=columns))
    assert sheet.codes == [URL + "7K3M9QXZ7K3M9QXZ"]


@pytest.mark.parametrize("columns", COLUMNS)
def test_a_printer_without_any_chinese_prints_all_of_it_as_a_picture(columns):
    sheet = print_on(columns, encode(RECEIPT, columns=columns, raster_always=True))
    assert sheet.lines == ["▧"]
    assert sheet.codes == [URL + "7K3M9QXZ7K3M9QXZ"]
    assert sheet.bitmaps[0].width == columns * 12


@pytest.mark.parametrize("name", ["张䶮", "李𠮷明", "㛃", "𬭎"])
def test_a_rare_name_is_drawn_to_the_dot_among_text(name):
    sheet = print_on(32, encode(Slip("单", (Fact("编号", "1"), Fact("逝者", name))), columns=32))
    assert sheet.lines == ["单", "编号：1", "▧"]
    expected = draw_line(Line(f"逝者：{name}"), 32)
    assert ImageChops.difference(sheet.bitmaps[0], expected).getbbox() is None
    characters = [_square(sheet.bitmaps[0], place) for place in range(3 + len(name))]
    assert len(set(characters)) == len(characters)


def _square(picture, place):
    """The dots of one Chinese character; it must have some ink, and not be the box for "none"."""
    square = picture.crop((place * 24, 0, place * 24 + 24, 30))
    assert ImageOps.invert(square.convert("L")).getbbox()
    return square.tobytes()


@pytest.mark.parametrize(
    ("character", "code"), [("😀", "U+1F600"), ("\u200b", "U+200B"), ("𪚥", "U+2A6A5")]
)
def test_a_character_no_font_has_is_refused_by_name(character, code):
    with pytest.raises(GlyphMissing, match=rf"{character}.*U\+{code[2:]}"):
        encode(Slip("单", (Fact("逝者", f"李{character}明"),)), columns=32)


def test_control_bytes_in_a_name_reach_no_printer():
    mechanism = Mechanism(32, lambda _: None)
    for byte in encode(Slip("单", (Fact("逝者", "张三\x1bp\x00\x19\xfa"),)), columns=32):
        mechanism.feed(byte)
    assert mechanism.drawer_kicks == 0
    assert mechanism.sheets[0].faults == []


def test_a_job_begins_by_clearing_what_a_broken_one_left():
    mechanism = Mechanism(32, lambda _: None)
    broken = b"\x1b@\x1ba\x02\x1bE\x01\x1d!\x11" + b"half a line"
    for byte in broken + encode(Slip("单", (Text("常"),)), columns=32):
        mechanism.feed(byte)
    [sheet] = mechanism.sheets
    assert sheet.lines == ["单", "常"]
    plain = printed(sheet)[1]
    assert (plain.bold, plain.wide, plain.align) == (False, 1, 0)


def test_picture_data_never_holds_an_order_that_printers_obey_at_once():
    drawn = [
        encode(Slip("，" * n, (Text("、 i" * 9),)), columns=48, raster_always=True)
        for n in range(1, 9)
    ]
    orders = (b"\x10\x04", b"\x10\x05", b"\x10\x14")
    assert not any(order in content for content in drawn for order in orders)


def lines_told(manner, text):
    """What the printer's own font was asked for; None where the line was drawn."""
    content = encode(Slip("单", (Text(text),)), columns=32, manner=manner)
    try:
        said = text.encode(manner.encoding)
    except UnicodeEncodeError:
        said = b"\0"
    return said if said + b"\n" in content else None


@pytest.mark.parametrize(
    ("encoding", "told", "drawn"),
    [
        (Encoding.GBK, "骨灰寄存：￥1,140.00", "张䶮"),
        (Encoding.GB18030, "张䶮", "李𠮷明"),
        (Encoding.BIG5, "骨灰寄存：1,140.00", "遗体接运"),
        (Encoding.UTF_8, "遗体接运，李𠮷明：", "一九五〇—二〇二六"),
    ],
)
def test_what_the_printer_s_encoding_lacks_is_drawn(encoding, told, drawn):
    manner = Manner(encoding=encoding)
    assert lines_told(manner, told) == told.encode(encoding)
    assert lines_told(manner, drawn) is None


def test_big5_keeps_every_line_as_wide_as_it_was_laid_out():
    """Simplified Chinese is not in it, so those lines are drawn; nothing is lost or shifted."""
    # The emulator reads GBK, in which a line across the paper has other bytes.
    unruled = replace(RECEIPT, rows=tuple(row for row in RECEIPT.rows if not isinstance(row, Rule)))
    sheet = print_on(32, encode(unruled, columns=32, manner=Manner(encoding=Encoding.BIG5)))
    assert "▧" in sheet.lines
    assert {bitmap.width for bitmap in sheet.bitmaps} == {32 * 12}


@pytest.mark.parametrize(
    ("cutter", "end"),
    [(Cutter.FULL, b"\x1dV\x00"), (Cutter.PARTIAL, b"\x1dV\x01"), (Cutter.NONE, b"\x1bd\x04")],
)
def test_the_paper_is_cut_as_the_printer_can(cutter, end):
    assert encode(Slip("单"), columns=32, manner=Manner(cutter=cutter)).endswith(end)


def test_a_printer_that_is_always_chinese_is_not_told_so():
    assert encode(Slip("单"), columns=32).startswith(b"\x1b@\x1da\x00\x1c&")
    quiet = encode(Slip("单"), columns=32, manner=Manner(kanji_command=False))
    assert b"\x1c" not in quiet


def test_a_printer_without_codes_gets_them_as_pictures_among_its_text():
    sheet = print_on(48, encode(RECEIPT, columns=48, manner=Manner(native_qr=False)))
    assert sheet.codes == [URL + "7K3M9QXZ7K3M9QXZ"]
    assert "▧" in sheet.lines
    assert "逝者：王建国" in sheet.lines


def test_bold_and_large_hold_for_their_line_only():
    rows = (Text("大", size=2), Text("粗", bold=True), Text("平", centre=True), Text("常"))
    sheet = print_on(32, encode(Slip("题", rows), columns=32))
    shown = [
        (line.text, line.bold, line.wide, line.tall, line.align) for line in printed(sheet)[1:]
    ]
    assert shown == [
        ("大", False, 2, 2, 0),
        ("粗", True, 1, 1, 0),
        ("平", False, 1, 1, 1),
        ("常", False, 1, 1, 0),
    ]


def test_a_bill_of_two_hundred_lines_is_complete():
    charges = tuple(Charge(f"项目{n}", n, 0, n) for n in range(200))
    sheet = print_on(32, encode(Slip("账单", charges), columns=32))
    assert [line for line in sheet.lines if line.startswith("项目")] == [
        f"项目{n}" for n in range(200)
    ]
