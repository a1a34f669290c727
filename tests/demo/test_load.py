"""Both counties load, once, and are alive."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from billing.queries import list_bill_lines, sum_waived
from demo.accounts import Accounts
from demo.counties import COUNTIES, read_county
from demo.load import LoadInterrupted, load_county
from funeral.queries.cremation import count_cremations, list_cremations
from funeral.queries.schedule import list_day
from kernel import clock
from kernel.db import db
from kernel.people.staff import find_login, password_fits
from kernel.places import InstitutionKind, list_institutions

pytestmark = pytest.mark.usefixtures("context")
COUNTED = ("institutions", "staff", "cases", "bookings", "tariff_items", "resources", "niches")


def rows() -> dict[str, int]:
    return {
        table: db.session.scalar(text(f"SELECT count(*) FROM {table}")) or 0  # noqa: S608
        for table in COUNTED
    }


@pytest.fixture
def loaded(context: None, tmp_path: Path) -> Accounts:
    accounts = Accounts(tmp_path)
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
        found = list_bill_lines(start, end, page=page)
        waived += sum(line.waived_fen for line in found.items)
        if page == found.pages:
            break
        page += 1
    assert sum_waived(start, end) == waived > 0


def test_a_load_that_broke_off_is_named(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path)
    load_county(read_county(COUNTIES[0]), accounts)
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE printers SET in_use = false"))
    with pytest.raises(LoadInterrupted):
        load_county(read_county(COUNTIES[0]), accounts)
