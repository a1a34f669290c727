"""The bill that takes the charges of a case."""

import uuid
from typing import Any

from billing.accounts import lock_account
from billing.assessment import AssessedLine
from billing.errors import (
    AlreadyBilled,
    AlreadySigned,
    EvidenceMissing,
    NothingDrawn,
    NothingToBill,
    SignerMissing,
)
from billing.kinds import SignatureKind
from billing.lines import Facts
from billing.models import (
    Bill,
    BillLine,
    BillSignature,
    Charge,
    FundingEntry,
    Quotation,
    WaiverGrant,
)
from billing.policy import Evidence
from billing.queries import bills
from billing.queries.claims import list_missing_evidence
from billing.queries.next_bill import assess_next_bill
from billing.quotes import QuotedRow
from billing.strokes import is_drawn
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
    identity_index: str | None,
    by: Actor,
) -> Bill:
    """All charges that stand on no bill yet, the county's waiver applied to each line.

    Where a bill stands already this is a further one (补充账单), assessed beside it; what stands
    does not change. `identity_index`: the keyed hash of who died, None where there is no number;
    one deceased is granted one waiver, whoever asks.
    Raises AlreadyBilled, NothingToBill, EvidenceMissing, WaivedAlready and the refusals of
    billing.assessment.
    """
    account = lock_account(institution_id, case_id, case_number)
    last = bills.find_last_bill(case_id)
    charges = bills.list_open_charges(case_id)
    if not charges:
        raise AlreadyBilled if bills.is_billed(case_id) else NothingToBill
    policy, assessment = assess_next_bill(
        institution_id, facts, [charge.line() for charge in charges], identity_index, case_id
    )
    if policy and assessment.waived_fen:
        _ensure_proven(list_missing_evidence(policy, assessment.facts, case_id))
    bill = Bill(
        institution_id=institution_id,
        case_id=case_id,
        case_number=account.case_number,
        payer_name=payer_name,
        gross_fen=0,
        waived_fen=0,
        due_fen=0,
        assessment=assessment.as_json(),
        policy_title=policy.title if policy else None,
        follows_id=last.id if last else None,
        made_at=clock.now(),
        made_by=str(by),
    )
    taken_back = bills.lines_taken_back(case_id)
    for position, (charge, assessed) in enumerate(
        zip(charges, assessment.lines, strict=True), start=1
    ):
        line = _bill_line(bill, charge, position, assessed)
        line.anew_of_id = taken_back.get(charge.id)
        bill.lines.append(line)
        bill.gross_fen += line.gross_fen
        bill.waived_fen += line.waived_fen
        bill.due_fen += line.due_fen
    if bill.waived_fen and identity_index and not bills.find_grant_of_case(case_id):
        db.session.add(_grant(bill, identity_index))
    bill.number = next_number(NumberKind.BILL, get_institution(institution_id))
    db.session.add(bill)
    db.session.flush()
    for charge in charges:
        charge.bill_id = bill.id
    return bill


@operation(_("登记账单签字"))
def sign_bill(
    *,
    bill_number: str,
    kind: SignatureKind,
    signer_name: str,
    strokes: list[Any] | None,
    by: Actor,
    idempotency_key: str | None = None,
) -> BillSignature:
    """Drawn on the screen (`strokes`: lists of [x, y]), or noted from the paper.

    Raises AlreadySigned, SignerMissing, NothingDrawn.
    """
    bill = bills.lock_bill(bill_number)
    if bills.find_signature(bill.id):
        raise AlreadySigned
    if not signer_name.strip():
        raise SignerMissing
    if kind is SignatureKind.SCREEN and not is_drawn(strokes):
        raise NothingDrawn
    signature = BillSignature(
        institution_id=bill.institution_id,
        bill_id=bill.id,
        kind=kind,
        signer_name=signer_name.strip(),
        strokes=strokes if kind is SignatureKind.SCREEN else None,
        signed_at=clock.now(),
        noted_by=str(by),
    )
    db.session.add(signature)
    return signature


@operation(_("保存报价"))
def keep_quotation(
    *, institution_id: uuid.UUID, case_id: uuid.UUID, rows: list[QuotedRow], by: Actor
) -> Quotation:
    """What the family was told before; its bill is compared with it line by line."""
    quotation = Quotation(
        institution_id=institution_id,
        case_id=case_id,
        rows=[row.as_json() for row in rows],
        quoted_at=clock.now(),
    )
    db.session.add(quotation)
    return quotation


def _ensure_proven(missing: list[Evidence]) -> None:
    if missing:
        raise EvidenceMissing(papers="、".join(each.paper for each in missing))


def _grant(bill: Bill, identity_index: str) -> WaiverGrant:
    return WaiverGrant(
        identity_index=identity_index,
        case_id=bill.case_id,
        institution_name=get_institution(bill.institution_id).name,
        granted_at=clock.now(),
    )


def _bill_line(bill: Bill, charge: Charge, position: int, assessed: AssessedLine) -> BillLine:
    line = charge.line()
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
        waived_fen=assessed.waived_fen,
        due_fen=assessed.due_fen,
        clause=assessed.clause.chinese,
        change=assessed.change.chinese,
        fact=charge.fact,
        legal_basis=charge.item.legal_basis,
        funding=[
            FundingEntry(
                institution_id=bill.institution_id, payer=payer, fen=fen, entered_at=bill.made_at
            )
            for payer, fen in assessed.funding
        ],
    )
