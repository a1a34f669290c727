"""Who may rest there, added later; who holds the right after the holder's death."""

from cemetery.rights.errors import (
    PersonNamedAlready,
    ProofMissing,
    RightExpired,
    UnitForFewer,
)
from cemetery.rights.granting import Holder, ensure_only_right, named, new_holder
from cemetery.rights.grounds import Living, living_person, person_of_case
from cemetery.rights.kinds import Ground
from cemetery.rights.models import Right, RightPerson
from cemetery.rights.queries.rights import lock_living
from funeral.queries.cases import get_case
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor


@operation(_("登记可安放的人"))
def add_right_person(
    *,
    number: str,
    ground: Ground,
    ground_paper: str,
    by: Actor,
    case_number: str | None = None,
    living: Living | None = None,
    idempotency_key: str | None = None,
) -> Right:
    """The deceased of a case, or a living person by an exception; up to the unit's capacity.

    Whoever was named while alive is known again by the identity number. 户籍 is not asked for: 夫妻
    合葬, those who are added follow the one the right was granted for. Raises RightOver,
    RightExpired, PersonNamedAlready, HasRight, UnitForFewer and the refusals of
    cemetery.rights.grounds.
    """
    right = lock_living(number)
    if right.days_over > 0:
        raise RightExpired
    if case_number:
        person = person_of_case(get_case(case_number), ground, ground_paper)
    else:
        said = living or Living("", "")
        deceased = any(each.case_id for each in right.persons)
        person = living_person(said, ground, ground_paper, beside_deceased=deceased)
    known = next((each for each in right.persons if _same(each, person)), None)
    if known and (known.case_id or person.case_id is None):
        raise PersonNamedAlready
    ensure_only_right(person, right)
    if known:
        known.case_id, known.ground = person.case_id, person.ground
        known.ground_paper = person.ground_paper
        return right
    if len(right.persons) >= right.unit.capacity:
        raise UnitForFewer(capacity=right.unit.capacity)
    right.persons.append(named(person, right, by))
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
    return right


def _same(one: RightPerson, other: RightPerson) -> bool:
    if one.case_id and one.case_id == other.case_id:
        return True
    return one.identity_index is not None and one.identity_index == other.identity_index
