"""The register of certificate paper: what came in, what became of each number, the counts."""

import uuid
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from funeral import operations
from funeral.forms import CountStockForm, ReceiveBlanksForm, VoidBlankForm
from funeral.kinds import BlankState
from funeral.queries import blanks as queries
from funeral.queries.certificates import find_replacement, numbers_of
from funeral.queries.cremation import cases_by_id
from funeral.steps import DESK
from funeral.views.blueprint import HOME, funeral, home_id
from kernel import clock
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.people.actors import Role
from kernel.people.staff import list_staff, staff_names
from kernel.web import asker, open_to


@funeral.get("/certificates")
@open_to(*DESK)
def list_blanks() -> ResponseReturnValue:
    asked = request.args
    state = asked.get("state", "")
    page = queries.list_blanks(
        search=asked.get("search", ""),
        state=BlankState(state) if state in set(BlankState) else None,
        start=_day("start"),
        end=_day("end"),
        page=asked.get("page", 1, type=int),
        sort=asked.get("sort", ""),
        direction=asked.get("direction", "desc"),
    )
    issued = [blank.certificate for blank in page.items if blank.certificate]
    return render_template(
        "funeral/list_blanks.html",
        page=page,
        cases=cases_by_id({certificate.case_id for certificate in issued}),
        replaced=numbers_of(certificate.replaces_id for certificate in issued),
        stock=queries.count_stock_left(home_id()),
        states=list(BlankState),
        asked=asked,
    )


@funeral.get("/certificates/numbers/<uuid:blank_id>")
@open_to(*DESK)
def get_blank(blank_id: uuid.UUID) -> ResponseReturnValue:
    """The life of one number."""
    blank = queries.get_blank(blank_id)
    certificate = blank.certificate
    people = {blank.batch.recorded_by, blank.voided_by or ""}
    if certificate:
        people |= {certificate.issued_by, certificate.voided_by or ""}
    return render_template(
        "funeral/get_blank.html",
        blank=blank,
        certificate=certificate,
        case=cases_by_id({certificate.case_id})[certificate.case_id] if certificate else None,
        replaced=numbers_of([certificate.replaces_id]) if certificate else {},
        replacement=find_replacement(certificate) if certificate else None,
        names=staff_names(people),
    )


@funeral.route("/certificates/numbers/<uuid:blank_id>/void", methods=["GET", "POST"])
@open_to(*DESK)
def void_blank(blank_id: uuid.UUID) -> ResponseReturnValue:
    blank = queries.get_blank(blank_id)
    form = VoidBlankForm()
    if form.validate_on_submit():
        try:
            operations.void_blank(
                institution_id=blank.institution_id,
                number=blank.number,
                reason=form.reason.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(str(_("空白火化证明 %(number)s 已作废。")) % {"number": blank.number})
            return redirect(url_for("funeral.get_blank", blank_id=blank.id))
    return render_template("funeral/void_blank.html", blank=blank, form=form)


@funeral.route("/certificates/receive", methods=["GET", "POST"])
@open_to(*DESK)
def receive_blanks() -> ResponseReturnValue:
    form = ReceiveBlanksForm()
    if not form.is_submitted():
        form.received_on.data = clock.today()
    if form.validate_on_submit() and form.received_on.data:
        try:
            batch = operations.receive_blanks(
                institution_id=home_id(),
                prefix=form.prefix.data or "",
                first=form.first.data or "",
                last=form.last.data or "",
                received_on=form.received_on.data,
                received_from=form.received_from.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            count = batch.last_no - batch.first_no + 1
            flash(str(_("已登记 %(count)s 张空白火化证明。")) % {"count": count})
            return redirect(url_for("funeral.list_blanks"))
    return render_template("funeral/receive_blanks.html", form=form)


@funeral.route("/certificates/count", methods=["GET", "POST"])
@open_to(*DESK)
def count_stock() -> ResponseReturnValue:
    form = CountStockForm()
    form.second_person.choices = [
        SelectChoice("", _("请选择")),
        *(
            SelectChoice(str(person.id), f"{person.name} {Role(person.role).label}")
            for role in (*HOME, Role.DRIVER)
            for person in list_staff(home_id(), role)
            if str(person.id) != asker().id
        ),
    ]
    if form.validate_on_submit():
        try:
            operations.count_stock(
                institution_id=home_id(),
                held=form.held.data or "",
                second_person=uuid.UUID(form.second_person.data),
                explanation=form.explanation.data or "",
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("盘点结果已保存。"))
            return redirect(url_for("funeral.count_stock"))
    page = queries.list_counts(page=request.args.get("page", 1, type=int))
    people = {by for count in page.items for by in (count.counted_by, count.second_person)}
    return render_template(
        "funeral/count_stock.html", form=form, page=page, names=staff_names(people)
    )


def _day(name: str) -> date | None:
    try:
        day = date.fromisoformat(request.args.get(name, ""))
        clock.day_range(day)
    except (ValueError, OverflowError):
        # In the calendar's first and last days there is no midnight before or after.
        return None
    return day
