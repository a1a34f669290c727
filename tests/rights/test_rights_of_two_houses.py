"""What a family holds is each house's own affair; one deceased has one right in all of them."""

import pytest

from cemetery.rights.errors import HasRight, HasRightElsewhere, HeldAlready
from cemetery.rights.fees import offer_fees
from cemetery.rights.kinds import Ground, MoveReason
from cemetery.rights.models import UnitHold
from cemetery.rights.operations import grant_right, hold_unit, release_hold, relocate_right
from kernel import clock
from kernel.constraints import registry
from kernel.db import db
from kernel.operations import operation
from kernel.scope import Scope, seeing
from tests import world
from tests.ashes.houses import make_houses
from tests.ashes.test_foreign_ashes_stay import NUMBER, bring
from tests.rights.scene import a_holder


@pytest.fixture
def houses(context):
    return make_houses()


def hold_there(houses, unit=0):
    """At A, by its own case."""
    return hold_unit(
        unit_id=houses.there.units[unit].id,
        case_number=houses.there.case.number,
        by=houses.there.keeper,
    )


def test_what_a_family_holds_at_one_house_is_in_its_way_at_no_other(houses):
    first = hold_there(houses)
    portion = houses.arrive()
    with seeing(Scope((houses.here.id,))):
        second = hold_unit(unit_id=houses.units[1], portion_id=portion.id, by=houses.keeper)
        third = hold_unit(unit_id=houses.units[2], portion_id=portion.id, by=houses.keeper)
        assert (second.is_living, third.is_living) == (False, True)
    assert first.is_living


@operation("测试里同时保留")
def hold_besides(*, hold, unit_id, by):
    """As a rival writes it who looked at the same moment."""
    db.session.add(
        UnitHold(
            institution_id=hold.institution_id,
            unit_id=unit_id,
            case_id=hold.case_id,
            for_name=hold.for_name,
            held_until=hold.held_until,
            held_at=clock.now(),
            held_by=str(by),
        )
    )


def test_the_database_says_of_a_second_hold_that_it_is_the_same_family(houses):
    hold = hold_there(houses)
    with pytest.raises(HeldAlready) as refused:
        hold_besides(hold=hold, unit_id=houses.there.units[1].id, by=houses.there.keeper)
    assert refused.value.field == "unit_id"
    assert registry["one_open_hold_of_foreign_ashes"] is type(refused.value)
    release_hold(hold_id=hold.id, by=houses.there.keeper)


def grant_there(houses):
    """At A, for its own case."""
    hold = hold_there(houses)
    return grant_right(
        hold_id=hold.id,
        ground=Ground.CREMATION,
        ground_paper=houses.there.certificate,
        holder=a_holder(),
        household_registration=world.JIAYU,
        years=20,
        agreed=offer_fees(hold.unit, houses.there.case, 20, clock.today()).fingerprint,
        by=houses.there.keeper,
    )


def test_who_has_a_right_at_one_house_gets_none_at_another_and_no_number_is_told(houses):
    right = houses.grant(houses.arrive())
    with seeing(Scope((houses.there.home.id,))), pytest.raises(HasRightElsewhere) as refused:
        grant_there(houses)
    assert right.number not in str(refused.value)
    with pytest.raises(HasRight, match=right.number):
        grant_there(houses)


def test_a_right_moves_to_where_ashes_of_its_own_from_elsewhere_lie_or_are_to_lie(houses):
    portion = bring(houses)
    houses.deposit(portion, unit_id=houses.units[2], certificate_number=NUMBER)
    right = houses.grant(portion, ground_paper=NUMBER)
    move(houses, right, 2)
    assert right.unit_id == houses.units[2]
    other = bring(houses, certificate_number="WC2025-0900")
    another = houses.grant(other, ground_paper="WC2025-0900")
    hold = hold_unit(unit_id=houses.units[0], portion_id=other.id, by=houses.keeper)
    move(houses, another, 0)
    assert another.unit_id == hold.unit_id


def move(houses, right, unit):
    relocate_right(
        number=right.number,
        unit_id=houses.units[unit],
        reason=MoveReason.FAMILY,
        agreed="同意书",
        by=houses.keeper,
    )
