"""Both counties load, once, and are alive."""

import stat
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from billing.queries import list_funding, sum_waived
from demo.accounts import Accounts
from demo.counties import COUNTIES, read_county
from demo.load import load_county
from funeral.kinds import Source
from funeral.queries.cases import count_cases_opened
from funeral.queries.cremation import count_cremations, list_cremations
from funeral.queries.schedule import list_day
from kernel import clock
from kernel.db import db
from kernel.people.staff import find_login, password_fits
from kernel.places import InstitutionKind, find_institution, list_institutions
from oversight.queries import month_figures, seeing_only
from tests.conftest import stay_within_the_day
from tests.visitor import visit

COUNTED = ("institutions", "staff", "cases", "bookings", "tariff_items", "resources", "units")


def rows() -> dict[str, int]:
    return {
        table: db.session.scalar(text(f"SELECT count(*) FROM {table}")) or 0  # noqa: S608
        for table in COUNTED
    }


@pytest.fixture(scope="module")
def loaded(lasting_context: None, tmp_path_factory: pytest.TempPathFactory) -> Accounts:
    """Once for this file: a load takes ten seconds, and most tests only look."""
    stay_within_the_day()
    accounts = Accounts(tmp_path_factory.mktemp("accounts"))
    assert [load_county(read_county(name), accounts) for name in COUNTIES] == [True, True]
    return accounts


def test_loading_twice_doubles_nothing(loaded: Accounts) -> None:
    before = rows()
    assert all(before.values())
    assert [load_county(read_county(name), loaded) for name in COUNTIES] == [False, False]
    assert rows() == before


def test_every_printed_password_opens_its_login(loaded: Accounts) -> None:
    sign_ins = loaded.read()
    assert len(sign_ins) == sum(len(read_county(name).staff) for name in COUNTIES)
    for sign_in in sign_ins:
        assert password_fits(find_login(sign_in.login), sign_in.password), sign_in.login


def test_every_printed_address_opens_its_screen(app: Flask, loaded: Accounts) -> None:
    kept = loaded.read_screens()
    assert len(kept) == 3 * len(COUNTIES)
    for screen in kept:
        page = visit(app).get(f"/screen/{screen.token}")
        assert (page.status_code, screen.name.split()[-1] in page.text) == (200, True)


@pytest.mark.usefixtures("loaded")
def test_tomorrow_has_bookings_in_every_home() -> None:
    tomorrow = clock.today() + timedelta(days=1)
    for home in list_institutions(InstitutionKind.FUNERAL_HOME):
        assert list_day(home.id, tomorrow), home.name


@pytest.mark.usefixtures("loaded")
def test_the_figures_are_the_records() -> None:
    start = clock.day_range(clock.today() - timedelta(days=7))[0]
    end = clock.now()
    assert count_cremations(start, end) == list_cremations(start, end).total > 0
    waived, page = 0, 1
    while True:
        found = list_funding(start, end, page=page)
        waived += sum(entry.fen for entry in found.items)
        if page == found.pages:
            break
        page += 1
    assert sum_waived(start, end) == waived > 0


@pytest.mark.usefixtures("loaded")
def test_one_county_has_a_rate_and_the_other_shows_what_is_missing() -> None:
    month = f"{clock.today():%Y-%m}"
    rates = {}
    for home in list_institutions(InstitutionKind.FUNERAL_HOME):
        with seeing_only([home.id]):
            rates[home.code] = month_figures(home.region_code, month).cremation_rate
    assert rates["JYB"] is not None
    assert rates["DWB"] is None


@pytest.mark.usefixtures("loaded")
def test_some_families_came_by_booking() -> None:
    opened = count_cases_opened(*clock.day_range(clock.today()))
    assert opened[Source.BOOKING] > 0


def test_a_printer_out_of_use_does_not_look_like_a_broken_load(loaded: Accounts) -> None:
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE printers SET in_use = false"))
    assert not load_county(read_county(COUNTIES[0]), loaded)


def test_days_later_the_days_ahead_are_booked_again(loaded: Accounts) -> None:
    before = rows()
    with clock.frozen(clock.now() + timedelta(days=30)):
        for _again in range(2):
            assert not load_county(read_county(COUNTIES[0]), loaded)
        home = find_institution("JYB")
        assert list_day(home.id, clock.today() + timedelta(days=1))
    assert rows()["bookings"] > before["bookings"]
    assert rows()["institutions"] == before["institutions"]


def test_passwords_are_for_their_owner_only(loaded: Accounts) -> None:
    assert stat.S_IMODE(loaded.file.stat().st_mode) == 0o600
