"""The bar at the top: one word is where the reader is, also inside a menu."""

import re

import pytest

from kernel.people.actors import Role
from tests import world
from tests.visitor import visit


@pytest.fixture
def bar(app, context):
    home = world.make_home()
    world.make_staff("JY-administrator", Role.ADMINISTRATOR, home.id)
    visitor = visit(app, "jy-administrator")
    return lambda path: re.search(r"<nav aria-label=.*?</nav>", visitor.get(path).text, re.DOTALL)[
        0
    ]


def here(nav):
    return re.findall(r'<a href="([^"]+)" aria-current="page">', nav)


def test_a_page_below_an_entry_belongs_to_it(bar):
    assert here(bar("/cases/new")) == ["/cases"]


def test_the_longest_address_wins(bar):
    assert here(bar("/code")) == ["/code"]


def test_a_menu_is_marked_where_one_of_its_entries_is(bar):
    nav = bar("/goods")
    assert here(nav) == ["/goods"]
    assert re.findall(r'class="is-here">([^<]+)<', nav) == ["钱款"]
    assert re.findall(r'class="is-here">([^<]+)<', bar("/cases")) == []
