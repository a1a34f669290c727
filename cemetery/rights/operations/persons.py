"""Who may rest there, added later or withdrawn; who holds the right after the holder's death."""

import uuid
from typing import TYPE_CHECKING

from cemetery.ashes.errors import IssuerMissing
from cemetery.ashes.people import list_ashes_numbered
from cemetery.ashes.queries.portions import (
    find_any_portion,
    issuer_spelled,
    list_portions_in,
)
from cemetery.queries import lock_each_unit
from cemetery.rights.errors import (
    EndReasonMissing,
    LastPerson,
    PersonNamedAlready,
    PersonRests,
    ProofMissing,
    RightExpired,
    UnitForFewer,
)
from cemetery.rights.granting import Holder, ensure_only_right, named, new_holder
from cemetery.rights.grounds import Living, living_person, person_of_ashes, person_of_case
from cemetery.rights.kinds import Ground
from cemetery.rights.models import Right, RightPerson
from cemetery.rights.queries.rights import lock_living
from funeral.queries.cases import find_case
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor

if TYPE_CHECKING:
    from cemetery.ashes.models import AshPortion


@operation(_("登记可安放的人"))
def add_right_person(
    *,
    number: str,
    ground: Ground,
    ground_paper: str,
    by: Actor,
    case_number: str | None = None,
    issuer: str = "",
    living: Living | None = None,
    idempotency_key: str | None = None,
) -> Right:
    """The deceased of a case, or a living person by an exception; up to the unit's capacity.

    `case_number`: of a case of this house or, of ashes that came here from elsewhere, what their
    papers say: the number of that house's case or of the 火化证明, with its `issuer` where two gave
    the same.
    Whoever was named while alive is known again by the identity number. 户籍 is not asked for: 夫妻
    合葬, those who are added follow the one the right was granted for. Raises RightOver,
    RightExpired, PersonNamedAlready, HasRight, HasRightElsewhere, UnitForFewer, IssuerMissing and
    the refusals of cemetery.rights.grounds.
    """
    right = lock_living(number)
    if right.days_over > 0:
        raise RightExpired
    if case_number:
        person = _deceased(right, case_number, issuer, ground, ground_paper)
    else:
        said = living or Living("", "")
        deceased = any(each.ashes_id for each in right.persons)
        person = living_person(said, ground, ground_paper, beside_deceased=deceased)
    known = next((each for each in right.persons if _same(each, person)), None)
    if known and (known.ashes_id or person.ashes_id is None):
        raise PersonNamedAlready
    ensure_only_right(person, right)
    if known:
        known.case_id, known.ground = person.case_id, person.ground
        known.foreign_certificate_id = person.foreign_certificate_id
        known.ground_paper = person.ground_paper
        return right
    if len(right.persons) >= right.unit.capacity:
        raise UnitForFewer(capacity=right.unit.capacity)
    right.persons.append(named(person, right, by))
    return right


@operation(_("取消可安放的人"))
def withdraw_right_person(
    *,
    number: str,
    person_id: uuid.UUID,
    reason: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> Right:
    """Named by mistake, or to rest elsewhere: named no longer, and free to be named in another.

    Raises NotFound, RightOver, EndReasonMissing, PersonRests, LastPerson.
    """
    right = lock_living(number)
    person = next((each for each in right.persons if each.id == person_id), None)
    if person is None:
        raise NotFound
    if not reason.strip():
        raise EndReasonMissing
    _ensure_elsewhere(right, person)
    if len(right.persons) == 1:
        raise LastPerson
    person.withdrawn_at, person.withdrawn_by = clock.now(), str(by)
    person.withdraw_reason = reason.strip()
    if person.case_id and person.case_id == right.case_id:
        right.beside_another = True
    db.session.flush()
    db.session.expire(right, ["persons", "withdrawn"])
    return right


@operation(_("持证人去世后由亲属继续持有"))
def succeed_holder(
    *, number: str, holder: Holder, proof: str, by: Actor, idempotency_key: str | None = None
) -> Right:
    """The only way a right gets another holder: no transfer, no resale, no gift.

    `proof`: of the former holder's death and of the kinship. Raises RightOver, ProofMissing and the
    refusals of cemetery.rights.granting.new_holder.
    """
    right = lock_living(number)
    if not proof.strip():
        raise ProofMissing
    successor = new_holder(holder, by, proof)
    successor.institution_id = right.institution_id
    right.holders.append(successor)
    # Somebody of the family came.
    right.unreachable_since = None
    return right


def _deceased(right: Right, number: str, issuer: str, ground: Ground, paper: str) -> RightPerson:
    """Raises NotFound, IssuerMissing and the refusals of cemetery.rights.grounds."""
    case = find_case(number)
    if case and case.institution_id == right.institution_id:
        return person_of_case(case, ground, paper)
    people = list(filter(None, map(find_any_portion, list_ashes_numbered(number))))
    if issuer.strip():
        people = [each for each in people if _is_issued_by(each, issuer_spelled(issuer))]
    if not people:
        raise NotFound
    if len(people) > 1:
        raise IssuerMissing
    return person_of_ashes(people[0], ground, paper)


def _is_issued_by(portion: "AshPortion", issuer: str) -> bool:
    certificate = portion.foreign_certificate
    return certificate is not None and certificate.issuer == issuer


def _ensure_elsewhere(right: Right, person: RightPerson) -> None:
    """The units stay locked, so that nobody is laid there meanwhile. Raises PersonRests."""
    for unit in lock_each_unit(right.unit_ids):
        for portion in list_portions_in(unit.id):
            if portion.ashes_id == person.ashes_id or (
                person.identity_index and portion.deceased.identity_index == person.identity_index
            ):
                raise PersonRests


def _same(one: RightPerson, other: RightPerson) -> bool:
    if one.ashes_id and one.ashes_id == other.ashes_id:
        return True
    return one.identity_index is not None and one.identity_index == other.identity_index
