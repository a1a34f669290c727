"""What granting and renewing a right share: the holder, the fees agreed to, the term."""

from dataclasses import dataclass

from sqlalchemy import func, select

from billing.kinds import FactKind
from billing.operations import record_charge
from cemetery.rights.errors import (
    FeesChanged,
    HasRight,
    HasRightElsewhere,
    HolderNameMissing,
    ReceiptMissing,
    RenewalTooEarly,
    YearsOutOfRange,
)
from cemetery.rights.fees import FeeOffer
from cemetery.rights.models import Right, RightHolder, RightPerson, RightTerm
from cemetery.rights.queries.rights import find_right_naming
from cemetery.rights.rules import rules
from kernel import clock
from kernel.db import db, new_id
from kernel.people.actors import Actor
from kernel.people.claimants import Relation
from kernel.people.identity import BadIdentityNumber, parse_identity_number
from kernel.people.phones import BadPhone, normalise_phone
from kernel.scope import seeing, seen_institutions


@dataclass(frozen=True)
class Holder:
    """持证人 as typed; `relation` to whoever rests there."""

    name: str
    relation: Relation
    phone: str
    identity_number: str


def ensure_years(years: int) -> int:
    """Raises YearsOutOfRange."""
    if not 1 <= years <= rules().most_years:
        raise YearsOutOfRange(most=rules().most_years)
    return years


def agree(offer: FeeOffer, agreed: str, receipt: str) -> FeeOffer:
    """Raises FeesChanged, ReceiptMissing."""
    if offer.fingerprint != agreed:
        raise FeesChanged
    if offer.needs_receipt and not receipt.strip():
        raise ReceiptMissing
    return offer


def new_holder(said: Holder, by: Actor, proof: str = "") -> RightHolder:
    """Raises HolderNameMissing and the refusals of telephones and identity numbers."""
    if not said.name.strip():
        raise HolderNameMissing
    try:
        phone = normalise_phone(said.phone)
        identity = parse_identity_number(said.identity_number)
    except BadPhone as refusal:
        refusal.field = "holder_phone"
        raise
    except BadIdentityNumber as refusal:
        refusal.field = "holder_identity"
        raise
    return RightHolder(
        name=said.name.strip(),
        relation=said.relation,
        phone=phone,
        identity_number=identity.number,
        proof=proof.strip(),
        since=clock.now(),
        noted_by=str(by),
    )


def ensure_only_right(person: RightPerson, right: Right | None = None) -> None:
    """Nobody is named in two rights that hold, of whichever institutions; `right`: where somebody
    is being added to.

    Who is named twice at the same moment queues here. Raises HasRight, HasRightElsewhere.
    """
    for key in filter(None, (person.identity_index, person.ashes_id and str(person.ashes_id))):
        lock = func.pg_advisory_xact_lock(func.hashtextextended(key, 0))
        db.session.execute(select(lock))
    with seeing(None):
        other = find_right_naming(person.ashes_id, person.identity_index)
    if other is None or other is right:
        return
    seen = seen_institutions()
    if seen is not None and other.institution_id not in seen:
        raise HasRightElsewhere
    raise HasRight(number=other.number)


def named(person: RightPerson, right: Right, by: Actor) -> RightPerson:
    person.institution_id = right.institution_id
    person.named_at, person.named_by = clock.now(), str(by)
    return person


def add_term(right: Right, offer: FeeOffer, receipt: str, by: Actor) -> RightTerm:
    """The term with its fees as shown, and the charges of the case where they belong there."""
    term = RightTerm(
        id=new_id(),
        institution_id=right.institution_id,
        right_id=right.id,
        since=offer.since,
        until=offer.until,
        years=offer.years,
        fees=[line.as_json() for line in offer.lines],
        receipt=receipt.strip() or None if not offer.on_account else None,
        agreed_at=clock.now(),
        agreed_by=str(by),
    )
    right.terms.append(term)
    right.until = offer.until
    if offer.on_account and right.case_id:
        said = f"{right.unit.site} {right.unit} {offer.since.isoformat()}–{offer.until.isoformat()}"
        for line in offer.lines:
            record_charge(
                institution_id=right.institution_id,
                case_id=right.case_id,
                item_code=line.code,
                quantity=line.quantity,
                chosen_price_fen=line.chosen_fen,
                fact=said,
                fact_kind=FactKind.RIGHT,
                fact_id=term.id,
                occurred_on=clock.today(),
                by=by,
            )
    return term


def ensure_renewable(right: Right) -> None:
    """Raises RenewalTooEarly."""
    days = rules().renewable_days
    if -right.days_over > days:
        raise RenewalTooEarly(until=right.until.isoformat(), days=days)
