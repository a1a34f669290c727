"""The bill and the settlement as PDF: the paper that goes to the file."""

from flask import current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from billing import queries
from billing.bill_paper import BilledRow, BillOnPaper, Signed, bill_paper
from billing.classes import Payer
from billing.clauses import clauses_of
from billing.forms import RecordSettlementPaidForm, TakeCashForm
from billing.models import Bill, Settlement
from billing.settlement_paper import SettlementOnPaper, settlement_paper
from billing.shown_bill import ShownBill, counting_of, read_sheet
from billing.slips import title_of
from billing.units import Unit, plain
from billing.views.bills import drawn, family_code, show_bill
from billing.views.blueprint import READERS, TILL, billing
from billing.views.printing import footnotes
from billing.views.settlements import settlement_words, show_settlement
from hardware.papers import Paper
from hardware.releasing import release
from kernel import clock
from kernel.i18n import _
from kernel.places import get_institution
from kernel.web import Form, asker, open_to


@billing.post("/bills/<number>/document")
@open_to(*TILL)
def release_bill(number: str) -> ResponseReturnValue:
    form, bill = Form(), queries.get_bill(number)
    if form.carry_out(
        lambda: release(lambda: paper_of_bill(bill), institution_id=bill.institution_id, by=asker())
    ):
        flash(_("PDF 已生成，可以打开。"))
        return redirect(url_for("billing.get_bill", number=bill.number, _anchor="documents"))
    return show_bill(bill, TakeCashForm(formdata=None), other=form)


@billing.post("/settlements/<number>/document")
@open_to(*READERS)
def release_settlement(number: str) -> ResponseReturnValue:
    form, settlement = Form(), queries.get_settlement(number)
    if form.carry_out(
        lambda: release(
            lambda: paper_of_settlement(settlement),
            institution_id=settlement.institution_id,
            by=asker(),
        )
    ):
        flash(_("PDF 已生成，可以打开。"))
        return redirect(
            url_for("billing.get_settlement", number=settlement.number, _anchor="documents")
        )
    return show_settlement(settlement, RecordSettlementPaidForm(formdata=None), other=form)


def paper_of_bill(bill: Bill) -> Paper:
    sheet, clauses = read_sheet(bill), clauses_of(bill)
    notes, counting = footnotes(bill, clauses), counting_of(bill)
    code = family_code(sheet)
    policy = str(_("出具时本地区没有生效的减免政策。"))
    if bill.policy_title:
        policy = str(_("适用《%(title)s》。")) % {"title": bill.policy_title}
        policy += "".join(reason.text for reason in clauses.reasons)
    rows = []
    for line in bill.lines:
        counted = f"{line.fact}，{plain(line.quantity)} {Unit(line.unit).label}"
        rounding = counting.get(line.charge_id)
        rows.append(
            BilledRow(
                name=line.name,
                counted=f"{counted}，{rounding}" if rounding else counted,
                gross_fen=line.gross_fen,
                waived_fen=line.waived_fen,
                due_fen=line.due_fen,
                notes=[at for at, (_said, on) in enumerate(notes, 1) if line.position in on],
                credited_by=sheet.credited.get(line.id, ""),
            )
        )
    return bill_paper(
        BillOnPaper(
            number=bill.number,
            issuer=get_institution(bill.institution_id).name,
            case_number=bill.case_number,
            payer_name=bill.payer_name,
            made_at=clock.say_stamp(bill.made_at),
            made_by=sheet.names.get(bill.made_by, ""),
            rows=rows,
            policy=policy,
            clauses=[said for said, _positions in notes],
            funders=[(str(Payer(payer).label), fen) for payer, fen in sheet.funders],
            legal_bases=list(dict.fromkeys(line.legal_basis for line in bill.lines)),
            replaces="、".join(each.number for each in sheet.replaces),
            title=title_of(bill),
            others="、".join(each.number for each in sheet.others),
            signed=_signed(sheet),
            family_page=str(code["family_address"]),
            token=sheet.account.token if sheet.account else "",
            hotline=current_app.config["HOTLINE"] or "",
            returned_fen=sheet.returned_fen,
        )
    )


def paper_of_settlement(settlement: Settlement) -> Paper:
    words = settlement_words(settlement)
    days = {
        "since": clock.say_date(settlement.period_from),
        "until": clock.say_date(settlement.period_to),
    }
    return settlement_paper(
        SettlementOnPaper(
            number=settlement.number,
            home=words["home"].name,
            credit_code=words["home"].credit_code or "",
            payer=str(words["payer"]),
            period=str(words["period"].label),
            days=str(_("%(since)s至%(until)s")) % days,
            cases=settlement.cases,
            sums=words["sums"],
            total_fen=settlement.total_fen,
            other_fen=words["other_fen"],
            digest=settlement.digest,
            frozen_at=clock.say_stamp(settlement.frozen_at),
        )
    )


def _signed(sheet: ShownBill) -> Signed | None:
    """Where the family signed the paper, the lines stay empty: that paper has its signature."""
    signature, path = sheet.signature, drawn(sheet)
    if signature is None or not path:
        return None
    return Signed(signature.signer_name, clock.say_stamp(signature.signed_at), path)
