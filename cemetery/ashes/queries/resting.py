"""Where ashes rest now: in a unit, for a term or for good, or scattered. The one answer for the
family's page, for staff who search, for visits and for plates; inside the reader's scope."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, or_, select

from cemetery.ashes.kinds import IN_A_UNIT, MoveKind, PortionState
from cemetery.ashes.models import AshEvent, AshPortion
from cemetery.models import AshDeposit, Site, Unit, Zone
from cemetery.unit_names import unit_name
from cemetery.voyages.kinds import VoyageKind
from cemetery.voyages.queries.scattered import list_scattered_of
from funeral.queries.found import PEOPLE, FoundPerson, list_deceased_of_cases
from kernel import clock
from kernel.db import among, db
from kernel.i18n import _
from kernel.people.identity import one_spelling

SCATTERED = {
    None: _("已于%(day)s撒散"),
    VoyageKind.SEA: _("已于%(day)s撒海"),
    VoyageKind.RIVER: _("已于%(day)s撒入江河"),
    VoyageKind.GARDEN: _("已于%(day)s在园内撒散"),
}


class RestingUnit(NamedTuple):
    """What is asked of the unit somebody rests in; `area` in 0.01 ㎡, `stele_height` in cm."""

    id: uuid.UUID
    row: int
    number: int
    area: int | None
    stele_height: int | None
    zone: str
    kind: str
    site: str
    visiting_hours: str

    def __str__(self) -> str:
        return unit_name(self.zone, self.row, self.number)


class Resting(NamedTuple):
    """One portion at rest, as AT_REST says it."""

    institution_id: uuid.UUID
    case_id: uuid.UUID | None
    ashes_id: uuid.UUID
    letter: str
    portion_id: uuid.UUID
    state: str
    since: datetime
    place: str
    deposit_number: str | None


# In columns, as whole portions, units, zones and sites take longer to read than to find.
AT_REST = (
    *(AshPortion.institution_id, AshPortion.case_id),
    func.coalesce(AshPortion.case_id, AshPortion.foreign_certificate_id),
    *(AshPortion.letter, AshPortion.id),
    *(AshPortion.state, AshPortion.since, AshPortion.place, AshDeposit.number),
    *(Unit.id, Unit.row, Unit.number, Unit.area, Unit.stele_height),
    *(Zone.name, Zone.kind, Site.name, Site.visiting_hours),
)
IS_AT_REST = AshPortion.state.in_((*IN_A_UNIT, PortionState.SCATTERED))


def _with_where(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The running deposit and the unit of each portion."""
    running = and_(AshDeposit.portion_id == AshPortion.id, AshDeposit.collected_at.is_(None))
    return (
        query.outerjoin(AshDeposit, running)
        .outerjoin(Unit, Unit.id == AshPortion.unit_id)
        .outerjoin(Zone, Zone.id == Unit.zone_id)
        .outerjoin(Site, Site.id == Unit.site_id)
        .order_by(AshPortion.since, AshPortion.letter)
    )


RESTING = _with_where(select(*AT_REST)).where(IS_AT_REST)
# Who has a case, by it; else as the house that has the ashes now knows the person.
OF_FOUND = or_(
    AshPortion.case_id == PEOPLE.selected_columns.case_id,
    AshPortion.deceased_id == PEOPLE.selected_columns.id,
)
PEOPLE_AT_REST = _with_where(
    PEOPLE.add_columns(*AT_REST).outerjoin(AshPortion, and_(OF_FOUND, IS_AT_REST))
)
OF_PERSON, OF_PORTION = len(FoundPerson._fields), len(Resting._fields)


@dataclass(frozen=True)
class RestingPlace:
    """Of one portion: its unit, or when it was scattered and `where` in words.

    `case_id`: None where the ashes came from another county; `deposit_number`: of a term that runs.
    """

    institution_id: uuid.UUID
    case_id: uuid.UUID | None
    # Of whom, as a portion says it.
    ashes_id: uuid.UUID
    letter: str
    portion_id: uuid.UUID | None = None
    unit: RestingUnit | None = None
    deposit_number: str | None = None
    scattered_at: datetime | None = None
    where: str = ""
    scattered_by: VoyageKind | None = None

    @property
    def portion_key(self) -> tuple[uuid.UUID, str]:
        return self.ashes_id, self.letter

    @property
    def is_on_water(self) -> bool:
        return self.scattered_by in {VoyageKind.SEA, VoyageKind.RIVER}

    @property
    def scattering(self) -> str:
        """ "已于2026年4月5日撒海"; empty for what rests in a unit."""
        if self.scattered_at is None:
            return ""
        day = clock.say_date(clock.day_of(self.scattered_at))
        return str(SCATTERED[self.scattered_by]) % {"day": day}

    def __str__(self) -> str:
        if self.unit:
            return f"{self.unit.site} {self.unit}"
        return str(_("%(said)s（%(where)s）")) % {"said": self.scattering, "where": self.where}


def list_people_at_rest(
    deceased_ids: list[uuid.UUID],
) -> list[tuple[FoundPerson, list[RestingPlace]]]:
    """In this order, each portion by its letter; those outside the reader's scope left out."""
    people, places = {}, []
    ashes_of: dict[uuid.UUID, dict[uuid.UUID, None]] = {}
    for row in db.session.execute(PEOPLE_AT_REST, {"ids": deceased_ids}).all():
        person = FoundPerson(*row[:OF_PERSON])
        people[person.id] = person
        if row[OF_PERSON]:
            places.append(_place(row[OF_PERSON:]))
            ashes_of.setdefault(person.id, {})[places[-1].ashes_id] = None
    resting = _by_ashes(places)
    found = (people[each] for each in deceased_ids if each in people)
    return [
        (each, [place for ashes in ashes_of.get(each.id, ()) for place in resting[ashes]])
        for each in found
    ]


def list_resting_of(ashes_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[RestingPlace]]:
    """By whose ashes they are (case or foreign certificate), each portion by its letter."""
    ids = list(ashes_ids)
    theirs = or_(among(AshPortion.case_id, ids), among(AshPortion.foreign_certificate_id, ids))
    return _by_ashes(_places(RESTING.where(theirs)))


def list_deceased_ever_in(unit_ids: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    """Whose ashes rest, or rested, in these units."""
    ids = list(unit_ids)
    chain = (
        select(AshPortion.deceased_id)
        .join(AshEvent, AshEvent.portion_id == AshPortion.id)
        .where(AshEvent.unit_id.in_(ids))
    )
    # Deposits that ended before there was a chain, or whose ashes are another house's now.
    deposits = select(AshDeposit.case_id).where(AshDeposit.unit_id.in_(ids))
    of_cases = list_deceased_of_cases(filter(None, db.session.scalars(deposits)))
    return list(dict.fromkeys([*db.session.scalars(chain), *of_cases]))


def list_units_of_paper(number: str) -> list[Unit]:
    """The units to which a family's paper leads: of a deposit, also one that became for good, or
    the certificate the ashes were laid to rest with."""
    ended = select(AshEvent.portion_id).join(AshDeposit, AshDeposit.id == AshEvent.deposit_id)
    ended = ended.where(AshDeposit.number == number.upper(), AshEvent.move == MoveKind.INTER)
    of_paper = AshPortion.state.in_(IN_A_UNIT) & or_(
        AshDeposit.number == number.upper(),
        AshPortion.certificate_number.in_([number.upper(), one_spelling(number)]),
        and_(AshPortion.state == PortionState.INTERRED, AshPortion.id.in_(ended)),
    )
    places = _places(RESTING.where(of_paper))
    units = {place.unit.id for place in places if place.unit}
    return list(db.session.scalars(select(Unit).where(among(Unit.id, units))))


def _places(query: Select[*tuple[Any, ...]]) -> list[RestingPlace]:
    return [_place(row) for row in db.session.execute(query).all()]


def _by_ashes(found: list[RestingPlace]) -> dict[uuid.UUID, list[RestingPlace]]:
    places = {place.portion_key: place for place in found}
    # A voyage knows more of a scattering than the chain.
    scattered = {place.case_id for place in found if place.scattered_at}
    aboard = _scattered_on_voyages(scattered) if scattered else ()
    places |= {place.portion_key: place for place in aboard}
    by_ashes: dict[uuid.UUID, list[RestingPlace]] = {}
    for (ashes_id, _letter), place in sorted(places.items()):
        by_ashes.setdefault(ashes_id, []).append(place)
    return by_ashes


def _place(said: Sequence[Any]) -> RestingPlace:
    resting, unit = Resting(*said[:OF_PORTION]), RestingUnit(*said[OF_PORTION:])
    scattered = resting.state == PortionState.SCATTERED
    return RestingPlace(
        institution_id=resting.institution_id,
        case_id=resting.case_id,
        ashes_id=resting.ashes_id,
        letter=resting.letter,
        portion_id=resting.portion_id,
        unit=unit if unit.id else None,
        deposit_number=resting.deposit_number,
        scattered_at=resting.since if scattered else None,
        where=resting.place if scattered else "",
    )


def _scattered_on_voyages(case_ids: Iterable[uuid.UUID | None]) -> list[RestingPlace]:
    return [
        RestingPlace(
            institution_id=portion.institution_id,
            case_id=portion.case_id,
            ashes_id=portion.case_id,
            letter=portion.letter,
            scattered_at=portion.scattered_at,
            where=portion.waters,
            scattered_by=portion.kind,
        )
        for portion in list_scattered_of(filter(None, case_ids))
    ]
