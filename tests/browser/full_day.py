"""A day as full as a county home's: eleven rows, sixty items, and one of everything odd."""

import uuid
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import partial
from itertools import product
from typing import Any

from funeral import operations as funeral
from funeral.kinds import CrematorType, HallClass, ResourceKind
from funeral.models import FuneralCase, Plan
from funeral.queries.schedule import list_free_times, list_resources
from kernel import clock
from kernel.people.actors import SETUP, Actor, Role
from tests import world

PLANS = 29
NAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹"


@dataclass(frozen=True)
class FullDay:
    """Numbers and ids, not records, which would end with the session that made them."""

    home_id: uuid.UUID
    clerk: Actor
    day: date
    cases: list[str]
    plans: list[uuid.UUID]
    held: uuid.UUID

    @property
    def path(self) -> str:
        return f"/board?day={self.day}"


def name_of(number: int) -> str:
    """Three characters, all different."""
    return f"{NAMES[number % len(NAMES)]}示{'安平'[number // len(NAMES)]}"


def make_full_day(day: date | None = None) -> FullDay:
    """In an app's context, on an empty database; by default tomorrow, where all can move."""
    day = day or clock.today() + timedelta(days=1)
    home = world.make_home()
    world.make_staff("jy-desk-two", Role.DESK, home.id)
    _make_more_resources(home.id)
    cases = [world.open_case(home, deceased_name=name_of(number)) for number in range(PLANS)]
    held = _hold(home, day)
    _close(home, day)
    plans = [_plan(home, case, day, number) for number, case in enumerate(cases)]
    world.open_case(home, deceased_name="欧阳示秀")
    return FullDay(
        home.id,
        home.clerk,
        day,
        [case.number for case in cases],
        [plan.id for plan in plans],
        held.id,
    )


def _make_more_resources(institution_id: uuid.UUID) -> None:
    """To the two halls and three cremators of every test: four and two more; and other rooms."""
    halls = (
        (HallClass.SMALL, 30, (10, 40, 10)),
        (HallClass.MEDIUM, 80, (15, 60, 15)),
        (HallClass.LARGE, 200, (15, 60, 15)),
        (HallClass.FAMILY, 15, (5, 35, 5)),
    )
    add = partial(_add, institution_id, opens=time(6), closes=time(18))
    for number, (hall_class, seats, minutes) in enumerate(halls, start=3):
        add(ResourceKind.HALL, f"{number}号厅", minutes, variety=hall_class, capacity=seats)
    for number in (4, 5):
        add(ResourceKind.CREMATOR, f"{number}号火化机", (0, 45, 15), variety=CrematorType.FLAT)
    for kind, name in (
        (ResourceKind.VIGIL_ROOM, "1号守灵间"),
        (ResourceKind.HEARSE, "鄂L·示001"),
        (ResourceKind.PREPARATION_ROOM, "2号整容间"),
    ):
        add(kind, name, (15, 60, 15), variety="")


def _add(
    institution_id: uuid.UUID,
    kind: ResourceKind,
    name: str,
    minutes: tuple[int, int, int],
    **particulars: Any,
) -> None:
    setup, use, cleanup = minutes
    funeral.add_resource(
        institution_id=institution_id,
        kind=kind,
        name=name,
        setup_minutes=setup,
        use_minutes=use,
        cleanup_minutes=cleanup,
        by=SETUP,
        **particulars,
    )


def _plan(home: world.Home, case: FuneralCase, day: date, number: int) -> Plan:
    """Spread over the day and over the classes of halls, as far as there is room."""
    classes = [HallClass.SMALL, HallClass.FAMILY, HallClass.MEDIUM, HallClass.LARGE]
    wanted = classes[number % 4 :] + classes[: number % 4]
    types = list(CrematorType)[:: -1 if number % 5 == 4 else 1]
    for cremator_type, hall_class in product(types, wanted):
        free = list_free_times(home.id, day, hall_class, cremator_type)
        if free:
            return funeral.plan_case(
                number=case.number,
                hall_class=hall_class,
                cremator_type=cremator_type,
                starts_at=free[number % min(4, len(free))].starts_at,
                by=home.clerk,
            )
    raise LookupError(case.number)


def _hold(home: world.Home, day: date) -> Plan:
    free = list_free_times(home.id, day, HallClass.LARGE, CrematorType.COLLECTING)
    return funeral.plan_farewell(
        institution_id=home.id,
        hall_class=HallClass.LARGE,
        cremator_type=CrematorType.COLLECTING,
        starts_at=free[-1].starts_at,
        held_for=timedelta(hours=4),
        by=home.clerk,
    )


def _close(home: world.Home, day: date) -> None:
    [hall] = [h for h in list_resources(home.id, ResourceKind.HALL) if h.variety == "medium"]
    funeral.report_breakdown(
        resource_id=hall.id,
        starts_at=clock.at(day, time(15)),
        ends_at=clock.at(day, time(18)),
        reason="音响检修",
        by=home.clerk,
    )
