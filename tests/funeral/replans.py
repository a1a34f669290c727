"""A morning with a broken cremator, for the tests of its operations and pages."""

import uuid
from datetime import date, timedelta

from funeral.drafting import work_out
from funeral.kinds import CrematorType, HallClass, ResourceKind
from funeral.models import Closure, Plan, Replan, Resource
from funeral.operations import draft_replan, plan_case, report_breakdown
from funeral.queries.replans import Assumed
from funeral.queries.schedule import list_resources
from kernel import clock
from tests import world


def tomorrow() -> date:
    return clock.today() + timedelta(days=1)


def cremators(home: world.Home) -> list[Resource]:
    """The flat ones; the third of the home is a collecting one."""
    found = list_resources(home.id, ResourceKind.CREMATOR)
    return [each for each in found if each.variety == CrematorType.FLAT]


def plan_without_ceremony(home: world.Home, hour: int, minute: int = 0, **case: object) -> Plan:
    return plan_case(
        number=world.open_case(home, **case).number,
        hall_class=HallClass.NONE,
        cremator_type=CrematorType.FLAT,
        starts_at=world.tomorrow_at(hour, minute),
        by=home.clerk,
    )


def plan_with_farewell(home: world.Home, hour: int) -> Plan:
    return plan_case(
        number=world.open_case(home).number,
        hall_class=HallClass.SMALL,
        cremator_type=CrematorType.FLAT,
        starts_at=world.tomorrow_at(hour),
        by=home.clerk,
    )


def break_down(
    home: world.Home, resource: Resource, from_: int = 8, to: int = 12, *, days: int = 0
) -> Closure:
    """Tomorrow, or until some `days` later."""
    return report_breakdown(
        resource_id=resource.id,
        starts_at=world.tomorrow_at(from_),
        ends_at=world.tomorrow_at(to) + timedelta(days=days),
        reason="鼓风机不转",
        by=home.operator,
    )


def draft(home: world.Home, closure: Closure, **changed: object) -> Replan:
    return draft_replan(
        institution_id=home.id,
        drafted=work_out(home.id, clock.day_of(closure.ends_at), **changed),
        closure=closure,
        by=home.operator,
        **changed,
    )


def dry_run(home: world.Home, resource_id: uuid.UUID, from_: int = 8, to: int = 12) -> Replan:
    assumed = Assumed(resource_id, world.tomorrow_at(from_), world.tomorrow_at(to))
    return draft_replan(
        institution_id=home.id,
        drafted=work_out(home.id, tomorrow(), assumed=assumed),
        assumed=assumed,
        by=home.operator,
    )
