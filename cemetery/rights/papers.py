"""From a right to what its agreements, one a term, and its certificate say."""

from cemetery.documents import (
    AGREEMENTS,
    BURIAL_CERTIFICATE,
    Agreement,
    Resting,
    Side,
    Term,
    agreement_paper,
    burial_certificate,
)
from cemetery.ground.rules import known_limits, say_area
from cemetery.law import AgreementKind
from cemetery.models import Unit, UnitKind
from cemetery.queries import live_plate_of
from cemetery.rights.errors import BurialUnproven
from cemetery.rights.fees import IN_WALLS, FeeLine
from cemetery.rights.models import Right, RightTerm
from hardware.papers import Paper
from kernel import clock
from kernel.i18n import _
from kernel.money import yuan
from kernel.people.claimants import Relation
from kernel.places import get_institution

FIRST = 1


def agreement_kind(right: Right) -> AgreementKind:
    in_walls = UnitKind(right.unit.zone.kind) in IN_WALLS
    return AgreementKind.NICHE if in_walls else AgreementKind.PLOT


def number_of(right: Right, term: RightTerm) -> str:
    """The right's own for the first term; each renewal is an agreement of its own."""
    at = right.terms.index(term) + 1
    return right.number if at == FIRST else f"{right.number}-{at}"


def kinds_of(right: Right) -> tuple[str, ...]:
    return (AGREEMENTS[agreement_kind(right)], BURIAL_CERTIFICATE)


def agreement_of(right: Right, term: RightTerm) -> Paper:
    home, holder = get_institution(right.institution_id), right.holder
    fees = [FeeLine.from_json(fee) for fee in term.fees]
    further = [
        (str(_("最多安放")), str(_("%(count)s 份骨灰")) % {"count": right.unit.capacity}),
        *measures_of(right.unit),
    ]
    if term.receipt:
        further.append((str(_("收款票据")), term.receipt))
    return agreement_paper(
        Agreement(
            kind=agreement_kind(right),
            number=number_of(right, term),
            provider=Side(home.name, home.credit_code or "", home.phone, home.address),
            holder=Side(holder.name, holder.shown_identity, holder.shown_phone),
            deceased=str(_("、")).join(right.names),
            certificate_number=right.ground_paper,
            place=f"{right.unit.site.name} {right.unit}",
            term=Term(term.since, term.until),
            made_on=clock.day_of(term.agreed_at),
            fee_fen=sum(fee.gross_fen for fee in fees) if fees else None,
            reckoned=_reckoned(fees),
            further=further,
        )
    )


def measures_of(unit: Unit) -> list[tuple[str, str]]:
    """Ground and stele of the unit, and how high a stele may be there by the law of the region."""
    said = []
    if unit.area is not None:
        area = str(_("%(area)s 平方米")) % {"area": say_area(unit.area)}
        said.append((str(_("占地面积")), area))
    if unit.stele_height is not None:
        height = str(_("%(height)s 厘米")) % {"height": unit.stele_height}
        said.append((str(_("碑高")), height))
    limits = known_limits(unit.site, UnitKind(unit.zone.kind), unit.capacity)
    for limit in sorted(limits, key=lambda each: each.stele_height or 0):
        if limit.stele_height is not None:
            most = {"most": limit.stele_height, "basis": limit.basis}
            said.append((str(_("立碑限制")), str(_("不超过 %(most)s 厘米（%(basis)s）")) % most))
            break
    return said


def _reckoned(fees: list[FeeLine]) -> list[tuple[str, str]]:
    """Use and maintenance over the whole term, the waiver as the family was shown it, the rest."""
    said = [
        (
            fee.name,
            str(_("%(price)s，%(counted)s，共 %(gross)s"))
            % {"price": fee.price, "counted": fee.counted, "gross": yuan(fee.gross_fen)},
        )
        for fee in fees
    ]
    if not said:
        return []
    clauses = "".join(dict.fromkeys(fee.clause for fee in fees))
    waived = yuan(sum(fee.waived_fen for fee in fees))
    return [
        *said,
        (str(_("减免")), str(_("，")).join(filter(None, (waived, clauses)))),
        (str(_("实付")), yuan(sum(fee.due_fen for fee in fees))),
    ]


def burial_certificate_of(right: Right, address: str) -> Paper:
    """安葬证, once ashes rest there. Raises BurialUnproven."""
    if not right.unit.taken:
        raise BurialUnproven
    home, site, holder = get_institution(right.institution_id), right.unit.site, right.holder
    plate = live_plate_of(right.unit)
    return burial_certificate(
        Resting(
            number=right.number,
            issuer=home.name,
            deceased=str(_("、")).join(person.name for person in right.persons if person.ashes_id),
            certificate_number=right.ground_paper,
            holder=holder.name,
            relation=str(Relation(holder.relation).label),
            place=f"{site.name} {right.unit}",
            made_on=clock.day_of(right.granted_at),
            term=Term(right.since, right.until),
            visiting_hours=site.visiting_hours,
            phone=home.phone,
            token=plate.token if plate else "",
        ),
        address,
    )
