"""A family asks where its own rests, on the narrowest phone and without JavaScript."""

from datetime import timedelta

import pytest

from kernel import clock
from tests.browser.inspection import faults_of, small_targets, too_wide
from tests.browser.readers import Readers
from tests.browser.walk import click_through

FINGER = 44  # CSS pixels


@pytest.fixture(scope="module")
def readers(browser, opened):
    with Readers(browser, opened.site.url) as readers:
        yield readers


def ask(page, known: str) -> None:
    died = clock.today() - timedelta(days=7)
    page.get_by_label("逝者姓名").fill("張示秀")
    page.get_by_label("离世年份").fill(str(died.year))
    page.get_by_label("再填一项").fill(known)
    click_through(page.get_by_role("button", name="查询"))


def test_the_answer_and_the_refusal_are_whole(opened, readers):
    reader = readers.narrow()
    page = reader.open("/find-resting-place")
    ask(page, "0000")
    assert page.get_by_text("没有查到。").is_visible()
    assert page.get_by_label("逝者姓名").input_value() == "張示秀"
    assert [*faults_of(reader), *too_wide(page), *small_targets(page, FINGER)] == []
    ask(page, "8000")
    assert page.get_by_text("福区1排").is_visible()
    assert [*faults_of(reader), *too_wide(page), *small_targets(page, FINGER)] == []


def test_nothing_of_it_needs_javascript_and_no_name_is_left_behind(opened, readers):
    page = readers.without_javascript().open("/find-resting-place")
    ask(page, "8000")
    assert page.get_by_text("福区1排").is_visible()
    assert "示秀" not in page.content()
    assert page.url.endswith("/find-resting-place")
