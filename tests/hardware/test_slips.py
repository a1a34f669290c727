import json

import pytest

from hardware.slips import Amount, Charge, Code, Fact, Rule, Slip, Text
from kernel.i18n import _

EVERY_ROW = Slip(
    title="收费明细",
    issuer="静园殡仪馆",
    rows=(
        Text("请核对", bold=True, centre=True, size=4),
        Fact("逝者", "李𠮷明"),
        Charge("遗体火化", 100_000, 68_000, 32_000, note="惠民减免"),
        Rule(),
        Amount("应付", 32_000, note="微信支付", bold=True),
        Code("7K3M9QXZ7K3M9QXZ", caption="扫码查询", prefix="HTTPS://LY.EXAMPLE.CN/P/"),
    ),
)


def test_a_slip_comes_back_from_the_database_as_it_went_in():
    assert Slip.from_json(json.loads(json.dumps(EVERY_ROW.as_json()))) == EVERY_ROW


def test_a_sentence_waiting_for_its_language_is_stored_as_text():
    stored = Slip(_("收费明细"), (Fact(_("单号"), "1"),)).as_json()
    assert json.loads(json.dumps(stored))["rows"][0]["label"] == "单号"


def test_a_charge_whose_amounts_do_not_add_up_is_our_mistake():
    with pytest.raises(ValueError, match="gross - waived = due"):
        Charge("遗体火化", 100_000, 68_000, 100_000)


def test_a_row_of_an_unknown_kind_is_not_passed_over():
    with pytest.raises(KeyError, match="photo"):
        Slip.from_json({"title": "", "issuer": "", "rows": [{"kind": "photo"}]})


def test_a_job_stored_before_there_were_sizes_is_still_read():
    text = {"kind": "text", "text": "大", "bold": True, "centre": False}
    stored = {"title": "单", "issuer": "", "rows": [text | {"large": n} for n in (True, False)]}
    assert Slip.from_json(stored).rows == (Text("大", bold=True, size=2), Text("大", bold=True))


@pytest.mark.parametrize("size", [0, 5])
def test_a_size_no_printer_has_is_our_mistake(size):
    with pytest.raises(ValueError, match="sizes 1 to 4"):
        Text("大", size=size)
