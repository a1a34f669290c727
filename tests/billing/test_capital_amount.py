"""大写金额: the examples of 《支付结算办法》附一 and the edges between its rules."""

import pytest

from billing.capital_amount import capital_amount


@pytest.mark.parametrize(
    ("fen", "written"),
    [
        (1_409_50, "人民币壹仟肆佰零玖元伍角"),
        (6_007_14, "人民币陆仟零柒元壹角肆分"),
        (1_680_32, "人民币壹仟陆佰捌拾元零叁角贰分"),
        (107_000_53, "人民币壹拾万柒仟元零伍角叁分"),
        (16_409_02, "人民币壹万陆仟肆佰零玖元零贰分"),
        (325_04, "人民币叁佰贰拾伍元零肆分"),
    ],
)
def test_the_rules_own_examples_are_written_as_they_are_printed(fen, written):
    assert capital_amount(fen) == written


@pytest.mark.parametrize(
    ("fen", "written"),
    [
        (0, "人民币零元整"),
        (5, "人民币伍分"),
        (50, "人民币伍角"),
        (1_00, "人民币壹元整"),
        (10_00, "人民币壹拾元整"),
        (350_00, "人民币叁佰伍拾元整"),
        (1_000_00, "人民币壹仟元整"),
        (1_005_00, "人民币壹仟零伍元整"),
        (10_001_00, "人民币壹万零壹元整"),
        (10_500_00, "人民币壹万零伍佰元整"),
        (100_050_00, "人民币壹拾万零伍拾元整"),
        (1_010_000_00, "人民币壹佰零壹万元整"),
        (10_000_000_00, "人民币壹仟万元整"),
        (100_000_001_00, "人民币壹亿零壹元整"),
        (100_001_000_00, "人民币壹亿零壹仟元整"),
        (101_000_000_00, "人民币壹亿零壹佰万元整"),
    ],
)
def test_zeros_between_are_one_zero_and_whole_yuan_end_in_whole(fen, written):
    assert capital_amount(fen) == written


@pytest.mark.parametrize("fen", [-1, 10**14])
def test_what_is_no_amount_is_not_written(fen):
    with pytest.raises(ValueError, match="Not an amount"):
        capital_amount(fen)
