"""A county loads whenever it is asked for, and a load that broke off says so."""

from datetime import time, timedelta
from pathlib import Path

import pytest

from demo import load
from demo.accounts import Accounts
from demo.counties import COUNTIES, read_county
from funeral.queries.schedule import list_day
from kernel import clock
from kernel.places import Institution, find_institution

pytestmark = pytest.mark.usefixtures("context")


def test_a_load_that_broke_off_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(_home: Institution) -> None:
        raise KeyboardInterrupt

    accounts = Accounts(tmp_path)
    monkeypatch.setattr(load, "fill_with_life", break_off)
    with pytest.raises(KeyboardInterrupt):
        load.load_county(read_county(COUNTIES[0]), accounts)
    with pytest.raises(load.LoadInterrupted):
        load.load_county(read_county(COUNTIES[0]), accounts)


@pytest.mark.parametrize("hour", [time(0, 1), time(12), time(23, 59)])
def test_it_loads_at_any_hour(tmp_path: Path, hour: time) -> None:
    with clock.frozen(clock.at(clock.today(), hour)):
        assert load.load_county(read_county(COUNTIES[0]), Accounts(tmp_path))
        tomorrow = clock.today() + timedelta(days=1)
        assert list_day(find_institution("JYB").id, tomorrow)
