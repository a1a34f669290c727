"""安排航次, closing, postponing, cancelling: what is refused, and who is to be told."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from cemetery.voyages.errors import (
    DepartureTimesWrong,
    GatheringMissing,
    LastDayWrong,
    ShipMissing,
    VoyageItemUnlisted,
    VoyageNotOpen,
    VoyageNotToCome,
    VoyageNumberWrong,
    VoyageReasonMissing,
    WatersMissing,
)
from cemetery.voyages.kinds import VoyageKind
from cemetery.voyages.operations import (
    cancel_voyage,
    close_voyage,
    note_family_told,
    postpone_voyage,
    reopen_voyage,
)
from cemetery.voyages.planning import Times
from cemetery.voyages.queries import get_voyage, list_coming, list_open, list_untold
from cemetery.voyages.words import told_sentence
from kernel import clock
from kernel.db import db
from tests.voyages.scene import BEFORE, PLANNED, SAILS

NEXT = SAILS + timedelta(days=7)
MOVED = Times(clock.at(NEXT, time(9)), clock.at(NEXT, time(8, 30)), date(2027, 3, 25))
T = PLANNED.times


def test_a_voyage_has_a_number_and_can_be_registered_for(scene):
    assert scene.voyage == "JYV27-00001"
    assert [each.number for each in list_open()] == [scene.voyage]


def test_a_garden_needs_no_ship(scene):
    planned = scene.plan(kind=VoyageKind.GARDEN, ship_name="", ship_licence="")
    assert planned.kind == VoyageKind.GARDEN


IMPOSSIBLE = [
    ({"times": replace(T, gathers_at=T.departs_at + timedelta(minutes=1))}, DepartureTimesWrong),
    ({"times": replace(T, departs_at=BEFORE, gathers_at=BEFORE)}, DepartureTimesWrong),
    ({"times": replace(T, register_until=date(2027, 2, 28))}, LastDayWrong),
    ({"times": replace(T, register_until=date(2027, 3, 29))}, LastDayWrong),
    ({"gathers_place": " "}, GatheringMissing),
    ({"waters": ""}, WatersMissing),
    ({"ship_licence": ""}, ShipMissing),
    ({"portions": 0}, VoyageNumberWrong),
    ({"relatives": 2001}, VoyageNumberWrong),
    ({"item_code": "no-such"}, VoyageItemUnlisted),
]


def test_what_cannot_be_is_refused(scene):
    for changed, refusal in IMPOSSIBLE:
        with pytest.raises(refusal):
            scene.plan(**changed)


def test_a_closed_voyage_takes_nobody_until_it_is_reopened(scene):
    close_voyage(number=scene.voyage, by=scene.clerk)
    with pytest.raises(VoyageNotOpen):
        scene.register()
    assert (list_open(), [each.number for each in list_coming()]) == ([], [scene.voyage])
    reopen_voyage(number=scene.voyage, by=scene.clerk)
    assert scene.register().number == "JYW27-00001"


def test_postponed_for_the_weather_every_family_is_to_be_told(scene):
    registration = scene.register()
    with clock.frozen(BEFORE + timedelta(days=1)):
        with pytest.raises(VoyageReasonMissing):
            postpone_voyage(number=scene.voyage, times=MOVED, reason=" ", by=scene.clerk)
        voyage = postpone_voyage(number=scene.voyage, times=MOVED, reason="大风", by=scene.clerk)
        assert [each.number for each in list_untold(voyage)] == [registration.number]
        said = told_sentence(registration)
        assert "因大风改期，4月4日 星期日 上午 8:30集合" in said
        note_family_told(number=registration.number, by=scene.clerk)
        assert list_untold(voyage) == []
    assert (voyage.departs_at, voyage.taken_portions) == (MOVED.departs_at, 1)


def test_who_registers_after_the_change_knows_it(scene):
    with clock.frozen(BEFORE + timedelta(hours=1)):
        voyage = postpone_voyage(number=scene.voyage, times=MOVED, reason="大风", by=scene.clerk)
    with clock.frozen(BEFORE + timedelta(hours=2)):
        registration = scene.register()
        assert list_untold(voyage) == []
        assert "改期" not in told_sentence(registration)


def test_a_cancelled_voyage_is_over_but_its_families_are_to_be_told(scene):
    registration = scene.register()
    with clock.frozen(BEFORE + timedelta(days=1)):
        cancel_voyage(number=scene.voyage, reason="船舶检修", by=scene.clerk)
    voyage = get_voyage(scene.voyage)
    assert [each.number for each in list_untold(voyage)] == [registration.number]
    assert "因船舶检修取消" in told_sentence(registration)
    for change in (close_voyage, reopen_voyage):
        with pytest.raises(VoyageNotToCome):
            change(number=scene.voyage, by=scene.clerk)
    db.session.expire_all()
    assert list_coming() == []
