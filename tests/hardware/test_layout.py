import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.layout import COLUMNS, Gap, Line, QrCode, cells, clean, lay_out, wrap
from hardware.slips import SIZES, Amount, Charge, Code, Fact, Rule, Slip, Text


def lines(*rows, columns=32):
    return [
        block.text if isinstance(block, Line) else f"[{block.payload}]"
        for block in lay_out(Slip("题", rows), columns)[1:]
        if not isinstance(block, Gap)
    ]


@pytest.mark.parametrize(
    ("text", "width"),
    [("A", 1), ("明", 2), ("：（）", 6), ("￥1", 3), ("·—…“”①Ⅳ×°●℃", 22), ("张䶮𠮷", 6), ("", 0)],
)
def test_width_is_what_a_gbk_printer_gives_a_character(text, width):
    assert cells(text) == width


def test_what_would_order_the_printer_about_never_reaches_it():
    assert clean("张三\x1bp\x00\x7f\x9b李四") == "张三p李四"


def test_line_breaks_tabs_and_hard_spaces_keep_words_apart():
    assert clean("张三\t李四\r\n王\u00a0五") == "张三 李四 王 五"


def test_the_yen_sign_becomes_the_yuan_sign_printers_know():
    assert clean("¥1") == "￥1"


@pytest.mark.parametrize("columns", COLUMNS)
def test_amounts_end_at_the_last_cell(columns):
    for line in lines(Amount("应付", 128_050), Amount("遗体存放（冷藏）三天", -5), columns=columns):
        assert cells(line) == columns
        assert line.endswith(("￥1,280.50", "￥-0.05"))


def test_a_label_too_long_for_its_amount_leaves_the_amount_whole():
    assert lines(Amount("遗体接运（三十公里以内含抬运）", 38_000)) == [
        "遗体接运（三十公里以内含抬运）",
        " " * 24 + "￥380.00",
    ]


@pytest.mark.parametrize("columns", COLUMNS)
def test_the_three_amounts_of_every_charge_stand_under_their_heading(columns):
    printed = lines(
        Charge("遗体火化", 138_000, 106_000, 32_000),
        Charge("告别厅（大厅，含布置与司仪，每场两小时以内）", 60_000, 0, 60_000),
        Charge("合计", 198_000, 106_000, 92_000, bold=True),
        columns=columns,
    )
    amounts = [line for line in printed if line.endswith(("应付", "0"))]
    ends = [columns - 20, columns - 10, columns]
    assert [[_before(line, end) for end in ends] for line in amounts] == [
        ["应收", "减免", "应付"],
        ["1,380.00", "1,060.00", "320.00"],
        ["600.00", "0.00", "600.00"],
        ["1,980.00", "1,060.00", "920.00"],
    ]


def _before(line: str, end: int) -> str:
    """The word that ends at this cell."""
    return line.encode("gbk")[:end].decode("gbk").split(" ")[-1]


def test_amounts_too_wide_for_columns_stand_one_under_the_other():
    assert lines(Charge("墓位", 12_800_000, 0, 12_800_000))[1:] == [
        "墓位",
        "应收                  128,000.00",
        "减免                        0.00",
        "应付                  128,000.00",
    ]


def test_the_heading_comes_again_after_something_else_but_a_rule():
    charge = Charge("项", 1, 0, 1)
    printed = lines(charge, charge, Rule(), charge, Text("另"), charge)
    assert [line.split() == ["应收", "减免", "应付"] for line in printed].count(True) == 2
    assert printed.index("另") < printed[1:].index(printed[0]) + 1


def test_narrow_paper_has_every_label_above_its_amounts():
    assert lines(Charge("项", 1, 0, 1))[1] == "项"
    assert lines(Charge("遗体火化（平板炉）", 100_000, 0, 100_000), columns=48)[1:] == [
        "遗体火化（平板炉）  1,000.00      0.00  1,000.00"
    ]


def test_the_values_of_facts_in_a_row_stand_in_one_column():
    assert lines(Fact("收据号", "S1"), Fact("案件", "A1"), Fact("与逝者的关系和住址", "弟")) == [
        "收据号：S1",
        "案件：  A1",
        "与逝者的关系和住址：",
        "  弟",
    ]


def test_a_title_too_long_for_the_paper_keeps_what_it_adds_in_brackets_whole():
    def title(columns):
        return [block.text for block in lay_out(Slip("收费明细（非发票）"), columns)]

    assert title(32) == ["收费明细", "（非发票）"]
    assert title(48) == ["收费明细（非发票）"]


def test_a_long_value_goes_on_under_itself():
    assert lines(Fact("地址", "清河县静园镇松柏路一百二十八号殡仪馆业务大厅")) == [
        "地址：清河县静园镇松柏路一百二十",
        "      八号殡仪馆业务大厅",
    ]


def test_an_empty_value_leaves_its_label():
    assert lines(Fact("备注", "")) == ["备注："]


def test_a_number_is_not_cut_and_no_line_begins_with_a_comma():
    assert wrap("业务大厅电话 0731-12345678，请提前联系，谢谢", 20) == [
        "业务大厅电话",
        "0731-12345678，请提",
        "前联系，谢谢",
    ]


def test_large_text_has_half_the_cells():
    block = lay_out(Slip("一二三四五六七八九"), 32)
    assert [line.text for line in block] == ["一二三四五六七八", "九"]


def test_a_paragraph_keeps_its_line_breaks():
    assert lines(Text("一\n\n二")) == ["一", "", "二"]


def test_a_code_has_its_characters_for_people_beside_it():
    assert lines(Code("7K3M9QXZ7K3M9QXZ", "扫码查询", "HTTPS://A/P/")) == [
        "[HTTPS://A/P/7K3M9QXZ7K3M9QXZ]",
        "7K3M-9QXZ-7K3M-9QXZ",
        "扫码查询",
    ]


@given(st.text(), st.sampled_from(COLUMNS))
def test_no_text_is_wider_than_the_paper_or_loses_a_character(text, columns):
    written = wrap(text, columns)
    assert all(cells(line) <= columns for line in written)
    assert "".join(written).replace(" ", "") == clean(text).replace(" ", "")


@given(st.text(), st.text(), st.integers(-(10**11), 10**11), st.sampled_from(COLUMNS))
def test_every_row_fits_the_paper(label, value, fen, columns):
    slip = Slip(
        label,
        (
            Fact(label, value),
            Amount(label, fen, value),
            Charge(label, fen, 0, fen, value),
            *(Text(value, size=size) for size in SIZES),
        ),
        issuer=value,
    )
    for block in lay_out(slip, columns):
        assert not isinstance(block, QrCode)
        if isinstance(block, Gap):
            continue
        assert block.cells <= columns
