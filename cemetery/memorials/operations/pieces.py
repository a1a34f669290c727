"""Texts, pictures and messages: written, looked at, agreed to, removed."""

import uuid
from datetime import datetime

from cemetery.memorials.errors import (
    MemorialNotShown,
    MemorialPhotoUnread,
    MemorialTakenDown,
    MemorialTextTooLong,
    MessageEmpty,
    MessageTooLong,
    PieceSettled,
    TooManyMemorialPictures,
    TooManyWaitingMessages,
    VisitorNameTooLong,
)
from cemetery.memorials.kinds import Part, PieceKind, PieceState
from cemetery.memorials.models import Memorial, MemorialPiece
from cemetery.memorials.queries import memorials, pieces
from cemetery.memorials.queries.public import get_remembered
from cemetery.memorials.rules import memorial_rules
from funeral.photos import NotAPhoto, plain_photo
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor

LONGEST_NAME = 20
WAITING = (PieceState.AWAITS_STAFF, PieceState.AWAITS_FAMILY)


@operation(_("写生平文字"))
def write_memorial_text(
    *, token: str, words: str, by: Actor, idempotency_key: str | None = None
) -> Memorial:
    """By the family; the text before it is removed, and with no words nothing takes its place.

    Raises MemorialTextTooLong and the refusals of get_memorial_of_key.
    """
    memorial = memorials.lock_memorial_of_key(token)
    words, most = words.strip(), memorial_rules().text_characters
    if len(words) > most:
        raise MemorialTextTooLong(most=most, length=len(words))
    _remove_the_one(memorial, PieceKind.TEXT, by)
    if words:
        _add(memorial, PieceKind.TEXT, words=words)
    return memorial


@operation(_("上传纪念页照片"))
def add_memorial_picture(
    *, token: str, kind: PieceKind, raw: bytes, by: Actor, idempotency_key: str | None = None
) -> MemorialPiece:
    """By the family; written anew without EXIF, and encrypted. A portrait replaces the one before.

    Raises MemorialPhotoUnread, TooManyMemorialPictures and the refusals of get_memorial_of_key.
    """
    memorial = memorials.lock_memorial_of_key(token)
    rules = memorial_rules()
    if len(raw) > rules.picture_megabytes * 1024 * 1024:
        raise MemorialPhotoUnread(most=rules.picture_megabytes)
    try:
        picture = plain_photo(raw)
    except NotAPhoto:
        raise MemorialPhotoUnread(most=rules.picture_megabytes) from None
    if kind is PieceKind.PORTRAIT:
        _remove_the_one(memorial, kind, by)
    elif pieces.count_pieces(memorial.id, kind) >= rules.pictures:
        raise TooManyMemorialPictures(most=rules.pictures)
    return _add(memorial, kind, picture=picture)


@operation(_("留言"))
def leave_message(
    *,
    plate_token: str,
    memorial_id: uuid.UUID,
    name: str,
    words: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> MemorialPiece:
    """By a visitor; seen by nobody until the family agrees.

    Raises MessageEmpty, MessageTooLong, VisitorNameTooLong, TooManyWaitingMessages,
    MemorialNotShown and the refusals of get_plate.
    """
    rules = memorial_rules()
    name, words = name.strip(), words.strip()
    if not words:
        raise MessageEmpty
    if len(words) > rules.message_characters:
        raise MessageTooLong(most=rules.message_characters, length=len(words))
    if len(name) > LONGEST_NAME:
        raise VisitorNameTooLong
    memorial = memorials.lock_memorial(memorial_id)
    # Asked once the page is held: nothing is left on a page just taken down.
    _plate, remembered = get_remembered(plate_token, memorial_id)
    if Part.MESSAGES not in remembered.parts:
        raise MemorialNotShown
    if pieces.count_pieces(memorial_id, PieceKind.MESSAGE, WAITING) >= rules.waiting_messages:
        raise TooManyWaitingMessages
    return _add(memorial, PieceKind.MESSAGE, words=words, visitor_name=name or None)


@operation(_("通过纪念页内容"))
def pass_piece(
    *, piece_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> MemorialPiece:
    """By staff. Raises PieceSettled, MemorialTakenDown."""
    piece = _lock(piece_id)
    if piece.shown_state is not PieceState.AWAITS_STAFF:
        raise PieceSettled
    now = clock.now()
    piece.looked_at, piece.looked_by = now, str(by)
    _move_on(piece, now)
    return piece


@operation(_("不通过纪念页内容"))
def turn_down_piece(
    *, piece_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> MemorialPiece:
    """By staff, also what was shown already. Raises PieceSettled, MemorialTakenDown."""
    piece = _lock(piece_id)
    piece.looked_at, piece.looked_by = clock.now(), str(by)
    _end(piece, PieceState.TURNED_DOWN, by)
    return piece


@operation(_("家属同意留言"))
def approve_message(
    *, token: str, piece_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> MemorialPiece:
    """By the family. Raises PieceSettled, and the refusals of get_memorial_of_key."""
    piece = _lock_of_family(token, piece_id)
    if piece.shown_state is not PieceState.AWAITS_FAMILY:
        raise PieceSettled
    piece.state, piece.approved_at = PieceState.SHOWN.value, clock.now()
    return piece


@operation(_("家属删除纪念页内容"))
def remove_piece(
    *, token: str, piece_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> MemorialPiece:
    """By the family, whatever it is. Raises PieceSettled, refusals of get_memorial_of_key."""
    piece = _lock_of_family(token, piece_id)
    _end(piece, PieceState.REMOVED, by)
    return piece


def _add(memorial: Memorial, kind: PieceKind, **content: object) -> MemorialPiece:
    """Staff looks first where the rules ask for it."""
    said = " ".join(str(content[key]) for key in ("words", "visitor_name") if content.get(key))
    reasons = memorial_rules().reasons_to_look(said)
    now = clock.now()
    piece = MemorialPiece(
        institution_id=memorial.institution_id,
        memorial_id=memorial.id,
        kind=kind.value,
        state=PieceState.AWAITS_STAFF.value,
        reasons=reasons,
        submitted_at=now,
        **content,
    )
    if not memorial_rules().needs_staff(kind, reasons):
        _move_on(piece, now)
    db.session.add(piece)
    return piece


def _move_on(piece: MemorialPiece, now: datetime) -> None:
    """What the family put there itself needs no second word of the family."""
    if piece.kind == PieceKind.MESSAGE:
        piece.state = PieceState.AWAITS_FAMILY.value
    else:
        piece.state, piece.approved_at = PieceState.SHOWN.value, now


def _remove_the_one(memorial: Memorial, kind: PieceKind, by: Actor) -> None:
    before = pieces.find_piece_of_kind(memorial.id, kind)
    if before:
        _end(before, PieceState.REMOVED, by)
        db.session.flush()  # two at once would be refused, even for a moment


def _end(piece: MemorialPiece, state: PieceState, by: Actor) -> None:
    if not piece.is_live:
        raise PieceSettled
    piece.state, piece.ended_at, piece.ended_by = state.value, clock.now(), str(by)


def _lock(piece_id: uuid.UUID) -> MemorialPiece:
    """The page first, then the piece, as everybody does."""
    memorial = memorials.lock_memorial(pieces.get_piece(piece_id).memorial_id)
    if memorial.taken_down_at:
        raise MemorialTakenDown
    return pieces.lock_piece(piece_id)


def _lock_of_family(token: str, piece_id: uuid.UUID) -> MemorialPiece:
    memorial = memorials.lock_memorial_of_key(token)
    return pieces.lock_piece(pieces.get_piece_of(memorial.id, piece_id).id)
