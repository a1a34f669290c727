"""What a case is charged beyond its recorded facts, and taking charges back."""

import uuid
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from billing.kinds import FactKind, ItemClass
from billing.prices import say_price
from billing.queries import get_charge, list_charges, list_tariff, list_withdrawn_charges
from billing.queries.goods import list_stock
from funeral import operations
from funeral.charges import BY_ACTS
from funeral.forms import ChargeItemForm, SellArticleForm, WithdrawItemForm
from funeral.queries import cases
from funeral.steps import DESK
from funeral.views.blueprint import funeral
from kernel import clock
from kernel.errors import NotFound, Refusal
from kernel.i18n import _
from kernel.people.staff import say_who, staff_names
from kernel.web import asker, open_to

if TYPE_CHECKING:
    from billing.models import Charge, TariffItem
    from funeral.models import FuneralCase


@funeral.route("/cases/<number>/charges", methods=["GET", "POST"])
@open_to(*DESK)
def charge_item(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    form = ChargeItemForm()
    day = form.occurred_on.data if form.is_submitted() else None
    items = [
        item
        for item in list_tariff(case.institution_id, day or clock.today())
        if item.code not in BY_ACTS and item.item_class != ItemClass.GOODS
    ]
    form.item_code.choices = _choices(items)
    if form.validate_on_submit():
        try:
            operations.charge_item(
                number=case.number,
                item_code=form.item_code.data,
                quantity=cast(Decimal, form.quantity.data),
                chosen_price_fen=form.price.data,
                fact=form.fact.data or "",
                occurred_on=cast(date, form.occurred_on.data),
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("已登记费用。"))
            return redirect(url_for("funeral.charge_item", number=case.number))
    return render_template("funeral/charge_item.html", form=form, items=items, **_charged(case))


@funeral.route("/cases/<number>/goods", methods=["GET", "POST"])
@open_to(*DESK)
def sell_article(number: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    form = SellArticleForm()
    listed = list_tariff(case.institution_id, clock.today())
    items = [item for item in listed if item.item_class == ItemClass.GOODS]
    stock = list_stock(case.institution_id)
    form.item_code.choices = _choices(items, stock)
    if form.validate_on_submit():
        try:
            operations.sell_article(
                number=case.number,
                item_code=form.item_code.data,
                quantity=cast(int, form.quantity.data),
                chosen_price_fen=form.price.data,
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("已登记丧葬用品。"))
            return redirect(url_for("funeral.sell_article", number=case.number))
    return render_template("funeral/sell_article.html", form=form, items=items, **_charged(case))


@funeral.route("/cases/<number>/charges/<uuid:charge_id>/withdraw", methods=["GET", "POST"])
@open_to(*DESK)
def withdraw_item(number: str, charge_id: uuid.UUID) -> ResponseReturnValue:
    return _take_back(number, charge_id, "withdraw_item", _("费用已撤销。"))


@funeral.route("/cases/<number>/charges/<uuid:charge_id>/return", methods=["GET", "POST"])
@open_to(*DESK)
def return_article(number: str, charge_id: uuid.UUID) -> ResponseReturnValue:
    return _take_back(number, charge_id, "return_article", _("已退回，库存和费用都已改正。"))


def _take_back(number: str, charge_id: uuid.UUID, name: str, said: str) -> ResponseReturnValue:
    case = cases.get_case(number)
    charge = get_charge(charge_id)
    if charge.case_id != case.id:
        raise NotFound
    form = WithdrawItemForm()
    if form.validate_on_submit():
        try:
            getattr(operations, name)(
                number=case.number,
                charge_id=charge.id,
                reason=form.reason.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(said)
            return redirect(url_for("funeral.charge_item", number=case.number))
    return render_template(f"funeral/{name}.html", case=case, charge=charge, form=form)


def _choices(
    items: "list[TariffItem]", stock: dict[str, int] | None = None
) -> list[tuple[str, str]]:
    """Each with its price; an article with how many are left."""
    choices = []
    for item in items:
        said = f"{item.name} {say_price(item)}"
        if stock is not None:
            said += str(_("，库存 %(left)s")) % {"left": stock.get(item.code, 0)}
        choices.append((item.code, said))
    return choices


def _charged(case: "FuneralCase") -> dict[str, object]:
    withdrawn: list[Charge] = list_withdrawn_charges(case.id)
    return {
        "case": case,
        "charges": list_charges(case.id),
        "withdrawn": withdrawn,
        "names": staff_names({charge.withdrawn_by or "" for charge in withdrawn}),
        "say_who": say_who,
        "is_article": lambda charge: charge.fact_kind == FactKind.STOCK_MOVEMENT,
        "by_acts": BY_ACTS,
    }
