"""The list behind the public page: versions, drafts, and what was displayed since when."""

import uuid
from datetime import date
from typing import cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from billing import operations
from billing.forms import EndTariffItemForm, TariffItemForm
from billing.item_draft import ItemDraft
from billing.kinds import ItemClass, ItemPurpose
from billing.models import TariffItem
from billing.prices import say_includes, say_price, say_rule
from billing.published import changes_between
from billing.queries import price_lists as queries
from billing.queries.goods import list_goods_names
from billing.views.asked import asked_page
from billing.views.blueprint import KEEPER, LIST_READERS, billing, home_id, seen_home
from kernel import clock
from kernel.errors import NotFound, Refusal
from kernel.i18n import _
from kernel.people.staff import say_who, staff_names
from kernel.places import get_institution
from kernel.web import Form, asker, open_to

STATES = {
    "in_force": _("有效"),
    "coming": _("还没有施行"),
    "ended": _("已终止"),
    "draft": _("草稿"),
}
STATE_TAGS = {"in_force": "done", "coming": "waiting", "ended": "plain", "draft": "here"}


@billing.get("/tariff")
@open_to(*LIST_READERS)
def list_tariff_items() -> ResponseReturnValue:
    page = queries.list_tariff_items(
        institution_id=seen_home(),
        state=request.args.get("state", ""),
        search=request.args.get("search", ""),
        **asked_page(),
    )
    return render_template(
        "billing/list_tariff_items.html",
        page=page,
        states=STATES,
        state_of={item.id: queries.state_of(item) for item in page.items},
        tags=STATE_TAGS,
        homes={one: get_institution(one) for one in {item.institution_id for item in page.items}},
        asked=request.args,
        class_of=ItemClass,
        say_price=say_price,
    )


@billing.get("/tariff/items/<uuid:item_id>")
@open_to(*LIST_READERS)
def get_tariff_item(item_id: uuid.UUID) -> ResponseReturnValue:
    item = queries.get_tariff_item(item_id)
    return render_template(
        "billing/get_tariff_item.html",
        item=item,
        home=get_institution(item.institution_id),
        state=queries.state_of(item),
        states=STATES,
        tags=STATE_TAGS,
        class_of=ItemClass,
        purpose_of=ItemPurpose,
        who=say_who(item.drafted_by, staff_names({item.drafted_by})),
        say_price=say_price,
        say_rule=say_rule,
        included=say_includes(item.includes, queries.list_names(item.institution_id)),
    )


@billing.route("/tariff/new", methods=["GET", "POST"])
@open_to(*KEEPER)
def draft_tariff_item() -> ResponseReturnValue:
    """`?after=`: the version a new one takes over from. Sent by 核对, nothing is kept."""
    form = _offered(TariffItemForm())
    if not form.is_submitted():
        after = request.args.get("after", type=uuid.UUID)
        if after:
            form.fill(queries.get_tariff_item(after))
            form.valid_from.data, form.valid_to.data = clock.today(), None
        return _show_draft(form, None)
    draft = _read(form, None)
    if draft and not form.preview.data:
        try:
            item = operations.draft_tariff_item(
                institution_id=home_id(),
                draft=draft,
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            draft = _against(form, draft, None, refusal)
        else:
            flash(_("草稿已保存，公布后才生效。"))
            return redirect(url_for("billing.get_tariff_item", item_id=item.id))
    return _show_draft(form, None, draft)


@billing.route("/tariff/items/<uuid:item_id>/draft", methods=["GET", "POST"])
@open_to(*KEEPER)
def change_tariff_draft(item_id: uuid.UUID) -> ResponseReturnValue:
    item = queries.get_tariff_item(item_id)
    form = _offered(TariffItemForm())
    if not form.is_submitted():
        form.fill(item)
        return _show_draft(form, item)
    draft = _read(form, item.id)
    if draft and not form.preview.data:
        try:
            operations.change_tariff_draft(
                item_id=item.id,
                draft=draft,
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            draft = _against(form, draft, item.id, refusal)
        else:
            flash(_("草稿已保存，公布后才生效。"))
            return redirect(url_for("billing.get_tariff_item", item_id=item.id))
    return _show_draft(form, item, draft)


@billing.route("/tariff/items/<uuid:item_id>/discard", methods=["GET", "POST"])
@open_to(*KEEPER)
def discard_tariff_draft(item_id: uuid.UUID) -> ResponseReturnValue:
    item = queries.get_tariff_item(item_id)
    form = Form()
    if form.validate_on_submit():
        try:
            operations.discard_tariff_draft(
                item_id=item.id, by=asker(), idempotency_key=form.idempotency_key.data
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("草稿已删去。"))
            return redirect(url_for("billing.list_tariff_items"))
    return render_template(
        "billing/discard_tariff_draft.html", item=item, form=form, say_price=say_price
    )


@billing.route("/tariff/items/<uuid:item_id>/end", methods=["GET", "POST"])
@open_to(*KEEPER)
def end_tariff_item(item_id: uuid.UUID) -> ResponseReturnValue:
    item = queries.get_tariff_item(item_id)
    form = EndTariffItemForm()
    ended = form.carry_out(
        lambda: operations.end_tariff_item(
            item_id=item.id,
            valid_to=cast(date, form.valid_to.data),
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if ended:
        flash(_("截止日期已写明，请公布清单，让家属看到。"))
        return redirect(url_for("billing.get_tariff_item", item_id=item.id))
    return render_template(
        "billing/end_tariff_item.html", item=item, form=form, say_price=say_price
    )


@billing.route("/tariff/publish", methods=["GET", "POST"])
@open_to(*KEEPER)
def publish_tariff() -> ResponseReturnValue:
    """What families will read from today on, against what they read now."""
    form = Form()
    publication = form.carry_out(
        lambda: operations.publish_tariff(
            institution_id=home_id(), by=asker(), idempotency_key=form.idempotency_key.data
        )
    )
    if publication:
        flash(_("收费清单已公布。"))
        return redirect(url_for("billing.get_publication", number=publication.number))
    last = queries.find_last_publication(home_id())
    return render_template(
        "billing/publish_tariff.html",
        form=form,
        last=last,
        changes=changes_between(queries.items_of(last), queries.next_list(home_id())),
        say_price=say_price,
    )


@billing.get("/tariff/publications")
@open_to(*LIST_READERS)
def list_publications() -> ResponseReturnValue:
    page = queries.list_publications(institution_id=seen_home(), **asked_page())
    return render_template(
        "billing/list_publications.html",
        page=page,
        homes={one: get_institution(one) for one in {each.institution_id for each in page.items}},
        names=staff_names({each.published_by for each in page.items}),
        say_who=say_who,
    )


@billing.get("/tariff/publications/<number>")
@open_to(*LIST_READERS)
def get_publication(number: str) -> ResponseReturnValue:
    publication = queries.get_publication(number)
    return render_template(
        "billing/get_publication.html",
        publication=publication,
        home=get_institution(publication.institution_id),
        changes=queries.changes_of(publication),
        items=queries.items_of(publication),
        who=say_who(publication.published_by, staff_names({publication.published_by})),
        say_price=say_price,
        say_rule=say_rule,
    )


def _offered(form: TariffItemForm) -> TariffItemForm:
    goods = list_goods_names(home_id())
    names = queries.list_names(home_id())
    form.offer({code: name for code, name in names.items() if code not in goods})
    return form


def _read(form: TariffItemForm, besides: uuid.UUID | None) -> ItemDraft | None:
    """The draft the form makes, checked where it is only looked at; None where it makes none."""
    if not form.validate():
        return None
    try:
        draft = form.draft()
    except Refusal as refusal:
        form.show(refusal)
        return None
    return _against(form, draft, besides, None) if form.preview.data else draft


def _against(
    form: TariffItemForm, draft: ItemDraft, besides: uuid.UUID | None, refused: Refusal | None
) -> ItemDraft | None:
    """Everything that stands against it beside its field, not only the first; else the draft."""
    found = queries.refusals_of(home_id(), draft, besides) or ([refused] if refused else [])
    for refusal in found:
        form.show(refusal)
    return None if found else draft


def _show_draft(
    form: TariffItemForm, item: TariffItem | None, draft: ItemDraft | None = None
) -> ResponseReturnValue:
    if item is not None and item.published_on is not None:
        raise NotFound
    return render_template(
        "billing/draft_tariff_item.html",
        form=form,
        item=item,
        draft=draft,
        included=say_includes(draft.includes, queries.list_names(home_id())) if draft else "",
        say_price=say_price,
        say_rule=say_rule,
    )
