"""Whether somebody may have a right, and why: papers of a death, exceptions, 户籍."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cemetery.ashes.papers import certificate_in_hand
from cemetery.models import Site, SiteKind
from cemetery.rights.errors import (
    DeathPaperMissing,
    DeathPaperWrong,
    GroundPaperMissing,
    GroundPaperWrong,
    GroundUnfit,
    GuestTermReached,
    GuestTermTooLong,
    NotLocal,
    PersonIdentityMissing,
    PersonNameMissing,
    RegistrationDiffers,
    SpouseOfNobody,
    TooYoung,
)
from cemetery.rights.kinds import Ground
from cemetery.rights.models import RightPerson
from cemetery.rights.rules import rules
from funeral.kinds import PaperKind
from funeral.queries.cases import list_papers
from funeral.queries.certificates import list_certificates_of_case
from kernel import clock
from kernel.errors import Refusal
from kernel.people.deceased import identity_index, lock_deceased
from kernel.people.identity import BadIdentityNumber, one_spelling, parse_identity_number
from kernel.places import get_institution
from kernel.regions import county_of, full_name, is_within

if TYPE_CHECKING:
    from cemetery.ashes.models import AshPortion
    from funeral.models import FuneralCase
    from kernel.people.deceased import Deceased


@dataclass(frozen=True)
class Living:
    """A living person as typed."""

    name: str
    identity_number: str


def person_of_case(case: "FuneralCase", ground: Ground, paper: str) -> RightPerson:
    """By a paper that is on file. Raises GroundUnfit, GroundPaperMissing, GroundPaperWrong,
    DeathPaperMissing, DeathPaperWrong."""
    if ground.is_exception:
        raise GroundUnfit
    if not paper.strip():
        raise GroundPaperMissing
    number = paper.strip()
    if ground is Ground.CREMATION:
        issued = list_certificates_of_case(case.id)
        valid = {each.number for each in issued if each.voided_at is None}
        number = number.upper()
        if number not in valid:
            raise GroundPaperWrong
    else:
        _ensure_on_file(case, number)
    return RightPerson(
        name=case.deceased.name,
        case_id=case.id,
        ground=ground,
        ground_paper=number,
        identity_index=case.deceased.identity_index,
    )


def person_of_ashes(portion: "AshPortion", ground: Ground, paper: str) -> RightPerson:
    """Of ashes that came from another house or county, by their 火化证明, which is here with them.

    Raises GroundUnfit, GroundPaperMissing, GroundPaperWrong.
    """
    if ground is not Ground.CREMATION:
        raise GroundUnfit
    if not paper.strip():
        raise GroundPaperMissing
    try:
        number = certificate_in_hand(portion, paper)
    except Refusal:
        raise GroundPaperWrong from None
    return RightPerson(
        name=portion.deceased.name,
        case_id=portion.case_id,
        foreign_certificate_id=portion.foreign_certificate_id,
        ground=ground,
        ground_paper=str(portion.foreign_certificate or number),
        identity_index=portion.deceased.identity_index,
    )


def _ensure_on_file(case: "FuneralCase", number: str) -> None:
    paper = list_papers(case.id).get(PaperKind.DEATH_CERTIFICATE)
    if paper is None:
        raise DeathPaperMissing
    if paper.number and one_spelling(number) != one_spelling(paper.number):
        raise DeathPaperWrong


def living_person(
    said: Living, ground: Ground, paper: str, *, beside_deceased: bool
) -> RightPerson:
    """By one of the exceptions in force. `beside_deceased`: somebody rests there or is to.

    Raises GroundUnfit, SpouseOfNobody, PersonNameMissing, PersonIdentityMissing, TooYoung,
    GroundPaperMissing and the refusals of identity numbers.
    """
    exception = rules().find_exception(ground, clock.today())
    if exception is None:
        raise GroundUnfit
    if ground is Ground.SPOUSE and not beside_deceased:
        raise SpouseOfNobody
    if not said.name.strip():
        raise PersonNameMissing
    if not said.identity_number.strip():
        raise PersonIdentityMissing
    try:
        identity = parse_identity_number(said.identity_number)
    except BadIdentityNumber as refusal:
        refusal.field = "person_identity"
        raise
    if exception.age is not None and age_on(identity.born_on, clock.today()) < exception.age:
        raise TooYoung(age=exception.age)
    if not paper.strip():
        raise GroundPaperMissing
    return RightPerson(
        name=said.name.strip(),
        ground=ground,
        ground_paper=paper.strip(),
        identity_number=identity.number,
        identity_index=identity_index(identity.number),
    )


def registration_of(deceased: "Deceased | None", said: str | None) -> str | None:
    """户籍地: the known one of the deceased, else what was typed. Raises RegistrationDiffers."""
    known = deceased.household_registration if deceased else None
    if known is None:
        return said
    if said and county_of(said) != county_of(known):
        raise RegistrationDiffers(county=full_name(county_of(known) or known))
    return known


def note_registration(deceased: "Deceased", said: str | None) -> str | None:
    """The same; what was typed is known from now on, where nothing was. Raises RegistrationDiffers.

    `deceased`: as the house knows them whose operation this is.
    """
    if said:
        # Read anew: somebody may have said it since the page was shown.
        lock_deceased(deceased.id)
        deceased.household_registration = registration_of(deceased, said)
    return deceased.household_registration


def asks_registration(site: Site, deceased: "Deceased") -> bool:
    """Where it counts and nobody knows it yet."""
    rule = rules().hukou_rule(SiteKind(site.kind), clock.today())
    return rule is not None and deceased.household_registration is None


def is_local(site: Site, household_registration: str | None) -> bool:
    """True where everybody may; an unknown place is none of the county's."""
    if rules().hukou_rule(SiteKind(site.kind), clock.today()) is None:
        return True
    region = get_institution(site.institution_id).region_code
    return is_within(household_registration or "", county_of(region) or region)


def ensure_local(site: Site, household_registration: str | None) -> None:
    """Where the site serves those of its county only. Raises NotLocal, an unknown place too."""
    if not is_local(site, household_registration):
        raise NotLocal


def ensure_guest_term(
    site: Site,
    household_registration: str | None,
    *,
    since: date,
    until: date,
    renewed: date | None = None,
) -> None:
    """A deposit of others than the county's is for a while; one from before the rule goes on.

    `since`: the first day of all; `renewed`: the end it has had so far. Raises GuestTermTooLong,
    and GuestTermReached where it cannot be renewed at all.
    """
    rule = rules().guest_rule(clock.today())
    if rule is None or since < rule.force.since or is_local(site, household_registration):
        return
    last = clock.add_months(since, rule.months)
    if renewed is not None and renewed >= last:
        raise GuestTermReached(most=rule.months)
    if until > last:
        raise GuestTermTooLong(most=rule.months)


def age_on(born_on: date, day: date) -> int:
    """Full years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
