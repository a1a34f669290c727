"""Words, bytes and dots of one slip say the same, whatever is written on it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.drawing import draw
from hardware.encoding import encode
from hardware.layout import COLUMNS, cells, lay_out
from hardware.plain import CODE, plain
from hardware.slips import SIZES, Amount, Charge, Code, Fact, Rule, Slip, Text
from tests.hardware.rare_names import RARE_NAMES
from tests.hardware.test_encoding import print_on

# Letters, what GBK knows, what it does not, what would order a printer about.
LETTERS = "aZ09 -:.,￥¥，。（）：·—“”℃㎡\t\n\r\x00\x1b\x10\x7f王李明华骨灰寄存" + "".join(
    RARE_NAMES
)
TEXTS = st.text(st.sampled_from(LETTERS), max_size=40)
FEN = st.integers(0, 10**9)
SIZE = st.sampled_from(SIZES)
WIDTHS = st.sampled_from(COLUMNS)


@st.composite
def slips(draw_from):
    def texts():
        return draw_from(TEXTS)

    gross = draw_from(FEN)
    rows = (
        Text(texts(), draw_from(st.booleans()), draw_from(st.booleans()), draw_from(SIZE)),
        Fact(texts(), texts()),
        Fact(texts(), texts()),
        Rule(),
        Amount(texts(), draw_from(st.integers(-(10**9), 10**9)), texts()),
        Charge(texts(), gross, 0, gross, texts()),
        Code("7K3M9QXZ", texts(), small=draw_from(st.booleans())),
    )
    return Slip(texts(), rows, issuer=texts())


@settings(max_examples=20)
@given(slips(), WIDTHS)
def test_every_line_is_as_wide_as_the_paper_and_amounts_end_at_its_edge(slip, columns):
    lines = plain(slip, columns).split("\n")
    assert {cells(line) for line in lines} == {columns}
    amount = next(row for row in slip.rows if isinstance(row, Amount))
    written = f"￥{amount.amount_fen / 100:,.2f}"
    assert any(line.endswith(written) for line in lines)


@settings(max_examples=20)
@given(slips(), WIDTHS)
def test_the_words_are_what_the_printer_prints(slip, columns):
    sheet = print_on(columns, encode(slip, columns=columns))
    said = [line.strip() for line in plain(slip, columns).split("\n")]
    # What GBK lacks comes as dots; the code is drawn by the printer itself.
    known = [line for line in said if _in_gbk(line)]
    printed = [line.strip() for line in sheet.lines if line not in {"▧", "▦"}]
    assert printed == [line for line in known if line != CODE]
    assert sheet.codes.count("7K3M9QXZ") == 1


def _in_gbk(line):
    return line.encode("gbk", "ignore").decode("gbk") == line


@settings(max_examples=10)
@given(slips(), WIDTHS)
def test_the_picture_is_as_wide_as_the_paper_to_the_dot(slip, columns):
    assert draw(lay_out(slip, columns), columns).width == columns * 12


@pytest.mark.parametrize("columns", COLUMNS)
def test_a_bill_of_two_hundred_lines_over_a_million_yuan_is_whole(columns):
    charges = tuple(Charge(f"墓位{n}", 100_000_000 + n, n, 100_000_000) for n in range(200))
    words = plain(Slip("账单", charges), columns)
    assert words.count("1,000,000.00") == 201  # the first one is charged as much as it is due
    lines = words.split("\n")
    assert {cells(line) for line in lines} == {columns}
    assert all(f"墓位{n}" in words for n in range(200))
    assert sum(line.endswith("1,000,000.00") for line in lines) == 201


@pytest.mark.parametrize("columns", COLUMNS)
def test_a_number_four_times_as_large_stands_in_the_middle(columns):
    sheet = print_on(
        columns,
        encode(Slip("排队号", (Text("A012", bold=True, centre=True, size=4),)), columns=columns),
    )
    line = sheet.items[-2]
    assert (line.text, line.wide, line.tall, line.align) == ("A012", 4, 4, 1)


def test_what_is_empty_leaves_blank_lines_and_its_label():
    slip = Slip("", (Text(""), Fact("", ""), Fact("备注", ""), Amount("", 0), Charge("", 0, 0, 0)))
    lines = plain(slip, 32).split("\n")
    assert [line.strip() for line in lines] == [
        *("", "", "：", "备注：", "￥0.00"),
        "应收      减免      应付",
        "",
        "0.00      0.00      0.00",
    ]
