"""The family's side: its text, its pictures, and the messages it agrees to or not."""

import uuid

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from cemetery.memorials import operations
from cemetery.memorials.forms import AddMemorialPictureForm, WriteMemorialTextForm
from cemetery.memorials.kinds import PICTURED, PieceKind, PieceState
from cemetery.memorials.models import Memorial
from cemetery.memorials.queries.pieces import (
    find_piece_of_kind,
    get_piece_of,
    list_messages,
    list_pieces,
)
from cemetery.memorials.rules import memorial_rules
from cemetery.memorials.views.blueprint import memorials
from cemetery.memorials.views.family import of_family, who
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.web import PUBLIC, Form, open_to

FOR_FAMILY = [PieceState.AWAITS_FAMILY, PieceState.SHOWN]


@memorials.route("/m/<token>/text", methods=["GET", "POST"])
@open_to(PUBLIC)
@of_family
def write_memorial_text(token: str, memorial: Memorial) -> ResponseReturnValue:
    before = find_piece_of_kind(memorial.id, PieceKind.TEXT)
    form = WriteMemorialTextForm(words=before.words if before else "")
    if form.carry_out(
        lambda: operations.write_memorial_text(
            token=token,
            words=form.words.data or "",
            by=who(memorial),
            idempotency_key=form.idempotency_key.data,
        )
    ):
        flash(_("文字已保存。"))
        return redirect(url_for("memorials.show_my_memorial", token=token))
    return render_template(
        "memorials/write_memorial_text.html",
        form=form,
        token=token,
        most=memorial_rules().text_characters,
    )


@memorials.route("/m/<token>/pictures", methods=["GET", "POST"])
@open_to(PUBLIC)
@of_family
def add_memorial_picture(token: str, memorial: Memorial) -> ResponseReturnValue:
    form = AddMemorialPictureForm()
    kinds = (PieceKind.PORTRAIT, PieceKind.PICTURE)
    form.kind.choices = [SelectChoice(kind.value, kind.label) for kind in kinds]
    if form.carry_out(
        lambda: operations.add_memorial_picture(
            token=token,
            kind=PieceKind(form.kind.data),
            raw=form.photo.data.read(),
            by=who(memorial),
            idempotency_key=form.idempotency_key.data,
        )
    ):
        flash(_("照片已保存。"))
        return redirect(url_for("memorials.add_memorial_picture", token=token))
    rules = memorial_rules()
    return render_template(
        "memorials/add_memorial_picture.html",
        form=form,
        new_form=Form(formdata=None),
        token=token,
        pieces=list_pieces(memorial.id, PICTURED),
        rules=rules,
    )


@memorials.get("/m/<token>/pictures/<uuid:piece_id>")
@open_to(PUBLIC)
@of_family
def show_my_picture(memorial: Memorial, piece_id: uuid.UUID, **_: str) -> ResponseReturnValue:
    """Also what is still to be looked at, for the family that sent it."""
    piece = get_piece_of(memorial.id, piece_id)
    if piece.picture is None or not piece.is_live:
        raise NotFound
    return Response(piece.picture, mimetype="image/jpeg")


@memorials.get("/m/<token>/messages")
@open_to(PUBLIC)
@of_family
def list_my_messages(token: str, memorial: Memorial) -> ResponseReturnValue:
    page = list_messages(memorial.id, FOR_FAMILY, page=request.args.get("page", 1, type=int))
    return render_template(
        "memorials/list_my_messages.html", token=token, page=page, new_form=Form(formdata=None)
    )


@memorials.post("/m/<token>/pieces/<uuid:piece_id>/approve")
@open_to(PUBLIC)
@of_family
def approve_message(token: str, memorial: Memorial, piece_id: uuid.UUID) -> ResponseReturnValue:
    form = Form()
    return form.act_and_return(
        lambda: operations.approve_message(
            token=token,
            piece_id=piece_id,
            by=who(memorial),
            idempotency_key=form.idempotency_key.data,
        ),
        url_for("memorials.list_my_messages", token=token),
        _("留言已同意显示。"),
    )


@memorials.post("/m/<token>/pieces/<uuid:piece_id>/remove")
@open_to(PUBLIC)
@of_family
def remove_piece(token: str, memorial: Memorial, piece_id: uuid.UUID) -> ResponseReturnValue:
    form = Form()
    kind = PieceKind(get_piece_of(memorial.id, piece_id).kind)
    page = "add_memorial_picture" if kind in PICTURED else "list_my_messages"
    return form.act_and_return(
        lambda: operations.remove_piece(
            token=token,
            piece_id=piece_id,
            by=who(memorial),
            idempotency_key=form.idempotency_key.data,
        ),
        url_for(f"memorials.{page}", token=token),
        _("已删除，不再显示。"),
    )
