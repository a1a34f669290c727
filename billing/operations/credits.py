"""Taking a bill back, whole or line by line: a document of its own that names the bill."""

import uuid

from billing.accounts import lock_account_of
from billing.crediting import choose_lines, due_of
from billing.errors import ReasonMissing
from billing.giving_back import give_back_surplus
from billing.models import Bill, BillLine, CreditNote, CreditNoteLine, FundingEntry
from billing.queries import bills
from billing.queries.returns import list_returns_of_bill
from billing.withdrawing import mark_withdrawn
from kernel import clock
from kernel.counters import NumberKind, next_number
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.places import get_institution


@operation(_("红冲账单"))
def credit_bill(
    *,
    bill_number: str,
    positions: list[int] | None,
    reason: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> CreditNote:
    """`positions` of the lines taken back, None for all that are left; each once and whole, less
    what was returned of it.

    What was paid beyond what is then owed is given back. Once every line is back the next bill
    takes the charges anew, but those of returned fees. Raises ReasonMissing and the refusals of
    choose_lines.
    """
    bill = bills.get_bill(bill_number)
    account = lock_account_of(bill)
    if not reason.strip():
        raise ReasonMissing
    chosen, left = choose_lines(bill, positions)
    note = CreditNote(
        institution_id=bill.institution_id,
        bill=bill,
        reason=reason.strip(),
        gross_fen=sum(line.gross_fen for line in chosen),
        waived_fen=sum(line.waived_fen for line in chosen),
        due_fen=due_of(bill, chosen),
        made_at=clock.now(),
        made_by=str(by),
        lines=[CreditNoteLine(institution_id=bill.institution_id, line=line) for line in chosen],
    )
    note.number = next_number(NumberKind.CREDIT_NOTE, get_institution(bill.institution_id))
    db.session.add(note)
    db.session.flush()
    _take_funding_back(chosen, note)
    if not any(line.waived_fen for line in _standing_lines(bill.case_id)):
        _release_grant(bill.case_id)
    if not left:
        _release_charges(bill, note.reason, by)
    give_back_surplus(account, note.reason, by, note=note)
    return note


def _take_funding_back(chosen: list[BillLine], note: CreditNote) -> None:
    for line in chosen:
        for entry in [each for each in line.funding if each.credit_note_id is None]:
            db.session.add(
                FundingEntry(
                    institution_id=entry.institution_id,
                    bill_line_id=line.id,
                    credit_note_id=note.id,
                    payer=entry.payer,
                    fen=-entry.fen,
                    entered_at=note.made_at,
                )
            )


def _standing_lines(case_id: uuid.UUID) -> list[BillLine]:
    return [
        line for each in bills.list_bills_of_case(case_id) for line in bills.list_left_lines(each)
    ]


def _release_grant(case_id: uuid.UUID) -> None:
    grant = bills.find_grant_of_case(case_id)
    if grant:
        grant.released_at = clock.now()


def _release_charges(bill: Bill, reason: str, by: Actor) -> None:
    """What was returned is over: its charges are withdrawn, or they would be billed whole again."""
    returned = {each.line.charge_id for each in list_returns_of_bill(bill.id)}
    for charge in bills.list_charges(bill.case_id):
        if charge.bill_id == bill.id:
            charge.bill_id = None
            if charge.id in returned:
                mark_withdrawn(charge, reason, by)
