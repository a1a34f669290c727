"""The plan of a zone: ten thousand units in one small page, and the same by lists."""

import gzip
import random
import re

import pytest
from sqlalchemy import event, update

from cemetery.ground.kinds import UnitRange
from cemetery.kinds import UnitState
from cemetery.models import Unit, UnitKind
from cemetery.plan import draw_plan
from cemetery.queries import PlanCell, get_state
from kernel.db import db
from tests import world
from tests.visitor import visit

MOST_BYTES = 60 * 1024
MOST_QUERIES = 20


def cells(*rows):
    """Each row: (row, first number, letters of states)."""
    states = {"f": UnitState.FREE, "t": UnitState.TAKEN, "o": UnitState.OUT_OF_USE}
    return [
        PlanCell(row, first + at, states[letter])
        for row, first, letters in rows
        for at, letter in enumerate(letters)
        if letter != "-"
    ]


def test_neighbours_of_one_state_are_one_outline():
    plan = draw_plan(cells((1, 1, "ffft"), (3, 2, "t-f")))
    assert [(row.row, row.at, row.units) for row in plan.rows] == [
        (1, 0, "f3t1"),
        (3, 1, "-1t1-1f1"),
    ]
    assert plan.outlines[UnitState.FREE] == "M0 0h72v24h-72zM72 24h24v24h-24z"
    assert (plan.width, plan.height, plan.y_of(3), plan.x_of(4)) == (96, 48, 24, 72)
    assert draw_plan([]) is None


@pytest.fixture
def shelf(ground):
    """Ten thousand niches, each free or not by chance: the worst there can be."""
    zone = ground.zone(kind=UnitKind.WALL, units=UnitRange(1, 50, 1, 200))
    chance = random.Random(7)  # noqa: S311 — the same shelf every time
    with db.engine.begin() as connection:
        for row in range(1, 51):
            gone = [number for number in range(1, 201) if chance.random() < 0.5]
            connection.execute(
                update(Unit)
                .where(Unit.zone_id == zone.id, Unit.row == row, Unit.number.in_(gone))
                .values(in_use=False, out_of_use_reason="渗水")
            )
    return zone


def test_ten_thousand_units_by_chance_are_a_small_page(shelf, keeper_client):
    asked = []
    event.listen(db.engine, "before_cursor_execute", lambda *_: asked.append(1))
    page = keeper_client.get(f"/zones/{shelf.id}?row=50&number=200")
    assert len(gzip.compress(page.data)) < MOST_BYTES
    assert len(asked) < MOST_QUERIES
    assert len(re.findall(r"<b>\d+排</b>", page.text)) == 50
    assert len(re.findall(r"<b>\d+号</b>", page.text)) == 200


def test_each_state_is_said_in_words(ground, laid, keeper_client):
    page = keeper_client.get(f"/zones/{laid.zone.id}?row=1&number=1").text
    assert all(str(state.label) in page for state in UnitState)
    assert '<h2 id="chosen">松区1排1号</h2>' in page
    assert "1 份，共 1 份" in page
    assert get_state(laid.unit) is UnitState.TAKEN


def test_counts_lead_to_the_units_behind_them(ground, laid, keeper_client):
    page = keeper_client.get(f"/sites/{ground.site.id}").text
    link = re.search(r'href="([^"]+state=taken)">1</a>', page)[1].replace("&amp;", "&")
    listed = keeper_client.get(link).text
    assert "松区1排1号" in listed
    assert "松区1排2号" not in listed
    assert keeper_client.get(f"/sites/{ground.site.id}/units?zone=none").status_code == 404


def test_the_office_sees_the_plan_and_changes_nothing(app, ground, laid):
    world.make_office()
    world.make_office("QH", "421222")
    officer = visit(app, "mz-officer")
    page = officer.get(f"/zones/{laid.zone.id}?row=1&number=1").text
    assert "已安放" in page
    assert "/units/" not in page, "who rests there is not the office's to open"
    assert officer.get(f"/zones/{laid.zone.id}/change").status_code == 403
    assert visit(app, "qh-officer").get(f"/zones/{laid.zone.id}").status_code == 404
