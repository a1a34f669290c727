"""Cases: the list, a walk-in, the case page, papers."""

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from billing.classes import WaiverClass
from funeral import operations
from funeral.documents import CERTIFICATE
from funeral.forms import OpenWalkInCaseForm, RecordPaperForm
from funeral.history import history_of
from funeral.kinds import DeathKind, PaperKind, Source
from funeral.models import FuneralCase
from funeral.notices import told_sentence
from funeral.option_sheet import OPTION_SHEET
from funeral.panels import panels_of
from funeral.queries import cases as queries
from funeral.queries.ash_papers import list_labels, list_pick_up_slips
from funeral.queries.progress import Progress, progress_of
from funeral.queries.traces import list_traces
from funeral.steps import DESK, way_of
from funeral.views.blueprint import HOME, funeral, home_id
from hardware.queries import list_documents
from kernel import regions
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.people.claimants import Relation
from kernel.people.finding import find_people, veiled
from kernel.people.identity import Sex
from kernel.people.staff import staff_names
from kernel.places import get_institution
from kernel.web import Form, asker, open_to

if TYPE_CHECKING:
    from hardware.models import Document

KINDS = (CERTIFICATE, OPTION_SHEET)


@funeral.route("/cases", methods=["GET", "POST"])
@open_to(*HOME)
def list_cases() -> ResponseReturnValue:
    if request.method == "POST":
        search = veiled(request.form.get("search", "").strip())
        return redirect(url_for("funeral.list_cases", search=search))
    search = request.args.get("search", "").strip()
    found = find_people(search) if search else None
    page = queries.list_cases(
        found=found,
        page=request.args.get("page", 1, int),
        sort=request.args.get("sort", ""),
        direction=request.args.get("direction", "desc"),
    )
    traces = list_traces(case.id for case in page.items)
    return render_template(
        "funeral/list_cases.html", page=page, search=search, found=found, traces=traces
    )


@funeral.route("/cases/new", methods=["GET", "POST"])
@open_to(*DESK)
def open_walk_in_case() -> ResponseReturnValue:
    form = OpenWalkInCaseForm()
    here = regions.get_region(get_institution(home_id()).region_code)
    if not form.is_submitted():
        form.household_registration.data = here.name
    if form.validate_on_submit():
        try:
            case = operations.open_walk_in_case(
                institution_id=home_id(),
                by=asker(),
                idempotency_key=form.idempotency_key.data,
                **form.told(),
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(_("案件已登记。"))
            return redirect(url_for("funeral.get_case", number=case.number))
    return render_template("funeral/open_walk_in_case.html", form=form)


@funeral.get("/cases/<number>")
@open_to(*HOME)
def get_case(number: str) -> ResponseReturnValue:
    return show_case(queries.get_case(number), Form())


def show_case(case: FuneralCase, form: Form) -> ResponseReturnValue:
    """`form`: one of this page's buttons that was refused, or a fresh one."""
    progress = progress_of(case)
    way, run = way_of(progress), progress.run
    told = told_sentence(case.plan) if case.plan and case.plan.told_at is None else None
    return render_template(
        "funeral/get_case.html",
        case=case,
        progress=progress,
        way=way,
        next_step=way.next_for(asker().role),
        panels=[Markup(panel) for panel in panels_of(case)],  # noqa: S704 — from our own templates
        history=history_of(progress, page=request.args.get("page", 1, int)),
        names=staff_names({run.first_operator, run.second_operator} if run else set()),
        told=told,
        form=form,
        new_form=Form,
        documents=_documents(progress),
        ash_papers=_ash_papers(progress),
        **_words(case),
    )


def _documents(progress: Progress) -> "list[Document]":
    """What was released of this case, for those who may open it."""
    if asker().role not in DESK:
        return []
    case = progress.case
    numbers = [case.number, *(each.number for each in progress.certificates)]
    return list_documents(case.institution_id, numbers, KINDS)


def _ash_papers(progress: Progress) -> dict[str, object] | None:
    """Of each what was printed; None before there are ashes."""
    if not progress.is_cremated:
        return None
    case = progress.case
    return {"labels": list_labels(case), "pick_up_slips": list_pick_up_slips(case)}


def _words(case: FuneralCase) -> dict[str, str]:
    """What the tables keep as codes."""
    registration = case.deceased.household_registration
    return {
        "household": regions.full_name(registration) if registration else "",
        "relation": Relation(case.claimant.relation).label,
        "sex": Sex(case.deceased.sex).label,
        "source": Source(case.source).label,
        "waiver_class": WaiverClass(case.deceased.waiver_class).label,
    }


@funeral.route("/cases/<number>/papers", methods=["GET", "POST"])
@open_to(*DESK)
def record_paper(number: str) -> ResponseReturnValue:
    case = queries.get_case(number)
    progress = progress_of(case)
    form = RecordPaperForm()
    if not form.is_submitted() and progress.missing_papers:
        form.kind.data = request.args.get("kind", progress.missing_papers[0].value)
    if form.validate_on_submit():
        try:
            operations.record_paper(
                number=case.number,
                kind=PaperKind(form.kind.data),
                paper_number=form.number.data or "",
                issuer=form.issuer.data or "",
                issued_on=form.issued_on.data,
                death_kind=DeathKind(form.death_kind.data) if form.death_kind.data else None,
                by=asker(),
                idempotency_key=form.idempotency_key.data,
            )
        except Refusal as refusal:
            form.show(refusal)
        else:
            missing = queries.list_missing_papers(case)
            flash(_("已登记。"))
            page = "funeral.record_paper" if missing else "funeral.get_case"
            return redirect(url_for(page, number=case.number))
    on_file = {kind.value: {"disabled": str(_("已登记"))} for kind in progress.papers}
    return render_template(
        "funeral/record_paper.html", case=case, progress=progress, form=form, on_file=on_file
    )
