"""丧葬用品 in stock: received, counted, and every piece in or out."""

import uuid
from datetime import date
from typing import cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from billing import operations
from billing.forms import CountGoodsForm, ReceiveGoodsForm
from billing.kinds import MovementKind
from billing.models import GoodsBatch
from billing.price_rules import markup_ceiling
from billing.prices import say_price, say_rule
from billing.queries import find_tariff_item, list_tariff_by_code
from billing.queries import goods as queries
from billing.views.asked import asked_page
from billing.views.blueprint import KEEPER, TILL, billing, home_id
from kernel import clock
from kernel.i18n import _
from kernel.money import yuan
from kernel.people.staff import say_who, staff_names
from kernel.web import asker, open_to


@billing.get("/goods")
@open_to(*TILL)
def list_goods() -> ResponseReturnValue:
    page = queries.list_articles(home_id(), **asked_page("asc"))
    return render_template(
        "billing/list_goods.html",
        page=page,
        names=queries.list_goods_names(home_id()),
        listed=list_tariff_by_code(home_id(), clock.today()),
        say_price=say_price,
        say_rule=say_rule,
    )


@billing.route("/goods/receive", methods=["GET", "POST"])
@open_to(*KEEPER)
def receive_goods() -> ResponseReturnValue:
    form = ReceiveGoodsForm()
    form.item_code.choices = list(queries.list_goods_names(home_id()).items())
    if not form.is_submitted():
        form.item_code.data = request.args.get("code", form.item_code.data)
    batch = form.carry_out(
        lambda: operations.receive_goods(
            institution_id=home_id(),
            item_code=form.item_code.data,
            quantity=cast(int, form.quantity.data),
            purchase_price_fen=cast(int, form.purchase_price.data),
            received_on=cast(date, form.received_on.data),
            supplier=form.supplier.data or "",
            document=form.document.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if batch:
        flash(_too_dear(form.item_code.data, batch) or _("已登记购进。"))
        return redirect(url_for("billing.list_goods"))
    return render_template("billing/receive_goods.html", form=form)


@billing.route("/goods/count", methods=["GET", "POST"])
@open_to(*KEEPER)
def count_goods() -> ResponseReturnValue:
    form = CountGoodsForm()
    names = queries.list_goods_names(home_id())
    form.item_code.choices = list(names.items())
    if not form.is_submitted():
        form.item_code.data = request.args.get("code", form.item_code.data)
    counted = form.carry_out(
        lambda: operations.count_goods(
            institution_id=home_id(),
            item_code=form.item_code.data,
            counted=cast(int, form.counted.data),
            reason=form.reason.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if counted:
        flash(_("盘点已登记。"))
        return redirect(url_for("billing.count_goods"))
    page = queries.list_counts(home_id(), page=request.args.get("page", 1, type=int))
    return render_template(
        "billing/count_goods.html",
        form=form,
        page=page,
        names=names,
        staff=staff_names({count.counted_by for count in page.items}),
        say_who=say_who,
    )


@billing.get("/goods/movements")
@open_to(*TILL)
def list_stock_movements() -> ResponseReturnValue:
    page = queries.list_movements(
        home_id(),
        code=request.args.get("code", ""),
        **asked_page(),
    )
    return render_template(
        "billing/list_stock_movements.html",
        page=page,
        names=queries.list_goods_names(home_id()),
        asked=request.args,
        kind_of=MovementKind,
        staff=staff_names({movement.moved_by for movement in page.items}),
        say_who=say_who,
    )


def movement_link(movement_id: uuid.UUID) -> str | None:
    """Where the pieces behind a charge are shown (billing.fact_links)."""
    code = queries.find_moved_code(movement_id)
    return code and url_for("billing.list_stock_movements", code=code)


def _too_dear(code: str, batch: GoodsBatch) -> str:
    """The published price may be above what these pieces may be sold for: say so at once."""
    item = find_tariff_item(home_id(), code, clock.today())
    if item is None or item.markup_percent is None:
        return ""
    ceiling = markup_ceiling(batch.purchase_price_fen, item.markup_percent)
    if item.terms.high_fen <= ceiling:
        return ""
    said = str(
        _("已登记购进。按这批购进价，售价不高于 %(ceiling)s，已公布 %(price)s，请公布新的价格。")
    )
    return said % {"ceiling": yuan(ceiling), "price": yuan(item.terms.high_fen)}
