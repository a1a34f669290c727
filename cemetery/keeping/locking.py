"""A deposit as something is done with it: its portion, its case, all held until the end."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cemetery import queries
from cemetery.ashes.chain import lock_ours
from cemetery.ashes.people import own_case
from cemetery.ashes.queries.portions import get_portion
from cemetery.ashes.uncollected.errors import LayingUndecided
from cemetery.ashes.uncollected.queries.attempts import find_open_laying
from cemetery.keeping.errors import DepositOver

if TYPE_CHECKING:
    from cemetery.ashes.models import AshPortion
    from cemetery.models import AshDeposit
    from funeral.models import FuneralCase
    from kernel.people.actors import Actor


@dataclass(frozen=True)
class Kept:
    """`case`: whose account is charged; None where it is not one of ours."""

    deposit: "AshDeposit"
    portion: "AshPortion"
    case: "FuneralCase | None"


def find_kept(number: str) -> Kept:
    """Not held, for a page. Raises NotFound."""
    deposit = queries.get_deposit(number)
    portion = portion_of(deposit)
    return Kept(deposit, portion, own_case(portion))


def lock_kept(number: str, what: str, by: "Actor") -> Kept:
    """The portion, its case before it, then the deposit, as they are held when it is collected.

    `what` is done, in a word. Raises NotFound, KeptElsewhere, DepositOver, LayingUndecided.
    """
    portion = lock_ours(portion_of(queries.get_deposit(number)).id, by)
    deposit = queries.lock_deposit(number)
    if deposit.collected_at:
        raise DepositOver
    if find_open_laying(portion):
        raise LayingUndecided(move=what)
    return Kept(deposit, portion, own_case(portion))


def portion_of(deposit: "AshDeposit") -> "AshPortion":
    return get_portion(deposit.portion_id)
