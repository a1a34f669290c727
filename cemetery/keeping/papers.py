"""The term and the fee a deposit's papers speak of now: of its last renewal, if it was renewed."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from billing.prices import say_price
from billing.pricing import estimate
from billing.queries import find_tariff_item, list_charges
from billing.units import Unit, plain
from cemetery.documents import Term
from cemetery.keeping.queries import last_renewal, list_renewals_of
from cemetery.price import ASH_DEPOSIT
from cemetery.rights.fees import FeeLine
from cemetery.slips import storage_receipt
from kernel import clock
from kernel.i18n import _

if TYPE_CHECKING:
    from cemetery.models import AshDeposit
    from hardware.slips import Slip
    from kernel.places import Institution


class TermFee(NamedTuple):
    """What was agreed to last. `fee_fen`: before any waiver; None where nothing was charged.

    `basis`: item, price and quantity in words.
    """

    since: date
    until: date
    made_on: date
    fee_fen: int | None
    basis: str
    is_renewal: bool = False


def term_of(deposit: "AshDeposit") -> TermFee:
    renewal = last_renewal(deposit)
    if renewal is None:
        made_on = clock.day_of(deposit.deposited_at)
        return TermFee(deposit.since, deposit.until, made_on, *_charged(deposit))
    lines = [FeeLine.from_json(fee) for fee in renewal.fees]
    return TermFee(
        renewal.since,
        renewal.until,
        clock.day_of(renewal.agreed_at),
        sum(line.gross_fen for line in lines) if lines else None,
        str(_("；")).join(_say(line.name, line.price, line.counted) for line in lines),
        is_renewal=True,
    )


def slip_of(deposit: "AshDeposit", name: str, home: "Institution") -> "Slip":
    """骨灰寄存单 as it is now. `name`: of the deceased."""
    term = term_of(deposit)
    return storage_receipt(
        deposit, name, term.fee_fen, home, renewed_from=term.since if term.is_renewal else None
    )


def _charged(deposit: "AshDeposit") -> tuple[int | None, str]:
    """Of the first term."""
    if deposit.receipt:
        return _paid_at_till(deposit)
    charges = list_charges(deposit.case_id) if deposit.case_id else []
    charge = next((x for x in charges if x.fact_id == deposit.id), None)
    if charge is None:
        return None, ""
    line = charge.line()
    counted = f"{plain(charge.quantity)} {Unit(line.unit).label}"
    return line.gross_fen, _say(charge.item.name, say_price(charge.item), counted)


def _paid_at_till(deposit: "AshDeposit") -> tuple[int | None, str]:
    """By the list of its day; there is no charge that would say it."""
    said = str(_("收款票据 %(number)s")) % {"number": deposit.receipt}
    item = find_tariff_item(deposit.institution_id, ASH_DEPOSIT, deposit.since)
    until = next((each.since for each in list_renewals_of([deposit.id])), deposit.until)
    months = Decimal(Term(deposit.since, until).months)
    return estimate(item.terms, months)[0] if item else None, said


def _say(item: str, price: str, counted: str) -> str:
    facts = {"item": item, "price": price, "counted": counted}
    return str(_("%(item)s，%(price)s，%(counted)s")) % facts
