"""What families and visitors sent in and staff looks at before anybody else sees it."""

import uuid
from collections.abc import Callable

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cemetery.memorials import operations
from cemetery.memorials.kinds import PieceKind
from cemetery.memorials.queries.memorials import list_memorials_by_id
from cemetery.memorials.queries.pieces import get_piece as piece_of
from cemetery.memorials.queries.pieces import list_queue
from cemetery.memorials.views.blueprint import STAFF, memorials
from funeral.queries.cases import get_case_by_id
from funeral.queries.cremation import cases_by_id
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.web import Form, asker, open_to


@memorials.get("/memorials")
@open_to(*STAFF)
def list_pieces() -> ResponseReturnValue:
    page = list_queue(
        page=request.args.get("page", 1, type=int),
        sort=request.args.get("sort", ""),
        direction=request.args.get("direction", "asc"),
    )
    pages = list_memorials_by_id({piece.memorial_id for piece in page.items})
    cases = cases_by_id({memorial.case_id for memorial in pages.values()})
    return render_template(
        "memorials/list_pieces.html",
        page=page,
        case_of={key: cases[memorial.case_id] for key, memorial in pages.items()},
        kinds=PieceKind,
    )


@memorials.get("/memorials/pieces/<uuid:piece_id>")
@open_to(*STAFF)
def get_piece(piece_id: uuid.UUID) -> ResponseReturnValue:
    return _show(piece_id, Form())


@memorials.get("/memorials/pieces/<uuid:piece_id>/picture")
@open_to(*STAFF)
def get_piece_picture(piece_id: uuid.UUID) -> ResponseReturnValue:
    piece = piece_of(piece_id)
    if piece.picture is None:
        raise NotFound
    return Response(piece.picture, mimetype="image/jpeg")


@memorials.post("/memorials/pieces/<uuid:piece_id>/pass")
@open_to(*STAFF)
def pass_piece(piece_id: uuid.UUID) -> ResponseReturnValue:
    return _decide(piece_id, operations.pass_piece, _("已通过。"))


@memorials.post("/memorials/pieces/<uuid:piece_id>/turn-down")
@open_to(*STAFF)
def turn_down_piece(piece_id: uuid.UUID) -> ResponseReturnValue:
    return _decide(piece_id, operations.turn_down_piece, _("没有通过，不会显示。"))


def _decide(piece_id: uuid.UUID, decide: Callable[..., object], said: str) -> ResponseReturnValue:
    form = Form()
    piece_of(piece_id)
    if form.carry_out(
        lambda: decide(piece_id=piece_id, by=asker(), idempotency_key=form.idempotency_key.data)
    ):
        flash(said)
        return redirect(url_for("memorials.list_pieces"))
    return _show(piece_id, form)


def _show(piece_id: uuid.UUID, form: Form) -> str:
    piece = piece_of(piece_id)
    memorial = list_memorials_by_id({piece.memorial_id})[piece.memorial_id]
    return render_template(
        "memorials/get_piece.html",
        form=form,
        new_form=Form(formdata=None),
        piece=piece,
        kind=PieceKind(piece.kind),
        case=get_case_by_id(memorial.case_id),
    )
