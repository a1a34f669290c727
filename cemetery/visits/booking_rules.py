"""What one request must say, checked by a site's terms; nothing of other families' here."""

import uuid
from dataclasses import dataclass
from datetime import date

from cemetery.visits.errors import (
    CompanionsMissing,
    NoBookingNeeded,
    NotOpenYet,
    PartyTooLarge,
    SlotOver,
    UnitMissing,
    VisitorNameMissing,
)
from cemetery.visits.kinds import SHARE_OF, Channel, Share
from cemetery.visits.models import VisitSlot
from cemetery.visits.number_plates import normalise_number_plates
from cemetery.visits.queries import units
from cemetery.visits.terms import Terms
from kernel import clock
from kernel.people.identity import parse_identity_number
from kernel.people.phones import normalise_phone


@dataclass(frozen=True)
class Party:
    """Who comes, as typed. `companions`, `number_plates`: one each; `unit`: a grave or niche."""

    name: str
    identity_number: str
    phone: str
    persons: int
    companions: tuple[str, ...] = ()
    number_plates: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True)
class Checked:
    """The same after every check, in one spelling."""

    name: str
    identity_number: str
    phone: str
    persons: int
    companions: tuple[str, ...]
    number_plates: tuple[str, ...]
    unit_id: uuid.UUID | None
    share: Share


def check_party(site_id: uuid.UUID, terms: Terms, party: Party, channel: Channel) -> Checked:
    """Raises VisitorNameMissing, PartyTooLarge, CompanionsMissing, UnitMissing, UnitUnknown, and
    the refusals of identity numbers, telephones and number plates."""
    name = party.name.strip()
    if not name:
        raise VisitorNameMissing
    identity = parse_identity_number(party.identity_number)
    phone = normalise_phone(party.phone)
    if not 1 <= party.persons <= terms.party:
        raise PartyTooLarge(most=terms.party)
    companions = tuple(each.strip() for each in party.companions if each.strip())
    if len(companions) != party.persons - 1 and (terms.names_needed or companions):
        raise CompanionsMissing(wanted=party.persons - 1, given=len(companions))
    if terms.unit_needed and not party.unit.strip():
        raise UnitMissing
    unit = units.get_unit(site_id, party.unit) if party.unit.strip() else None
    return Checked(
        name=name,
        identity_number=identity.number,
        phone=phone,
        persons=party.persons,
        companions=companions,
        number_plates=normalise_number_plates(party.number_plates, terms.party_cars),
        unit_id=unit.id if unit else None,
        share=_share(channel, terms, identity.born_on),
    )


def ensure_bookable(terms: Terms, slot: VisitSlot, channel: Channel) -> None:
    """By the clock alone. Raises SlotOver, NotOpenYet, NoBookingNeeded."""
    # Whoever stands at the desk may still come in while the slot runs.
    end = slot.ends_at if channel is Channel.WALK_IN else slot.starts_at
    if clock.now() >= end:
        raise SlotOver
    if slot.title:
        return
    if not terms.needs_booking(slot.day):
        raise NoBookingNeeded
    opens = terms.opening_of(slot.day)
    if clock.now() < opens:
        raise NotOpenYet(opens=clock.say_stamp(opens))


def age_on(born_on: date, day: date) -> int:
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def _share(channel: Channel, terms: Terms, born_on: date) -> Share:
    """The places kept for calls and visits to the desk are for elders."""
    if age_on(born_on, clock.today()) < terms.elder_age:
        return Share.OPEN
    return SHARE_OF[channel]
