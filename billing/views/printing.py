"""The bill as a letter on A4 for the family."""

from flask import render_template
from flask.typing import ResponseReturnValue

from billing import queries
from billing.capital_amount import capital_amount
from billing.clauses import Clauses, clauses_of
from billing.models import Bill
from billing.shown_bill import counting_of, read_sheet
from billing.views.bills import WORDS, drawn, family_code
from billing.views.blueprint import TILL, billing
from kernel import clock
from kernel.places import get_institution
from kernel.web import open_to


@billing.get("/bills/<number>/print")
@open_to(*TILL)
def get_bill_print(number: str) -> ResponseReturnValue:
    bill = queries.get_bill(number)
    sheet = read_sheet(bill)
    clauses = clauses_of(bill)
    return render_template(
        "billing/get_bill_print.html",
        sheet=sheet,
        bill=bill,
        institution=get_institution(bill.institution_id),
        reasons=[reason.text for reason in clauses.reasons],
        notes=footnotes(bill, clauses),
        legal_bases=list(dict.fromkeys(line.legal_basis for line in bill.lines)),
        counting=counting_of(bill),
        in_capitals=capital_amount(sheet.due_fen),
        signature_path=drawn(sheet),
        printed_at=clock.now(),
        **family_code(sheet),
        **WORDS,
    )


def footnotes(bill: Bill, clauses: Clauses) -> list[tuple[str, list[int]]]:
    """Each clause once, with the positions of the lines it stands for."""
    notes: dict[str, list[int]] = {}
    for line, told in zip(bill.lines, clauses.lines, strict=True):
        said = " ".join(each.text for each in told if each.text)
        if said:
            notes.setdefault(said, []).append(line.position)
    return list(notes.items())
