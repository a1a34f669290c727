import pytest

from kernel.money import decimal_yuan, yuan, yuan2


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
