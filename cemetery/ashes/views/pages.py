"""这份骨灰现在在哪里: the list, one portion, all portions of one person."""

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from billing.rewards import Burial
from cemetery.ashes import operations
from cemetery.ashes.chain import is_on_board
from cemetery.ashes.kinds import MoveKind, PortionState, may
from cemetery.ashes.labels import labels_of
from cemetery.ashes.models import AshPortion
from cemetery.ashes.people import list_ashes_found, whose
from cemetery.ashes.queries import portions as queries
from cemetery.ashes.saying import list_hours, say_portion, say_sum
from cemetery.ashes.slips import COLLECTION_SLIP
from cemetery.ashes.uncollected.queries.attempts import list_contacts
from cemetery.ashes.uncollected.queries.waiting import standings_of
from cemetery.ashes.views.blueprint import KEEPERS, READERS, ashes, naming
from cemetery.queries import get_unit, open_deposit_of
from cemetery.rights.queries import list_rights_of
from funeral.queries.cases import get_case
from hardware.queries import list_print_jobs
from kernel.i18n import _
from kernel.people.actors import Role
from kernel.people.finding import find_people, veiled
from kernel.places import get_institution
from kernel.web import Form, asker, open_to

# What may be done with a portion, in the order a keeper looks for it.
ACTS = {
    "collect_ashes": MoveKind.COLLECT,
    "inter_ashes": MoveKind.INTER,
    "scatter_ashes": MoveKind.SCATTER,
    "divide_ashes": MoveKind.DIVIDE,
    "send_ashes": MoveKind.SEND,
    "acknowledge_ashes": MoveKind.ACKNOWLEDGE,
    "take_back_ashes": MoveKind.TAKE_BACK,
    "correct_interment": MoveKind.CORRECT,
    "swap_interments": MoveKind.CORRECT,
    "disinter_ashes": MoveKind.DISINTER,
}
# Where two acts are the same move.
NAMES = {"swap_interments": _("两份位置互换")}


@ashes.route("/portions", methods=["GET", "POST"])
@open_to(*READERS)
def list_portions() -> ResponseReturnValue:
    """Looked for by POST, so that no identity number stands in an address."""
    if request.method == "POST":
        search = veiled(request.form.get("search", "").strip())
        return redirect(url_for("ashes.list_portions", search=search))
    search, state = request.args.get("search", "").strip(), request.args.get("state", "")
    found = find_people(search) if search else None
    page = queries.list_portions(
        state=state,
        ashes_ids=list_ashes_found(found) if found else None,
        page=request.args.get("page", 1, type=int),
        sort=request.args.get("sort", ""),
        direction=request.args.get("direction", "desc"),
    )
    return render_template(
        "ashes/list_portions.html",
        page=page,
        search=search,
        state=state,
        states=[each for each in PortionState if each],
        found=found,
        standings=standings_of([portion.id for portion in page.items]),
        names=queries.names_of(page.items),
        name_of=naming(),
        number_of=queries.number_of,
        may_keep=asker().role in KEEPERS,
    )


@ashes.get("/portions/<uuid:portion_id>")
@open_to(*READERS)
def get_portion(portion_id: uuid.UUID) -> ResponseReturnValue:
    """Where are these ashes now, and who had them at each hour."""
    portion = queries.get_portion(portion_id)
    number, last = queries.number_of(portion), queries.last_event_of(portion)
    is_collected = last.what is MoveKind.COLLECT
    return render_template(
        "ashes/get_portion.html",
        portion=portion,
        number=number,
        name=naming()(queries.name_of(portion)),
        now=say_portion(portion, naming()),
        said=say_sum(queries.list_portions_of(portion.ashes_id), naming()),
        others=[each for each in queries.list_portions_of(portion.ashes_id) if each != portion],
        hours=list_hours(portion, naming()),
        home=get_institution(portion.institution_id),
        case=queries.find_case_of(portion),
        whose=whose(portion),
        is_ours=_is_ours(portion),
        labels=labels_of(portion),
        rights=list_rights_of(portion.ashes_id),
        deposit=open_deposit_of(portion.ashes_id, portion.letter),
        standing=standings_of([portion.id]).get(portion.id),
        was_tried=bool(list_contacts(portion)),
        acts=_acts_on(portion),
        may_keep=asker().role in KEEPERS,
        slips=list_print_jobs(portion.institution_id, COLLECTION_SLIP, f"{number} {last.seq}"),
        may_print=is_collected and _is_ours(portion),
        burial=_rewarded_burial(portion),
        new_form=Form,
    )


@ashes.get("/cases/<number>/portions")
@open_to(*READERS)
def list_ashes_of_case(number: str) -> ResponseReturnValue:
    """All portions of one person, summed in one sentence, each with its hours."""
    case = get_case(number)
    portions = queries.list_portions_of(case.id)
    return render_template(
        "ashes/list_ashes_of_case.html",
        case=case,
        name=naming()(case.deceased.name),
        said=say_sum(portions, naming()) if portions else "",
        portions=[(each, list_hours(each, naming())) for each in portions],
        standings=standings_of([each.id for each in portions]),
        may_open_case=asker().role is not Role.OFFICER,
    )


@ashes.post("/portions/<uuid:portion_id>/slip")
@open_to(*KEEPERS)
def print_collection_slip(portion_id: uuid.UUID) -> ResponseReturnValue:
    portion, form = queries.get_portion(portion_id), Form()
    return form.act_and_return(
        lambda: operations.print_collection_slip(
            portion_id=portion.id, by=asker(), idempotency_key=form.idempotency_key.data
        ),
        url_for("ashes.get_portion", portion_id=portion.id),
        _("骨灰领取凭证已交给打印机。"),
    )


@ashes.post("/portions/<uuid:portion_id>/label")
@open_to(*KEEPERS)
def print_portion_label(portion_id: uuid.UUID) -> ResponseReturnValue:
    """Of ashes that came from another house or county; others have it on the case."""
    portion, form = queries.get_portion(portion_id), Form()
    return form.act_and_return(
        lambda: operations.print_portion_label(
            portion_id=portion.id, by=asker(), idempotency_key=form.idempotency_key.data
        ),
        url_for("ashes.get_portion", portion_id=portion.id),
        _("骨灰标签已交给打印机。"),
    )


def _acts_on(portion: AshPortion) -> list[tuple[str, str]]:
    """Endpoint and name of each act its state and this reader's house allow."""
    if asker().role not in KEEPERS:
        return []
    acts = [act for act, move in ACTS.items() if may(move, portion.stands)]
    if is_on_board(portion):
        acts = [act for act in acts if ACTS[act] is MoveKind.COLLECT]
    if not _is_ours(portion):
        acts = [act for act in acts if act == "acknowledge_ashes" and _is_bound_for_us(portion)]
    elif portion.bound_for_id and not _is_bound_for_us(portion):
        acts = [act for act in acts if act != "acknowledge_ashes"]
    return [(f"ashes.{act}", str(NAMES.get(act, ACTS[act].label))) for act in acts]


def _rewarded_burial(portion: AshPortion) -> str:
    """As the reward's form names it, so that it need not ask; "" where it has no word for it."""
    if portion.stands is not PortionState.INTERRED or portion.unit_id is None:
        return ""
    kind = get_unit(portion.unit_id).zone.kind
    return str(kind) if kind in set(Burial) else ""


def _is_ours(portion: AshPortion) -> bool:
    return portion.institution_id == asker().institution_id


def _is_bound_for_us(portion: AshPortion) -> bool:
    return portion.bound_for_id == asker().institution_id
