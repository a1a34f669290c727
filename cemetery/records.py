"""The journal's names of all that was recorded of somebody's ashes, of a unit or of a right.

Everything is asked inside the reader's scope, the moves of a portion excepted: whoever may see a
portion may see its whole chain.
"""

import uuid
from collections.abc import Callable, Iterable
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from cemetery.ashes.queries.corrections import list_corrections
from cemetery.ashes.queries.portions import (
    get_portion,
    list_events,
    list_portions_in,
    list_portions_of,
    list_portions_of_identities,
)
from cemetery.ashes.queries.stays import list_moves_of_stays
from cemetery.keeping.locking import portion_of
from cemetery.keeping.queries import list_renewals_of
from cemetery.memorials.queries.memorials import find_memorial
from cemetery.queries import (
    find_deposit_number,
    get_deposit,
    get_unit,
    list_deposits_of_case,
)
from cemetery.queries.plates import get_plate_by_id, list_plate_ids
from cemetery.rights.queries.renewals import list_notices
from cemetery.rights.queries.rights import find_right_over, get_right_by_id, list_rights_of
from cemetery.voyages.queries import list_registrations_of_case
from funeral.queries.certificates import list_certificates_of_case
from kernel.errors import Refusal

if TYPE_CHECKING:
    from cemetery.ashes.models import AshEvent, AshPortion
    from cemetery.rights.models import Right


class Row(Protocol):
    """Of a table with one key."""

    __tablename__: str

    @property
    def id(self) -> uuid.UUID: ...


def records_behind(record: str) -> list[str]:
    """All that one of the ground's records belongs to; nothing for records of other packages, and
    for what the reader may not see."""
    table, _slash, key = record.partition("/")
    behind = BEHIND.get(table)
    try:
        return behind(uuid.UUID(key)) if behind else []
    except (ValueError, Refusal):
        return []


def records_of_ashes(ashes_id: uuid.UUID) -> list[str]:
    """Of one person, by case or foreign certificate: what it all began with, each portion and
    each of its moves, deposits, voyages, rights, plates, and the memorial page."""
    portions = list_portions_of(ashes_id)
    events = [event for portion in portions for event in list_events(portion)]
    deposits = [each.id for each in list_deposits_of_case(ashes_id)]
    deposits += [event.deposit_id for event in events if event.deposit_id]
    plates = list_plate_ids(deposits, {event.unit_id for event in events if event.unit_id})
    return _once(
        _beginning(ashes_id, portions),
        _names(portions),
        _names(events),
        _names(list_corrections({each.deceased_id for each in portions})),
        (f"ash_deposits/{deposit_id}" for deposit_id in deposits),
        _names(list_renewals_of(deposits)),
        _of_voyages(ashes_id, events),
        *map(_of_right, _rights_of(ashes_id, portions)),
        (f"plates/{plate_id}" for plate_id in plates),
        _names(filter(None, [find_memorial(ashes_id)])),
    )


def records_of_unit(unit_id: uuid.UUID) -> list[str]:
    """Its plates, its right, every move into it and the move out again; and of who rests there now
    everything, unless several families share it."""
    unit = get_unit(unit_id)
    right, moves = find_right_over(unit), list_moves_of_stays(unit.id)
    resting = () if unit.communal else {each.ashes_id for each in list_portions_in(unit.id)}
    return _once(
        [f"units/{unit.id}"],
        (f"plates/{plate_id}" for plate_id in list_plate_ids([], [unit.id])),
        records_of_right(right.id) if right else (),
        (f"ash_portions/{each.portion_id}" for each in moves),
        (f"ash_events/{each.event_id}" for each in moves),
        *map(records_of_ashes, resting),
    )


def records_of_right(right_id: uuid.UUID) -> list[str]:
    """And of everybody it names who has died; of who was named while living, by the number of the
    identity card."""
    right = get_right_by_id(right_id)
    died = (person.ashes_id for person in right.persons if person.ashes_id)
    numbers = [person.identity_index for person in right.persons if person.identity_index]
    known = (portion.ashes_id for portion in list_portions_of_identities(numbers))
    return _once(_of_right(right), *map(records_of_ashes, dict.fromkeys([*died, *known])))


def _of_portion(portion_id: uuid.UUID) -> list[str]:
    return records_of_ashes(get_portion(portion_id).ashes_id)


def _of_deposit(deposit_id: uuid.UUID) -> list[str]:
    number = find_deposit_number(deposit_id)
    return records_of_ashes(portion_of(get_deposit(number)).ashes_id) if number else []


def _of_plate(plate_id: uuid.UUID) -> list[str]:
    plate = get_plate_by_id(plate_id)
    return _of_deposit(plate.deposit_id) if plate.deposit_id else records_of_unit(plate.unit.id)


def _beginning(ashes_id: uuid.UUID, portions: "list[AshPortion]") -> list[str]:
    if any(each.foreign_certificate_id for each in portions):
        return [f"foreign_certificates/{ashes_id}"]
    return [f"cases/{ashes_id}", *_names(list_certificates_of_case(ashes_id))]


def _of_voyages(ashes_id: uuid.UUID, events: "list[AshEvent]") -> list[str]:
    registrations = list_registrations_of_case(ashes_id)
    voyages = {each.voyage_id for each in registrations}
    voyages |= {event.voyage_id for event in events if event.voyage_id}
    return _once(
        (f"voyages/{voyage_id}" for voyage_id in sorted(voyages)),
        _names(registrations),
        *(_names(each.portions) for each in registrations),
    )


def _rights_of(ashes_id: uuid.UUID, portions: "list[AshPortion]") -> "list[Right]":
    """That name this person, also while living, or are to a unit the ashes rest in."""
    over = (find_right_over(each.unit) for each in portions if each.unit)
    found = [*list_rights_of(ashes_id), *filter(None, over)]
    return list({right.id: right for right in found}.values())


def _of_right(right: "Right") -> list[str]:
    return _once(
        _names([right]),
        _names(right.terms),
        _names(right.holders),
        _names(right.persons),
        _names(right.moves),
        _names(right.contacts),
        _names(list_notices(right)),
    )


def _names(rows: Iterable[Row]) -> Iterable[str]:
    return [f"{row.__tablename__}/{row.id}" for row in rows]


def _once(*names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(chain(*names)))


BEHIND: dict[str, Callable[[uuid.UUID], list[str]]] = {
    "ash_deposits": _of_deposit,
    "ash_portions": _of_portion,
    "cases": records_of_ashes,
    "foreign_certificates": records_of_ashes,
    "plates": _of_plate,
    "rights": records_of_right,
    "units": records_of_unit,
}
