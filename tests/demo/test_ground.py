"""The ground of a demo county is alive: each page of it shows something to whoever opens it."""

import re
from datetime import time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from billing.rewards.kinds import RewardState
from cemetery.law.eco_burial import RestWay
from cemetery.queries import list_sites
from demo.accounts import Accounts
from demo.counties import read_county
from demo.load import load_county
from demo.visits import list_openings
from kernel import clock
from kernel.db import db
from kernel.places import find_institution
from oversight.eco_burial import eco_figures
from oversight.queries import month_range
from tests.visitor import visit

MORNING = time(10)
# What stands on each list of the keeper's, and how many of it at least.
KEEPERS_LISTS = {
    "/rights": 7,
    "/rights/renewals": 2,
    "/plates": 1,
    "/stock-takes": 1,
    "/uncollected": 1,
    "/memorials": 1,
    "/portions": 13,
    "/ashes": 6,
    "/voyages": 1,
}


@pytest.fixture(scope="module", autouse=True)
def loaded(lasting_context: None, tmp_path_factory: pytest.TempPathFactory) -> Accounts:
    """Once for this file, at ten in the morning whatever the hour."""
    accounts = Accounts(tmp_path_factory.mktemp("accounts"))
    with clock.frozen(clock.at(clock.today(), MORNING)):
        assert load_county(read_county("jiayu"), accounts)
        yield accounts


@pytest.fixture
def keeper(app: Flask, loaded: Accounts) -> FlaskClient:
    return signed_in(app, loaded, "jiayu-columbarium")


def signed_in(app: Flask, accounts: Accounts, login: str) -> FlaskClient:
    password = next(each.password for each in accounts.read() if each.login == login)
    visitor = visit(app)
    visitor.post("/sign-in", data={"login": login, "password": password})
    return visitor


def total(page: str) -> int:
    found = re.search(r"共 (\d+) 条", page)
    return int(found[1]) if found else 0


@pytest.mark.parametrize(("address", "most"), KEEPERS_LISTS.items())
def test_no_list_of_the_keeper_is_empty(keeper, address, most):
    assert total(keeper.get(address).text) >= most


def test_the_rights_are_new_about_to_end_and_over(keeper):
    notices = db.session.execute(
        text("SELECT right_id, days FROM right_notices WHERE done_at IS NULL")
    )
    assert sorted(days for _right, days in notices) == [-30, 180]
    lost = db.session.scalars(
        text("SELECT number FROM rights WHERE unreachable_since IS NOT NULL")
    ).all()
    assert len(lost) == 1
    assert "挂号信退回" in keeper.get(f"/rights/{lost[0]}").text


def test_every_right_was_agreed_to_at_published_fees(loaded):
    fees = db.session.scalars(text("SELECT fees FROM right_terms")).all()
    assert len(fees) == 7
    assert all(len(lines) == 2 for lines in fees)


def test_an_application_stands_in_each_state_and_one_is_paid(app, loaded):
    states = db.session.scalars(text("SELECT state FROM reward_applications")).all()
    assert set(states) == set(RewardState)
    page = signed_in(app, loaded, "jiayu-desk").get("/rewards").text
    assert all(str(state.label) in page for state in RewardState)
    assert total(signed_in(app, loaded, "jiayu-officer").get("/payouts").text) == 1
    paid = db.session.scalar(text("SELECT count(*) FROM payout_results WHERE outcome = 'paid'"))
    assert paid == 1


def test_one_memorial_page_is_open_to_whoever_scans(app, loaded):
    token = db.session.scalar(
        text(
            "SELECT plates.token FROM memorials JOIN ash_deposits USING (case_id) "
            "JOIN plates ON plates.deposit_id = ash_deposits.id "
            "JOIN memorial_pieces ON memorial_id = memorials.id WHERE state = 'shown' "
            "AND memorial_pieces.kind = 'message'"
        )
    )
    page = visit(app).get(f"/p/{token}").text
    address = re.search(r'href="(/p/[^"]+/memorial/[^"]+)"', page)
    assert "一路走好" in visit(app).get(address[1]).text


def test_a_stock_take_found_one_thing_missing(loaded):
    kinds = db.session.scalars(text("SELECT kind FROM ash_discrepancies")).all()
    assert kinds == ["missing"]


def test_families_come_today(app, loaded, keeper):
    for site in list_sites(find_institution("JYB").id):
        page = keeper.get(f"/visits/{site.id}").text
        assert re.search(r"郑示|郑\*", page), site.name


def test_a_day_opens_soon_and_who_comes_before_waits_for_it(app, loaded):
    [(site, opens_at)] = list_openings(find_institution("JYB"))
    assert opens_at == time(10, 12)
    day = clock.today() + timedelta(days=7)
    with clock.frozen(clock.at(clock.today(), time(10, 5))):
        page = visit(app).get(f"/visit/{site.id}", query_string={"day": day.isoformat()}).text
    assert "现在可以先填好" in page
    said = app.test_cli_runner().invoke(args=["demo", "opening"]).output
    assert f"10:12  {app.config['PUBLIC_URL']}/visit/{site.id}" in said


def test_ashes_of_several_families_may_lie_together(loaded):
    [zone] = db.session.scalars(text("SELECT name FROM zones WHERE communal")).all()
    assert zone == "归园"


def test_the_office_sees_each_way_of_being_laid_to_rest(app, loaded):
    counts = eco_figures(*month_range(f"{clock.today():%Y-%m}")).counts
    assert {count.way for count in counts} == {
        *(RestWay.TREE, RestWay.LAWN, RestWay.NICHE),
        *(RestWay.GRAVE, RestWay.SCATTERED),
    }
    page = signed_in(app, loaded, "jiayu-officer").get("/oversight/eco-burials").text
    assert "<strong>80.0%</strong>" in page  # the grave is as large as the law allows
