"""From a hold to a right, with its first term."""

import uuid

from cemetery.ashes.people import case_of_house
from cemetery.ashes.queries.portions import get_any_portion
from cemetery.occupancy import give_to_right
from cemetery.queries import lock_unit
from cemetery.rights.errors import (
    HoldExpired,
)
from cemetery.rights.fees import offer_fees
from cemetery.rights.granting import (
    Holder,
    add_term,
    agree,
    ensure_only_right,
    ensure_years,
    named,
    new_holder,
)
from cemetery.rights.grounds import (
    Living,
    ensure_local,
    living_person,
    person_of_ashes,
    person_of_case,
    registration_of,
)
from cemetery.rights.kinds import Ground, RightState
from cemetery.rights.models import Right
from cemetery.rights.queries.holds import get_hold, lock_hold
from kernel import clock
from kernel.counters import NumberKind, next_number
from kernel.db import db, new_id
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.places import get_institution


@operation(_("办理使用权"))
def grant_right(
    *,
    hold_id: uuid.UUID,
    ground: Ground,
    ground_paper: str,
    holder: Holder,
    household_registration: str | None,
    years: int,
    agreed: str,
    by: Actor,
    living: Living | None = None,
    receipt: str = "",
    idempotency_key: str | None = None,
) -> Right:
    """What was held becomes the family's, at the fees it was shown (`agreed`: their fingerprint).

    `living`: for whom, where nobody has died. `receipt`: the till's, where there is no case of this
    house to charge. Raises HoldUnknown, HoldExpired, HasRight, HasRightElsewhere,
    YearsOutOfRange, FeesChanged, ReceiptMissing, HolderNameMissing, NotLocal, RegistrationDiffers,
    UnitTaken and the refusals of cemetery.rights.grounds.
    """
    # The unit before its hold, as whoever wants to hold it locks them.
    unit, today = lock_unit(get_hold(hold_id).unit_id), clock.today()
    hold = lock_hold(hold_id)
    if not hold.is_living:
        raise HoldExpired
    case, deceased = case_of_house(hold.case_id, unit.institution_id), None
    if case:
        person, deceased = person_of_case(case, ground, ground_paper), case.deceased
    elif hold.ashes_id:
        portion = get_any_portion(hold.ashes_id)
        person, deceased = person_of_ashes(portion, ground, ground_paper), portion.deceased
    else:
        said = living or Living(hold.for_name, "")
        person = living_person(said, ground, ground_paper, beside_deceased=False)
    ensure_only_right(person)
    household_registration = registration_of(deceased, household_registration)
    ensure_local(unit.site, household_registration)
    first = new_holder(holder, by)
    offer = agree(offer_fees(unit, case, ensure_years(years), today), agreed, receipt)
    right = Right(
        id=new_id(),
        institution_id=unit.institution_id,
        unit_id=unit.id,
        case_id=case.id if case else None,
        ground=ground,
        ground_paper=person.ground_paper,
        household_registration=household_registration,
        state=RightState.GRANTED,
        since=offer.since,
        until=offer.until,
        granted_at=clock.now(),
        granted_by=str(by),
    )
    hold.released_at = clock.now()
    if hold.ashes_id is None:
        # For the living the hold is no family's: it has to be given back before the unit is taken.
        db.session.flush()
    give_to_right(unit.id, right.id, [hold.ashes_id] if hold.ashes_id else [])
    first.institution_id = unit.institution_id
    right.holders.append(first)
    right.persons.append(named(person, right, by))
    right.number = next_number(NumberKind.RIGHT, get_institution(unit.institution_id))
    db.session.add(right)
    db.session.flush()
    add_term(right, offer, receipt, by)
    return right
