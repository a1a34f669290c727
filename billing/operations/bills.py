"""The bill that takes the charges of a case."""

import uuid

from billing.assessment import Assessment
from billing.errors import AlreadyBilled, NothingToBill
from billing.lines import Facts
from billing.models import Bill, BillLine, Charge
from billing.queries import bills, tariff
from billing.sentences import Sentence
from kernel import clock
from kernel.counters import NumberKind, next_number
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.places import get_institution


@operation(_("出具账单"))
def issue_bill(
    *,
    institution_id: uuid.UUID,
    case_id: uuid.UUID,
    case_number: str,
    payer_name: str,
    facts: Facts,
    by: Actor,
) -> Bill:
    """All charges of the case on one bill, the county's waiver applied to each line.

    Raises AlreadyBilled, NothingToBill and the refusals of billing.assessment.
    """
    if bills.find_bill_of_case(case_id):
        raise AlreadyBilled
    charges = bills.list_charges(case_id)
    if not charges:
        raise NothingToBill
    policy, assessment = tariff.assess_waiver(
        institution_id, facts, [charge.line() for charge in charges]
    )
    bill = Bill(
        institution_id=institution_id,
        case_id=case_id,
        case_number=case_number,
        payer_name=payer_name,
        gross_fen=0,
        waived_fen=0,
        due_fen=0,
        assessment=assessment.as_json() if assessment else None,
        policy_title=policy.title if policy else None,
        made_at=clock.now(),
        made_by=str(by),
    )
    for position, charge in enumerate(charges, start=1):
        line = _bill_line(bill, charge, position, assessment)
        bill.lines.append(line)
        bill.gross_fen += line.gross_fen
        bill.waived_fen += line.waived_fen
        bill.due_fen += line.due_fen
    bill.number = next_number(NumberKind.BILL, get_institution(institution_id))
    db.session.add(bill)
    db.session.flush()
    for charge in charges:
        charge.bill_id = bill.id
    return bill


def _bill_line(
    bill: Bill, charge: Charge, position: int, assessment: Assessment | None
) -> BillLine:
    line = charge.line()
    assessed = assessment.lines[position - 1] if assessment else None
    waived = assessed.waived_fen if assessed else 0
    clause: Sentence | None = assessed.clause if assessed else None
    return BillLine(
        institution_id=bill.institution_id,
        charge_id=charge.id,
        position=position,
        item_code=line.item_code,
        name=line.name,
        item_class=charge.item.item_class,
        unit=line.unit,
        quantity=line.quantity,
        gross_fen=line.gross_fen,
        waived_fen=waived,
        due_fen=line.gross_fen - waived,
        clause=clause.chinese if clause else "",
        payer=assessed.funding[0][0] if assessed and assessed.funding else None,
        fact=charge.fact,
        legal_basis=charge.item.legal_basis,
    )
