"""The pages of texts: for staff what was sent and what was not, for the gateway its reports."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kernel.errors import NotFound
from kernel.i18n import _
from kernel.people.actors import Role
from kernel.people.staff import say_who, staff_names
from kernel.places import get_institution
from kernel.texts import operations, queries, results
from kernel.texts.forms import DeclineTextsForm, TextTermsForm
from kernel.texts.gateway import REPORTS, find_gateway
from kernel.texts.kinds import TextState
from kernel.texts.known import About, find_about
from kernel.texts.models import TextMessage
from kernel.texts.reports import NotGenuine, read_reports
from kernel.web import PUBLIC, Form, asker, csrf, open_to

texts = Blueprint("texts", __name__, cli_group=None)
# Those who talk with families.
STAFF = (Role.DESK, Role.COLUMBARIUM, Role.ADMINISTRATOR)
FILTERS = {
    queries.OPEN: _("家属还没收到"),
    TextState.WAITING: TextState.WAITING.label,
    TextState.SENT: TextState.SENT.label,
    TextState.DELIVERED: TextState.DELIVERED.label,
    TextState.FAILED: TextState.FAILED.label,
    TextState.GIVEN_UP: TextState.GIVEN_UP.label,
    TextState.UNSENT: TextState.UNSENT.label,
    queries.ALL: _("全部"),
}


@texts.get("/texts")
@open_to(*STAFF)
def list_texts() -> ResponseReturnValue:
    """First those that no family has got and nobody has told."""
    state = request.args.get("state", queries.OPEN)
    if state not in FILTERS:
        raise NotFound
    page = queries.list_texts(
        state=state,
        page=request.args.get("page", 1, type=int),
        sort=request.args.get("sort", ""),
        direction=request.args.get("direction", "desc"),
    )
    return render_template(
        "texts/list_texts.html",
        page=page,
        state=state,
        filters=FILTERS,
        counts=queries.count_texts(),
        is_connected=find_gateway() is not None,
        word_of=_word_of,
    )


@texts.get("/texts/<uuid:text_id>")
@open_to(*STAFF)
def get_text(text_id: uuid.UUID) -> ResponseReturnValue:
    text = queries.get_text(text_id)
    about = find_about(text.about_kind)
    return render_template(
        "texts/get_text.html",
        text=text,
        word=_word_of(text),
        link=about.link(text.about_id) if about else None,
        told_by=say_who(text.told_by, staff_names({text.told_by})) if text.told_by else "",
        new_form=Form,
    )


@texts.post("/texts/<uuid:text_id>/again")
@open_to(*STAFF)
def send_text_again(text_id: uuid.UUID) -> ResponseReturnValue:
    form = Form()
    queries.get_text(text_id)
    return form.act_and_return(
        lambda: operations.send_text_again(
            text_id=text_id, by=asker(), idempotency_key=form.idempotency_key.data
        ),
        url_for("texts.get_text", text_id=text_id),
        _("已列入发送，稍后可以看到结果。"),
    )


@texts.post("/texts/<uuid:text_id>/told")
@open_to(*STAFF)
def tell_by_telephone(text_id: uuid.UUID) -> ResponseReturnValue:
    form = Form()
    queries.get_text(text_id)
    return form.act_and_return(
        lambda: operations.tell_by_telephone(
            text_id=text_id, by=asker(), idempotency_key=form.idempotency_key.data
        ),
        url_for("texts.get_text", text_id=text_id),
        _("已记下电话告知。"),
    )


@texts.route("/texts/declined", methods=["GET", "POST"])
@open_to(*STAFF)
def decline_texts() -> ResponseReturnValue:
    """Phones whose families want no texts, and a form for one more."""
    form = DeclineTextsForm()
    declined = form.carry_out(
        lambda: operations.decline_texts(
            institution_id=_own(),
            phone=form.phone.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if declined:
        flash(_("已登记，以后不再给这个号码发短信。"))
        return redirect(url_for("texts.decline_texts"))
    page = queries.list_declines(
        page=request.args.get("page", 1, type=int),
        sort=request.args.get("sort", ""),
        direction=request.args.get("direction", "desc"),
    )
    names = staff_names({each.noted_by for each in page.items})
    return render_template(
        "texts/decline_texts.html",
        form=form,
        page=page,
        who={each.id: say_who(each.noted_by, names) for each in page.items},
        new_form=Form,
    )


@texts.post("/texts/declined/<uuid:decline_id>/end")
@open_to(*STAFF)
def allow_texts(decline_id: uuid.UUID) -> ResponseReturnValue:
    form = Form()
    return form.act_and_return(
        lambda: operations.allow_texts(
            decline_id=decline_id, by=asker(), idempotency_key=form.idempotency_key.data
        ),
        url_for("texts.decline_texts"),
        _("已恢复，以后会给这个号码发短信。"),
    )


@texts.route("/texts/terms", methods=["GET", "POST"])
@open_to(Role.ADMINISTRATOR)
def lay_down_text_terms() -> ResponseReturnValue:
    form, terms = TextTermsForm(), queries.find_terms(_own())
    if not form.is_submitted():
        form.sends.data = terms.sends if terms else True
        form.signature.data = terms.signed_as if terms else get_institution(_own()).name
    laid_down = form.carry_out(
        lambda: operations.lay_down_text_terms(
            institution_id=_own(),
            sends=bool(form.sends.data),
            signature=form.signature.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if laid_down:
        flash(_("已保存。"))
        return redirect(url_for("texts.list_texts"))
    return render_template("texts/lay_down_text_terms.html", form=form)


@texts.post(REPORTS)
@open_to(PUBLIC)
@csrf.exempt  # type: ignore[untyped-decorator]
def receive_reports() -> ResponseReturnValue:
    """404 without the gateway's key, since then anybody could forge one."""
    gateway = find_gateway()
    if gateway is None or not gateway.key:
        raise NotFound
    told = request.headers.get("X-Timestamp", ""), request.headers.get("X-Signature", "")
    try:
        reports = read_reports(gateway.key, *told, request.get_data())
    except NotGenuine:
        return {"taken": 0}, 403
    results.record(reports)
    return {"taken": len(reports)}


def _own() -> uuid.UUID:
    institution_id = asker().institution_id
    if institution_id is None:
        raise NotFound
    return institution_id


def _word_of(text: TextMessage) -> str:
    about: About | None = find_about(text.about_kind)
    return str(about.word) if about else ""
