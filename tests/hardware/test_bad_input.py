"""What people type, paste and scan, on every width: whole on the paper, or refused by name."""

import pytest

from hardware.encoding import encode
from hardware.errors import CodeTooLong, GlyphMissing
from hardware.layout import COLUMNS
from hardware.slips import Amount, Charge, Code, Fact, Rule, Slip, Text
from tests.emulators.escpos_mechanism import Mechanism

PICTURE = "▧"  # how the emulator's paper shows a drawn line

ON_PAPER = {
    # what it is: (what was typed, what the paper says)
    "an order to open the till": ("张三\x1bp\x00\x19\xfa", "张三pú"),
    "an order to cut": ("张三\x1dV\x01李四", "张三V李四"),
    "an order obeyed at once": ("张\x10\x14\x01\x00\x01三", "张三"),
    "Chinese mode off": ("张\x1c.三", "张.三"),
    "a reset": ("张\x1b@三", "张@三"),
    "delete and NUL": ("张\x7f\x00三", "张三"),
    "controls of the second kind": ("张\x85\x9b三", "张三"),
    "a line break in a name": ("张\r\n三", "张\n      三"),
    "tabs and hard spaces": ("张\t三\u00a0丰", "张 三 丰"),
    "a yen sign": ("¥320.00", "￥320.00"),
    "nothing": ("", ""),
    "spaces only": (" \t \u00a0", ""),
    "a question mark of its own": ("张?", "张?"),
    "brackets and percent": ("[%s] {0} \\n <b>", "[%s] {0} \\n <b>"),
    "a character of four bytes": ("李𠮷明", PICTURE),
    "another plane, not in GBK": ("𬭎", PICTURE),
    "a rare one of three bytes": ("张䶮", PICTURE),
    "full-width space": ("张\u3000三", "张\u3000三"),
    "the euro": ("€", PICTURE),
}


@pytest.mark.parametrize("columns", COLUMNS)
@pytest.mark.parametrize(("typed", "printed"), ON_PAPER.values(), ids=ON_PAPER)
def test_it_comes_out_whole_and_orders_nothing(typed, printed, columns):
    slip = Slip("单", (Fact("逝者", typed), Fact("编号", "1")))
    sheet = print_on(columns, encode(slip, columns=columns))
    shown = PICTURE if printed == PICTURE else f"逝者：{printed}"
    assert sheet.lines == ["单", *shown.split("\n"), "编号：1"]


REFUSED = {
    "an emoji": "李😀明",
    "a family of joined emoji": "👨\u200d👩",
    "a zero-width space": "张\u200b三",
    "writing turned round": "张\u202e三",
    "a character for private use": "张\ue000三",
    "half a character": "张\ud840三",
    "a byte order mark": "\ufeff张三",
    "the sign for what could not be read": "张\ufffe三",
    "a character no font has": "𪚥",
}


@pytest.mark.parametrize("raster_always", [False, True])
@pytest.mark.parametrize("typed", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_printed_is_refused_by_name(typed, raster_always):
    with pytest.raises(GlyphMissing, match=r"U\+[0-9A-F]{4,6}"):
        encode(Slip("单", (Fact("逝者", typed),)), columns=32, raster_always=raster_always)


LONG = "松柏路一百二十八号" * 60
WORD = "HTTPS://LY.EXAMPLE.CN/" * 30
ROWS = {
    "an address without end": Fact("地址", LONG),
    "a word without end": Fact("网址", WORD),
    "a label without end": Fact(LONG, "1"),
    "a paragraph without end": Text(LONG, bold=True, centre=True, size=2),
    "nothing at all": Text(""),
    "a fact of nothing": Fact("", ""),
    "an amount of nothing": Amount("", 0),
    "a charge of nothing": Charge("", 0, 0, 0),
    "an amount no county has": Amount(LONG, 10**15, note=LONG),
    "a charge no county has": Charge(LONG, 10**15, 1, 10**15 - 1, note=LONG),
    "money given back": Amount("退款", -12_345),
    "a rule": Rule(),
}


@pytest.mark.parametrize("columns", COLUMNS)
@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_nothing_is_too_long_or_too_empty(row, columns):
    sheet = print_on(columns, encode(Slip("", (row, Text("完"))), columns=columns))
    assert sheet.lines[-1] == "完"
    letters = "".join(sheet.lines).replace(" ", "")
    for typed in (LONG, WORD):
        if typed in vars(row).values():
            assert typed in letters


@pytest.mark.parametrize("columns", COLUMNS)
def test_a_bill_of_two_hundred_lines_is_whole(columns):
    charges = tuple(Charge(f"项{n}", n, 0, n) for n in range(200))
    sheet = print_on(columns, encode(Slip("账单", charges), columns=columns))
    labels = [line.split()[0] for line in sheet.lines if line.startswith("项")]
    assert labels == [f"项{n}" for n in range(200)]
    assert [line.split()[-1] for line in sheet.lines[1:] if "." in line] == [
        f"{n / 100:.2f}" for n in range(200)
    ]


def test_a_code_too_long_for_paper_is_refused():
    with pytest.raises(CodeTooLong):
        encode(Slip("单", (Code("A" * 400),)), columns=32)


def print_on(columns, content):
    """One sheet, cut once, without a fault; no till opens."""
    mechanism = Mechanism(columns, lambda _: None)
    for byte in content:
        mechanism.feed(byte)
    [sheet] = mechanism.sheets
    assert (sheet.faults, sheet.cut, mechanism.drawer_kicks) == ([], True, 0)
    return sheet
