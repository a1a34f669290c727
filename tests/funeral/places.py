"""Vigil rooms, closures and owners for the tests about what can be used when."""

from datetime import datetime, time, timedelta
from typing import Any

from funeral import operations as funeral
from funeral.kinds import ClosureKind, Purpose, ResourceKind
from funeral.models import Closure, Occupancy, Resource
from funeral.queries.schedule import list_resources
from kernel.people.actors import SETUP, Actor, Role
from tests import world

WORKDAY = (time(6), time(18))
ALL_DAY = (time(), time())


def add(home: world.Home, kind: ResourceKind, name: str, **changed: Any) -> Resource:
    asked: dict[str, Any] = {
        "institution_id": home.id,
        "kind": kind,
        "variety": "",
        "name": name,
        "opens": WORKDAY[0],
        "closes": WORKDAY[1],
        "setup_minutes": 0,
        "use_minutes": 60,
        "cleanup_minutes": 0,
        "by": SETUP,
    }
    return funeral.add_resource(**(asked | changed))


def vigil_room(home: world.Home, **changed: Any) -> Resource:
    """Open day and night, 30 minutes before and 60 after each family."""
    asked: dict[str, Any] = {
        "opens": time(),
        "closes": time(),
        "setup_minutes": 30,
        "use_minutes": 12 * 60,
        "cleanup_minutes": 60,
        "name": "守灵一间",
    }
    return add(home, ResourceKind.VIGIL_ROOM, **(asked | changed))


def hall(home: world.Home) -> Resource:
    return list_resources(home.id, ResourceKind.HALL)[0]


def owner(home: world.Home, login: str = "owner") -> Actor:
    return world.make_staff(login, Role.ADMINISTRATOR, home.id).actor()


def reserve(
    home: world.Home,
    resource: Resource,
    starts_at: datetime,
    *,
    purpose: Purpose = Purpose.VIGIL,
    number: str = "",
    lasts: timedelta | None = None,
) -> Occupancy:
    return funeral.reserve_resource(
        number=number or world.open_case(home).number,
        resource_id=resource.id,
        purpose=purpose,
        starts_at=starts_at,
        lasts=lasts,
        by=home.clerk,
    )


def close(
    home: world.Home,
    resource: Resource,
    starts_at: datetime,
    ends_at: datetime,
    *,
    kind: ClosureKind = ClosureKind.BREAKDOWN,
    by: Actor | None = None,
) -> Closure:
    operation = funeral.report_breakdown if kind is ClosureKind.BREAKDOWN else funeral.ask_closure
    return operation(
        resource_id=resource.id,
        starts_at=starts_at,
        ends_at=ends_at,
        reason="更换炉膛耐火砖",
        by=by or home.clerk,
    )
