"""The macros that draw fields and pages: what a screen reader would say is Chinese throughout."""

import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from kernel.fields import YearMonthDayField, YuanField
from kernel.pages import Page
from kernel.undefined import Missing

EVERY_FIELD = """
{% from "macros/fields.html" import checkbox, date, error_summary, hidden, radios, select, submit,
                                    text %}
{{ error_summary(form) }}{{ hidden(form) }}
{{ radios(form.hall, style="cards", items={"h5": {"price": "800 元", "disabled": "当日已约满"}}) }}
{{ date(form.died_on) }}{{ text(form.fee, suffix="元") }}{{ text(form.faith) }}
{{ select(form.place) }}{{ checkbox(form.agreed) }}{{ submit("保存并继续") }}
"""
EVERY_PIECE = """
{% from "macros/page.html" import back, details, money, pagination, step, summary, table, tag %}
{{ back("/") }}{{ step(4, 6) }}{{ summary([{"key": "姓名", "value": "<周>", "href": "/"}]) }}
{{ details("不方便自己选？", "可以拨打电话。") }}{{ tag("here", "已到场") }}{{ money(none) }}
{% call(bill) table("账单", [{"label": "编号", "sort": "number"}, {"label": "应收"}],
                    page.items, page.sort, page.direction) %}<td>{{ bill }}</td>{% endcall %}
{{ pagination(page) }}
"""


class Booking(Form):
    hall = RadioField(
        "告别厅",
        [InputRequired("请选择告别厅")],
        choices=[SelectChoice("none", "不举行"), SelectChoice("h5", "五号厅")],
    )
    died_on = YearMonthDayField("离世日期", [InputRequired("请填写离世日期")])
    fee = YuanField("金额", [Optional()])
    faith = StringField("习俗", [Optional()])
    place = SelectField("从哪里接", choices=[SelectChoice("home", "家中")])
    agreed = BooleanField("已核对")
    key = HiddenField(default="k")


@pytest.fixture
def written():
    app = Flask(__name__)
    app.jinja_env.undefined = Missing
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(Path(__file__).parents[2] / "templates"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    app.jinja_env.filters |= {"yuan": str, "yuan2": str}
    app.jinja_env.globals["url_with"] = lambda **changes: f"?{changes}"
    Babel(app, default_locale="zh_Hans")
    with app.test_request_context():
        yield render_template_string


def english_in(page):
    """Words of Latin letters that are shown or read aloud."""
    spoken = re.findall(r'(?:aria-label|title|alt)="([^"]*)"', page)
    shown = re.sub(r"<[^>]*>", " ", page)
    return re.findall(r"[A-Za-z]{3,}", unescape(" ".join([shown, *spoken])))


def test_a_wrong_form_is_chinese_down_to_its_hidden_words(written):
    page = written(EVERY_FIELD, form=_sent({"died_on": ["2026", "2", "30"], "place": ["home"]}))
    assert english_in(page) == []
    assert page.count("错误：") == 2


def test_each_error_leads_to_a_field_that_is_there(written):
    page = written(EVERY_FIELD, form=_sent({"fee": ["一千"], "place": ["home"]}))
    targets = re.findall(r'href="#([^"]+)"', page)
    assert targets == ["hall", "died_on", "fee"]
    assert all(f'id="{target}"' in page for target in targets)


def test_a_sentence_about_the_whole_form_comes_first(written):
    form = _sent({"place": ["home"]})
    form.form_errors.append("二号厅刚刚被预约。")
    page = written(EVERY_FIELD, form=form)
    assert page.index("二号厅刚刚被预约。") < page.index('href="#hall"')


def test_what_cannot_be_chosen_says_why(written):
    page = written(EVERY_FIELD, form=Booking())
    assert re.search(r'value="h5"\s+disabled', page)
    assert "当日已约满" in page
    assert "还有内容需要补充" not in page


def test_the_pieces_of_a_page_are_chinese_and_escaped(written):
    page = Page(["甲"], number=3, pages=9, total=86, sort="number", direction="asc")
    html = written(EVERY_PIECE, page=page)
    assert english_in(html) == []
    assert "&lt;周&gt;" in html
    assert 'aria-sort="ascending"' in html


@pytest.mark.parametrize(
    ("number", "pages", "linked"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (3, 9, [1, 2, 3, 4, None, 9]),
        (5, 9, [1, None, 4, 5, 6, None, 9]),
        (40_000, 40_000, [1, None, 39_999, 40_000]),
    ],
)
def test_of_many_pages_only_a_few_are_linked(number, pages, linked):
    assert Page([], number, pages, pages, "", "").linked == linked


def _sent(fields):
    form = Booking(MultiDict([(name, v) for name, values in fields.items() for v in values]))
    form.validate()
    return form
