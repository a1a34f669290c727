"""Vigil rooms and terms of booking, as the counties' files say."""

from datetime import date, time, timedelta

import pytest

from demo.counties import FOLDER, CountyFileMistake, read_county
from demo.counties.rooms import RoomsEntry
from demo.rooms import add_rooms, lay_down_terms
from funeral.kinds import ResourceKind
from funeral.queries.schedule import list_resources
from funeral.queries.terms import find_terms, terms_of
from funeral.terms import Terms
from kernel import clock
from tests import world


def test_jiayu_has_rooms_at_the_home_and_at_a_township_centre(context):
    home = world.make_home()
    county = read_county("jiayu")
    with clock.frozen(clock.at(date(2026, 12, 1), time(9))):
        add_rooms(home.institution, county.rooms)
    rooms = list_resources(home.id, ResourceKind.VIGIL_ROOM)
    assert [(room.name, room.site) for room in rooms] == [
        ("守灵一间", ""),
        ("守灵二间", ""),
        ("官桥守灵间", "官桥镇守灵中心（演示）"),
    ]
    centre = rooms[-1]
    assert centre.weekly == {"0": None}
    assert list(centre.special) == ["2027-04-05"]
    assert list_resources(home.id, ResourceKind.PREPARATION_ROOM)


def test_a_file_outlives_its_special_days(context):
    home = world.make_home()
    yesterday, today = clock.today() - timedelta(days=1), clock.today()
    entry = RoomsEntry(
        kind=ResourceKind.VIGIL_ROOM,
        names=("守灵间",),
        site="",
        minutes=(30, 720, 60),
        hours=(time(), time()),
        weekly={},
        special=((yesterday, None, "清洗"), (today, None, "清洗")),
    )
    add_rooms(home.institution, [entry])
    [room] = list_resources(home.id, ResourceKind.VIGIL_ROOM)
    assert list(room.special) == [today.isoformat()]


def test_the_terms_are_in_force_from_the_day_of_loading(context):
    home = world.make_home()
    terms = read_county("jiayu").booking_terms
    lay_down_terms(home.institution, terms)
    assert terms_of(home.id) == terms
    assert terms.lead == timedelta(hours=2)
    assert terms.hold == Terms().hold
    assert "演示" in terms.legal_basis
    assert find_terms(home.id, clock.today()).valid_from == clock.today()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("    hours: 08:00–次日 08:00", "    hours: 八点到八点"),
        ("    hours: 08:00–次日 08:00", "    hours: 不开放"),
        ("    weekly: {monday: 不开放}", "    weekly: {星期一: 不开放}"),
        ("  lead: 2 小时", "  lead: 2"),
        ("  days_ahead: 7", "  days_ahead: 一周"),
        ("  cancel_until: 2 小时", "  cancel: 2 小时"),
    ],
)
def test_a_mistake_names_its_line(right, wrong, tmp_path, monkeypatch):
    text = (FOLDER / "jiayu.yaml").read_text(encoding="utf-8")
    assert text.count(right) == 1
    (tmp_path / "jiayu.yaml").write_text(text.replace(right, wrong), encoding="utf-8")
    monkeypatch.setattr("demo.counties.FOLDER", tmp_path)
    line = text[: text.index(right)].count("\n") + 1
    with pytest.raises(CountyFileMistake, match=f"jiayu.yaml第{line}行"):
        read_county("jiayu")
