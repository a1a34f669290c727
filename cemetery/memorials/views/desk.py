"""The memorial page of a case as staff keeps it: opened, its link, its contents, taken down."""

from typing import TYPE_CHECKING

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from cemetery.memorials import operations
from cemetery.memorials.forms import (
    OpenMemorialForm,
    RenewMemorialKeyForm,
    TakeDownMemorialForm,
)
from cemetery.memorials.kinds import AskedBy, Part, PieceKind
from cemetery.memorials.queries.memorials import find_memorial, has_proof_of_death, live_key
from cemetery.memorials.queries.pieces import list_pieces_of_memorial
from cemetery.memorials.rules import memorial_rules
from cemetery.memorials.views.blueprint import STAFF, memorials
from funeral.queries.cases import get_case
from hardware.qr import memorial_url, short_code, svg
from kernel.i18n import _
from kernel.people.claimants import Relation
from kernel.web import asker, open_to

if TYPE_CHECKING:
    from cemetery.memorials.models import MemorialKey
    from funeral.models import FuneralCase


@memorials.get("/cases/<number>/memorial")
@open_to(*STAFF)
def get_memorial(number: str) -> ResponseReturnValue:
    case = get_case(number)
    memorial = find_memorial(case.id)
    if memorial is None:
        return redirect(url_for("memorials.open_memorial", number=case.number))
    key = live_key(memorial.id)
    return render_template(
        "memorials/get_memorial.html",
        case=case,
        memorial=memorial,
        relation=Relation(memorial.asker_relation).label,
        asked_by=AskedBy(memorial.taken_down_for).label if memorial.taken_down_for else "",
        agreed=[part.label for part in Part if part.value in memorial.agreed],
        card=_card(key) if key else None,
        kinds=PieceKind,
        page=list_pieces_of_memorial(
            memorial.id,
            page=request.args.get("page", 1, type=int),
            sort=request.args.get("sort", ""),
            direction=request.args.get("direction", "desc"),
        ),
    )


@memorials.route("/cases/<number>/memorial/open", methods=["GET", "POST"])
@open_to(*STAFF)
def open_memorial(number: str) -> ResponseReturnValue:
    case = get_case(number)
    form = OpenMemorialForm()
    if form.carry_out(
        lambda: operations.open_memorial(
            number=case.number,
            asker=form.asker(),
            identity_checked=bool(form.identity_checked.data),
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    ):
        flash(_("纪念页已开设，请把链接卡片打印给家属。"))
        return redirect(url_for("memorials.get_memorial", number=case.number))
    return render_template(
        "memorials/open_memorial.html",
        form=form,
        case=case,
        is_proven=has_proof_of_death(case.id),
    )


@memorials.route("/cases/<number>/memorial/key", methods=["GET", "POST"])
@open_to(*STAFF)
def renew_memorial_key(number: str) -> ResponseReturnValue:
    case = get_case(number)
    form = RenewMemorialKeyForm()
    if form.carry_out(
        lambda: operations.renew_memorial_key(
            number=case.number,
            identity_checked=bool(form.identity_checked.data),
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    ):
        flash(_("旧链接已停用，请把新的链接卡片打印给家属。"))
        return redirect(url_for("memorials.get_memorial", number=case.number))
    return render_template("memorials/renew_memorial_key.html", form=form, case=case)


@memorials.route("/cases/<number>/memorial/take-down", methods=["GET", "POST"])
@open_to(*STAFF)
def take_down_memorial(number: str) -> ResponseReturnValue:
    case = get_case(number)
    form = TakeDownMemorialForm()
    if form.carry_out(
        lambda: operations.take_down_memorial(
            number=case.number,
            asked_by=AskedBy(form.asked_by.data),
            name=form.name.data or "",
            relation=form.relative,
            reason=form.reason.data or "",
            by=asker(),
            idempotency_key=form.idempotency_key.data,
        )
    ):
        flash(_("纪念页已撤下。"))
        return redirect(url_for("memorials.get_memorial", number=case.number))
    return render_template(
        "memorials/take_down_memorial.html", form=form, case=case, days=memorial_rules().kept_days
    )


def memorial_panel(case: "FuneralCase") -> Markup:
    """On the case page: whether there is a memorial page, or the way to open one."""
    return Markup(  # noqa: S704 - our own template, escaped as every page is
        render_template(
            "memorials/_memorial_panel.html",
            case=case,
            memorial=find_memorial(case.id),
            is_proven=has_proof_of_death(case.id),
            may_keep=getattr(current_user, "role", None) in STAFF,
        )
    )


def _card(key: "MemorialKey") -> dict[str, object]:
    """What the family takes home: the link as people and telephones read it."""
    url = memorial_url(current_app.config["PUBLIC_URL"], key.token)
    return {
        "url": url,
        "short_code": short_code(key.token),
        "svg": Markup(svg(url, side_mm=42)),  # noqa: S704 - drawn by us from capitals and digits
    }
