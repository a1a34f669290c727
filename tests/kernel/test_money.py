import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import Refusal
from kernel.money import (
    MOST_FEN,
    AmountTooLarge,
    NotAnAmount,
    decimal_yuan,
    parse_yuan,
    yuan,
    yuan2,
)

AMOUNTS = st.integers(0, MOST_FEN)


@pytest.mark.parametrize(
    ("fen", "said", "column", "json"),
    [
        (114_000, "1,140 元", "1,140.00", "1140.00"),
        (128_050, "1,280.50 元", "1,280.50", "1280.50"),
        (0, "0 元", "0.00", "0.00"),
        (5, "0.05 元", "0.05", "0.05"),
        (-5, "-0.05 元", "-0.05", "-0.05"),
        (-114_000, "-1,140 元", "-1,140.00", "-1140.00"),
        (10_000_000_000, "100,000,000 元", "100,000,000.00", "100000000.00"),
    ],
)
def test_amounts_are_written_for_people_columns_and_machines(fen, said, column, json):
    assert (yuan(fen), yuan2(fen), decimal_yuan(fen)) == (said, column, json)


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        ("1280.5", 128_050),
        ("1,280.50", 128_050),
        (" 1280 ", 128_000),
        ("￥1,280 元", 128_000),
        ("¥0.01", 1),
        ("１２８０．５", 128_050),  # a Chinese keyboard's digits
        ("0", 0),
        ("007", 700),
        ("0.29", 29),  # as a float, 28.999… fen
    ],
)
def test_amounts_are_read_as_people_write_them(written, fen):
    assert parse_yuan(written) == fen


@pytest.mark.parametrize(
    "written",
    ["", " ", "元", ".", "1.", ".5", "1.234", "-5", "+5", "1e3", "1,28", "1,2800", "12,80.5",
     "1 280", "一百", "NaN", "٣"],
)  # fmt: skip
def test_what_is_no_amount_is_refused_with_a_sentence(written):
    with pytest.raises(NotAnAmount) as refused:
        parse_yuan(written)
    assert isinstance(refused.value, Refusal)
    assert isinstance(refused.value, ValueError)
    assert refused.value.field == "amount"
    assert str(refused.value).startswith("请填写金额")


@pytest.mark.parametrize("written", ["10000000.01", "99999999999", "9" * 5000])
def test_an_amount_past_any_bill_is_refused(written):
    with pytest.raises(AmountTooLarge):
        parse_yuan(written)


def test_the_largest_amount_is_still_taken():
    assert parse_yuan("10,000,000.00") == MOST_FEN


@given(AMOUNTS)
def test_every_amount_written_is_read_back(fen):
    assert parse_yuan(yuan(fen)) == parse_yuan(yuan2(fen)) == parse_yuan(decimal_yuan(fen)) == fen


@given(st.text())
def test_any_text_is_either_an_amount_or_refused(text):
    try:
        fen = parse_yuan(text)
    except NotAnAmount:
        return
    assert 0 <= fen <= MOST_FEN
