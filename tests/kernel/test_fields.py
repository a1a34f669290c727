from datetime import date

import pytest
from flask import Flask
from flask_babel import Babel
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.validators import InputRequired, Optional

from kernel.fields import IdentityNumberField, WholeNumberField, YearMonthDayField, YuanField


class Bill(Form):
    paid_on = YearMonthDayField("付款日期", [InputRequired("请填写付款日期")])
    due_on = YearMonthDayField("到期日期", [Optional()])
    due = YuanField("应收", [Optional()])
    identity_number = IdentityNumberField("身份证号")
    months = WholeNumberField("期限", [Optional()])


@pytest.fixture(autouse=True)
def _sentences():
    """Errors are lazy sentences: they need an app to become text."""
    app = Flask(__name__)
    Babel(app, default_locale="zh_Hans")
    with app.test_request_context():
        yield


def typed(*, paid_on=("2026", "11", "21"), **others):
    lists = {"paid_on": paid_on, **others}
    return Bill(MultiDict([(name, value) for name, values in lists.items() for value in values]))


def test_three_inputs_give_one_date():
    form = typed()
    assert form.validate()
    assert form.paid_on.data == date(2026, 11, 21)


def test_a_day_in_the_last_year_of_the_calendar_is_refused():
    """Reckoning with the days after it would overflow."""
    form = typed(paid_on=("9999", "12", "31"))
    assert not form.validate()
    assert form.paid_on.data is None


def test_an_amount_beyond_ten_million_yuan_is_refused_beside_the_field():
    assert typed(due=("10000000",)).due.data == 10_000_000_00
    form = typed(due=("10000000.01",))
    assert not form.validate()
    assert form.due.data is None
    assert [str(error) for error in form.due.errors] == ["金额不能超过一千万元，请核对。"]


def test_a_date_may_be_typed_in_full_width_digits():
    form = typed(paid_on=("２０２６", "１１", " ２１"))
    assert form.validate()
    assert form.paid_on.data == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (("2026", "2", "30"), "没有这一天，请核对年、月、日。"),
        (("2026", "十一", "21"), "没有这一天，请核对年、月、日。"),
        (("2026", "11", ""), "请把年、月、日都填上。"),
        (("", "11", "21"), "请把年、月、日都填上。"),
        (("26", "11", "21"), "请填写四位数的年份，例如 1946。"),
        (("", "", ""), "请填写付款日期"),
        ((), "请填写付款日期"),
    ],
)
def test_what_is_no_date_is_answered_beside_the_field(parts, sentence):
    form = typed(paid_on=parts)
    assert not form.validate()
    assert [str(error) for error in form.paid_on.errors] == [sentence]
    assert form.paid_on.data is None


def test_what_was_typed_is_kept_for_correction():
    form = typed(paid_on=("2026", "2", "30"))
    form.validate()
    assert form.paid_on.typed == ("2026", "2", "30")


def test_an_optional_date_may_stay_empty():
    form = typed(due_on=("", "", ""))
    assert form.validate()
    assert form.due_on.data is None


def test_an_optional_date_half_typed_is_not_forgotten():
    form = typed(due_on=("", "11", "21"))
    assert not form.validate()
    assert "due_on" in form.errors


def test_a_known_date_is_shown_in_its_three_inputs():
    form = Bill(data={"paid_on": date(2026, 3, 5)})
    assert form.paid_on.typed == ("2026", "3", "5")
    assert (
        form.paid_on()
        == '<input id="paid_on" name="paid_on" required type="text" value="2026-3-5">'
    )


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1280", 128000),
        ("1280.5", 128050),
        ("1,280.50", 128050),
        ("１２８０", 128000),
        (" 0.05 ", 5),
        ("0", 0),
        ("", None),
    ],
)
def test_yuan_become_integer_fen(text, fen):
    form = typed(due=[text])
    assert form.validate()
    assert form.due.data == fen


@pytest.mark.parametrize("text", ["-5", "1280.505", "一千", "1e3", "1280元", ".5", "12345678901"])
def test_what_is_no_amount_is_refused_and_kept(text):
    form = typed(due=[text])
    assert not form.validate()
    assert [str(e) for e in form.due.errors] == ["请用数字填写金额，例如 1280 或 1280.50。"]
    assert form.due.data is None
    assert f'value="{text}"' in form.due()


@pytest.mark.parametrize(("fen", "shown"), [(128000, "1280"), (128050, "1280.50"), (None, "")])
def test_fen_are_shown_as_yuan(fen, shown):
    assert f'value="{shown}"' in Bill(data={"due": fen}).due()


def test_an_identity_number_loses_its_spaces_and_gains_a_capital_x():
    form = typed(identity_number=["42112319460305 001ｘ"])
    assert form.identity_number.data == "42112319460305001X"


@pytest.mark.parametrize(("written", "number"), [("12", 12), ("１２", 12), (" 0 ", 0), ("", None)])
def test_a_whole_number_may_be_typed_in_digits_of_either_width(written, number):
    form = typed(months=(written,))
    assert form.validate()
    assert form.months.data == number


@pytest.mark.parametrize("written", ["一年", "1.5", "-3", "1e3", "9" * 30])
def test_what_is_no_whole_number_gets_a_sentence_and_stays(written):
    form = typed(months=(written,))
    assert not form.validate()
    assert form.months.errors[0] == "请用数字填写，例如 12。"
    assert form.months.raw_data == [written]
