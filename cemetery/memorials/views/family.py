"""The family's side: opened by its link and four digits of the telephone; what the public sees."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from cemetery.memorials import operations
from cemetery.memorials.forms import AgreeToPartsForm, OpenMyMemorialForm
from cemetery.memorials.kinds import Part, PieceKind, PieceState
from cemetery.memorials.models import Memorial
from cemetery.memorials.queries.memorials import ensure_family, get_memorial_of_key
from cemetery.memorials.queries.pieces import count_pieces, list_pieces
from cemetery.memorials.queries.public import find_plate_before
from cemetery.memorials.rules import memorial_rules
from cemetery.memorials.views.blueprint import is_remembered, memorials, remember_key
from funeral.queries.cases import get_case_by_id
from hardware.qr import token_of
from kernel import attempts
from kernel.i18n import _
from kernel.people.actors import Actor, family
from kernel.places import get_institution
from kernel.web import PUBLIC, Form, open_to


def of_family(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Only for a browser that has said the digits; others are asked for them first."""

    @wraps(view)
    def enter(token: str, **values: Any) -> ResponseReturnValue:
        memorial = get_memorial_of_key(token)
        if not is_remembered(token):
            return redirect(url_for("memorials.open_my_memorial", token=token))
        return view(token=token, memorial=memorial, **values)

    return enter


def who(memorial: Memorial) -> Actor:
    """The link itself must not stand in the journal."""
    return family(str(memorial.id))


@memorials.route("/M/<token>", methods=["GET", "POST"])
@memorials.route("/m/<token>", methods=["GET", "POST"])
@open_to(PUBLIC)
def open_my_memorial(token: str) -> ResponseReturnValue:
    get_memorial_of_key(token)
    if is_remembered(token):
        return redirect(url_for("memorials.show_my_memorial", token=token))
    form = OpenMyMemorialForm()
    if form.carry_out(lambda: _recognise(token, form.last4.data or "")):
        remember_key(token)
        return redirect(url_for("memorials.show_my_memorial", token=token))
    return render_template("memorials/open_my_memorial.html", form=form)


@memorials.get("/m/<token>/page")
@open_to(PUBLIC)
@of_family
def show_my_memorial(token: str, memorial: Memorial) -> ResponseReturnValue:
    case = get_case_by_id(memorial.case_id)
    pieces = list_pieces(memorial.id, [kind for kind in PieceKind if kind is not PieceKind.MESSAGE])
    return render_template(
        "memorials/show_my_memorial.html",
        token=token,
        memorial=memorial,
        case=case,
        home=get_institution(memorial.institution_id),
        parts=[(part, part.value in memorial.agreed) for part in Part],
        pieces=pieces,
        waiting=count_pieces(memorial.id, PieceKind.MESSAGE, [PieceState.AWAITS_FAMILY]),
        plate=find_plate_before(case.id),
    )


@memorials.route("/m/<token>/parts", methods=["GET", "POST"])
@open_to(PUBLIC)
@of_family
def agree_to_parts(token: str, memorial: Memorial) -> ResponseReturnValue:
    form = AgreeToPartsForm(parts=memorial.agreed)
    if form.carry_out(
        lambda: operations.agree_to_parts(
            token=token,
            parts=form.chosen,
            by=who(memorial),
            idempotency_key=form.idempotency_key.data,
        )
    ):
        flash(_("已保存，马上生效。"))
        return redirect(url_for("memorials.show_my_memorial", token=token))
    return render_template("memorials/agree_to_parts.html", form=form, token=token)


@memorials.route("/m/<token>/take-down", methods=["GET", "POST"])
@open_to(PUBLIC)
@of_family
def take_down_my_memorial(token: str, memorial: Memorial) -> ResponseReturnValue:
    form = Form()
    if form.carry_out(
        lambda: operations.take_down_my_memorial(
            token=token, by=who(memorial), idempotency_key=form.idempotency_key.data
        )
    ):
        return render_template("memorials/taken_down.html", days=memorial_rules().kept_days)
    return render_template(
        "memorials/take_down_my_memorial.html",
        form=form,
        token=token,
        days=memorial_rules().kept_days,
    )


def _recognise(token: str, last4: str) -> Memorial:
    with attempts.counted("memorial", token_of(token)):
        return ensure_family(token, last4)
