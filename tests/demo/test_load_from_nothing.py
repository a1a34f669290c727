"""A county loads whenever it is asked for, and a load that broke off says so."""

from datetime import time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from demo.accounts import Accounts
from demo.counties import COUNTIES, read_county
from demo.load import LoadInterrupted, load_county
from funeral.queries.schedule import list_day
from kernel import clock
from kernel.db import db
from kernel.places import find_institution

pytestmark = pytest.mark.usefixtures("context")


def test_a_load_that_broke_off_is_named(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path)
    load_county(read_county(COUNTIES[0]), accounts)
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(text("DELETE FROM printers"))
    with pytest.raises(LoadInterrupted):
        load_county(read_county(COUNTIES[0]), accounts)


@pytest.mark.parametrize("hour", [time(0, 1), time(12), time(23, 59)])
def test_it_loads_at_any_hour(tmp_path: Path, hour: time) -> None:
    with clock.frozen(clock.at(clock.today(), hour)):
        assert load_county(read_county(COUNTIES[0]), Accounts(tmp_path))
        tomorrow = clock.today() + timedelta(days=1)
        assert list_day(find_institution("JYB").id, tomorrow)
