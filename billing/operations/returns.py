"""Fees whose time is not used go back: over the account of a case, or at the till for a paper."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from billing.accounts import hold_account
from billing.drawer import lock_drawer
from billing.errors import (
    AccountUnsettled,
    FeeReturnedOnce,
    NothingToGiveBack,
    ReasonMissing,
    ReferenceMissing,
)
from billing.giving_back import give_back_surplus
from billing.kinds import FactKind, PaymentMethod
from billing.models import FeeReturn, PaperRefund, Refund
from billing.queries.accounts import standing_of
from billing.queries.returns import find_paper_refund, list_lines_of_facts
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.money import yuan
from kernel.operations import operation
from kernel.people.actors import Actor


@dataclass(frozen=True)
class Back:
    """Fen of one item that rests on one record."""

    fact_id: uuid.UUID
    item_code: str
    fen: int


@operation(_("退还使用费"))
def return_fees(
    *, case_id: uuid.UUID, backs: Sequence[Back], reason: str, by: Actor
) -> list[Refund]:
    """Owed no longer, of lines that stand and were paid; what is then too much goes back as every
    surplus does, from the payments it came by.

    Raises ReasonMissing, AccountUnsettled, FeeReturnedOnce, and NothingToGiveBack where no line
    stands for it or less was due on it.
    """
    account = hold_account(case_id)
    if not reason.strip():
        raise ReasonMissing
    left_fen = standing_of(case_id).left_fen
    if left_fen:
        raise AccountUnsettled(left=yuan(left_fen))
    lines = {
        (fact_id, line.item_code): line
        for fact_id, line in list_lines_of_facts(case_id, {back.fact_id for back in backs})
    }
    for back in backs:
        line = lines.get((back.fact_id, back.item_code))
        if line is None or back.fen > line.due_fen:
            raise NothingToGiveBack
        db.session.add(
            FeeReturn(
                institution_id=line.institution_id,
                bill_line_id=line.id,
                fen=back.fen,
                reason=reason.strip(),
                made_at=clock.now(),
                made_by=str(by),
            )
        )
    return give_back_surplus(account, reason.strip(), by)


@operation(_("凭票据退款"))
def pay_back_paper(
    *,
    institution_id: uuid.UUID,
    fact: tuple[FactKind, uuid.UUID],
    receipt: str,
    amount_fen: int,
    method: PaymentMethod,
    payee_name: str,
    reason: str,
    reference: str,
    by: Actor,
) -> PaperRefund:
    """Handed out for what was paid by a paper receipt; cash leaves the drawer of who hands it out.

    `fact`: the record that was paid for, once. Raises FeeReturnedOnce, ReferenceMissing.
    """
    kind, fact_id = fact
    if find_paper_refund(fact_id):
        raise FeeReturnedOnce
    if not reference.strip():
        raise ReferenceMissing
    is_cash = method is PaymentMethod.CASH
    refund = PaperRefund(
        institution_id=institution_id,
        fact_kind=kind,
        fact_id=fact_id,
        receipt=receipt,
        method=method,
        amount_fen=amount_fen,
        payee_name=payee_name,
        reason=reason.strip(),
        reference=reference.strip(),
        done_at=clock.now(),
        done_by=str(by),
        shift_id=lock_drawer(by, institution_id).id if is_cash else None,
    )
    db.session.add(refund)
    return refund
