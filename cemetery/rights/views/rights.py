"""The list of rights, one right, who may rest there, its papers, and the panel of a case."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from billing.queries import returned_fen
from cemetery.models import UnitKind
from cemetery.rights import operations, queries
from cemetery.rights.fees import IN_WALLS, FeeLine
from cemetery.rights.forms import AddRightPersonForm, ReasonForm, SucceedHolderForm
from cemetery.rights.kinds import Ground, MoveReason, Reached, RightState, Way
from cemetery.rights.notices import renewal_sentence, say_step
from cemetery.rights.papers import agreement_of, burial_certificate_of, kinds_of, number_of
from cemetery.rights.queries.renewals import list_notices, missing_searches
from cemetery.rights.queries.rights import ENDING, EXPIRED, UNREACHABLE
from cemetery.rights.rules import rules
from cemetery.rights.views.blueprint import KEEPERS, rights
from cemetery.texting import RIGHT
from hardware.papers import Paper
from hardware.queries import list_documents
from hardware.releasing import release
from kernel import clock
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.people.finding import find_people, veiled
from kernel.people.staff import staff_names
from kernel.texts.queries import list_texts_about
from kernel.web import Form, asker, open_to

if TYPE_CHECKING:
    from cemetery.rights.models import Right
    from funeral.models import FuneralCase

FILTERS = {
    "": _("全部"),
    RightState.GRANTED: _("使用中"),
    ENDING: _("快到期"),
    EXPIRED: _("已到期"),
    UNREACHABLE: _("联系不上"),
    RightState.RETURNED: _("已退还"),
    RightState.ENDED: _("已终止"),
}


@rights.route("/rights", methods=["GET", "POST"])
@open_to(*KEEPERS)
def list_rights() -> ResponseReturnValue:
    """Looked for by POST, so that no identity number stands in an address."""
    if request.method == "POST":
        search = veiled(request.form.get("search", "").strip())
        state = request.form.get("state", "")
        return redirect(url_for("rights.list_rights", search=search, state=state))
    search, state = request.args.get("search", "").strip(), request.args.get("state", "")
    found = find_people(search) if search else None
    page = queries.list_rights(
        found=found,
        state=state,
        page=request.args.get("page", 1, type=int),
        sort=request.args.get("sort", ""),
        direction=request.args.get("direction", "asc"),
    )
    return render_template(
        "rights/list_rights.html",
        page=page,
        search=search,
        state=state,
        filters=FILTERS,
        found=found,
        states=RightState,
        holds=queries.list_open_holds(),
    )


@rights.get("/rights/<number>")
@open_to(*KEEPERS)
def get_right(number: str) -> ResponseReturnValue:
    return _show(queries.get_right(number), Form())


def _show(right: "Right", form: Form) -> ResponseReturnValue:
    by = {each.noted_by for each in right.contacts} | {right.granted_by, right.ended_by or ""}
    numbers = [number_of(right, term) for term in right.terms]
    return render_template(
        "rights/get_right.html",
        right=right,
        form=form,
        terms=[(term, [FeeLine.from_json(fee) for fee in term.fees]) for term in right.terms],
        notices=list_notices(right),
        texts=list_texts_about(RIGHT, right.id),
        missing=[Way(way).label for way in missing_searches(right)],
        sentence=renewal_sentence(right),
        is_renewable=-right.days_over <= rules().renewable_days,
        in_wall=UnitKind(right.unit.zone.kind) in IN_WALLS,
        documents=list_documents(right.institution_id, numbers, kinds_of(right)),
        names=staff_names(by),
        grounds=Ground,
        ways=Way,
        reached=Reached,
        reasons=MoveReason,
        states=RightState,
        on_account_fen=returned_fen([term.id for term in right.terms]),
        say_step=say_step,
        new_form=Form,
    )


@rights.route("/rights/<number>/persons", methods=["GET", "POST"])
@open_to(*KEEPERS)
def add_right_person(number: str) -> ResponseReturnValue:
    right, form = queries.get_right(number), AddRightPersonForm()
    added = form.carry_out(
        lambda: operations.add_right_person(
            number=right.number,
            ground=Ground(form.ground.data),
            ground_paper=form.ground_paper.data or "",
            case_number=_case_number(form),
            issuer=form.issuer.data or "",
            living=form.living,
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if added:
        flash(_("已登记。"))
        return redirect(url_for("rights.get_right", number=right.number))
    exceptions = rules().exceptions_on(clock.today())
    return render_template(
        "rights/add_right_person.html", right=right, form=form, exceptions=exceptions
    )


def _case_number(form: AddRightPersonForm) -> str | None:
    """Only a death is proven by a case."""
    if Ground(form.ground.data).is_exception:
        return None
    return (form.case_number.data or "").strip().upper()


@rights.route("/rights/<number>/persons/<uuid:person_id>/withdraw", methods=["GET", "POST"])
@open_to(*KEEPERS)
def withdraw_right_person(number: str, person_id: uuid.UUID) -> ResponseReturnValue:
    right, form = queries.get_right(number), ReasonForm()
    person = next((each for each in right.persons if each.id == person_id), None)
    if person is None:
        raise NotFound
    return form.carry_out_and_return(
        lambda: operations.withdraw_right_person(
            number=right.number,
            person_id=person_id,
            reason=form.reason.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        ),
        url_for("rights.get_right", number=right.number),
        _("已取消登记。"),
    ) or render_template("rights/withdraw_right_person.html", right=right, form=form, person=person)


@rights.route("/rights/<number>/holder", methods=["GET", "POST"])
@open_to(*KEEPERS)
def succeed_holder(number: str) -> ResponseReturnValue:
    right, form = queries.get_right(number), SucceedHolderForm()
    succeeded = form.carry_out(
        lambda: operations.succeed_holder(
            number=right.number,
            holder=form.holder,
            proof=form.proof.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    )
    if succeeded:
        flash(_("持证人已更换。"))
        return redirect(url_for("rights.get_right", number=right.number))
    return render_template("rights/succeed_holder.html", right=right, form=form)


@rights.post("/rights/<number>/agreement")
@open_to(*KEEPERS)
def release_right_agreement(number: str) -> ResponseReturnValue:
    """Of the term that was agreed to last; those before were released in their time."""
    right = queries.get_right(number)
    return _release(right, lambda: agreement_of(right, right.terms[-1]))


@rights.post("/rights/<number>/certificate")
@open_to(*KEEPERS)
def release_burial_certificate(number: str) -> ResponseReturnValue:
    right, address = queries.get_right(number), current_app.config["PUBLIC_URL"]
    return _release(right, lambda: burial_certificate_of(right, address))


def _release(right: "Right", make: Callable[[], Paper]) -> ResponseReturnValue:
    form = Form()
    if form.carry_out(lambda: release(make, institution_id=right.institution_id, by=asker())):
        flash(_("PDF 已生成，可以打开。"))
        return redirect(url_for("rights.get_right", number=right.number, _anchor="documents"))
    return _show(right, form)


def right_panel(case: "FuneralCase") -> Markup:
    """Rights on the case page: what the family has or holds, or the way to choose."""
    return Markup(  # noqa: S704 - our own template, escaped as every page is
        render_template(
            "rights/_right_panel.html",
            case=case,
            rights=queries.list_rights_of_case(case.id),
            hold=queries.find_open_hold(case.id),
            may_keep=getattr(current_user, "role", None) in KEEPERS,
        )
    )


def right_link(term_id: uuid.UUID) -> str | None:
    """Where the right behind a charge is shown (billing.fact_links)."""
    number = queries.find_number_of_term(term_id)
    return number and url_for("rights.get_right", number=number)
