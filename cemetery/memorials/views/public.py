"""What a visitor sees beside a plate, and the words left there."""

import uuid
from datetime import timedelta

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cemetery.memorials import operations
from cemetery.memorials.errors import MemorialNotShown, TooManyMessages
from cemetery.memorials.forms import LeaveMessageForm
from cemetery.memorials.kinds import Part, PieceKind, PieceState
from cemetery.memorials.queries.pieces import list_messages
from cemetery.memorials.queries.public import get_remembered, get_shown_picture, list_shown
from cemetery.memorials.rules import memorial_rules
from cemetery.memorials.views.blueprint import memorials
from kernel import attempts
from kernel.i18n import _
from kernel.people.actors import family
from kernel.web import PUBLIC, open_to

AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
VISITOR = family("visitor")


@memorials.get("/p/<token>/memorial/<uuid:memorial_id>")
@open_to(PUBLIC)
def show_memorial(token: str, memorial_id: uuid.UUID) -> ResponseReturnValue:
    plate, remembered = get_remembered(token, memorial_id)
    takes_messages = Part.MESSAGES in remembered.parts
    page = request.args.get("page", 1, type=int)
    return render_template(
        "memorials/show_memorial.html",
        token=token,
        unit=plate.unit,
        remembered=remembered,
        shown=list_shown(remembered),
        kinds=PieceKind,
        page=list_messages(memorial_id, [PieceState.SHOWN], page=page) if takes_messages else None,
    )


@memorials.get("/p/<token>/memorial/<uuid:memorial_id>/pictures/<uuid:piece_id>")
@open_to(PUBLIC)
def show_memorial_picture(
    token: str, memorial_id: uuid.UUID, piece_id: uuid.UUID
) -> ResponseReturnValue:
    return Response(get_shown_picture(token, memorial_id, piece_id), mimetype="image/jpeg")


@memorials.route("/p/<token>/memorial/<uuid:memorial_id>/message", methods=["GET", "POST"])
@open_to(PUBLIC)
def leave_message(token: str, memorial_id: uuid.UUID) -> ResponseReturnValue:
    plate, remembered = get_remembered(token, memorial_id)
    if Part.MESSAGES not in remembered.parts:
        raise MemorialNotShown
    form = LeaveMessageForm()
    if form.carry_out(lambda: _leave(token, memorial_id, form)):
        flash(_("留言已收到，家属同意后才会显示。"))
        return redirect(url_for("memorials.show_memorial", token=token, memorial_id=memorial_id))
    return render_template(
        "memorials/leave_message.html",
        form=form,
        token=token,
        unit=plate.unit,
        remembered=remembered,
        most=memorial_rules().message_characters,
    )


def _leave(token: str, memorial_id: uuid.UUID, form: LeaveMessageForm) -> object:
    """Whoever sends many is slowed down, at one page as from one address."""
    rules = memorial_rules()
    address = request.remote_addr or ""
    most = rules.messages_per_address_an_hour
    try:
        attempts.at_most(most, AN_HOUR, kind="message-from", what=address)
        attempts.at_most(
            rules.messages_per_page_a_day, A_DAY, kind="message-at", what=str(memorial_id)
        )
    except attempts.TooMuchAtOnce as refusal:
        raise TooManyMessages(**refusal.facts) from None
    return operations.leave_message(
        plate_token=token,
        memorial_id=memorial_id,
        name=form.name.data or "",
        words=form.words.data or "",
        by=VISITOR,
        idempotency_key=form.idempotency_key.data,
    )
