"""What stands on a memorial page, waits to, or no longer does."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from cemetery.memorials.kinds import LIVE, PieceKind, PieceState
from cemetery.memorials.models import MemorialPiece
from kernel.db import db
from kernel.errors import NotFound
from kernel.pages import Page, page_of

SORTS = {"submitted": MemorialPiece.submitted_at, "kind": MemorialPiece.kind}


def list_pieces(
    memorial_id: uuid.UUID,
    kinds: Collection[PieceKind] = tuple(PieceKind),
    states: Collection[PieceState] = LIVE,
) -> list[MemorialPiece]:
    """The oldest first."""
    query = (
        select(MemorialPiece)
        .where(
            MemorialPiece.memorial_id == memorial_id,
            MemorialPiece.kind.in_(list(kinds)),
            MemorialPiece.state.in_(list(states)),
        )
        .order_by(MemorialPiece.submitted_at, MemorialPiece.id)
    )
    return list(db.session.scalars(query))


def find_piece_of_kind(memorial_id: uuid.UUID, kind: PieceKind) -> MemorialPiece | None:
    """The live text or portrait, of which there is at most one."""
    return next(iter(list_pieces(memorial_id, [kind])), None)


def list_messages(memorial_id: uuid.UUID, states: Collection[PieceState], *, page: int = 1) -> Page:
    """The latest first."""
    query = select(MemorialPiece).where(
        MemorialPiece.memorial_id == memorial_id,
        MemorialPiece.kind == PieceKind.MESSAGE,
        MemorialPiece.state.in_(list(states)),
    )
    return page_of(query, SORTS, number=page)


def list_queue(*, page: int = 1, sort: str = "", direction: str = "asc") -> Page:
    """What waits for staff, in the reader's scope."""
    query = select(MemorialPiece).where(MemorialPiece.state == PieceState.AWAITS_STAFF)
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)


def list_pieces_of_memorial(
    memorial_id: uuid.UUID, *, page: int = 1, sort: str = "", direction: str = "desc"
) -> Page:
    """All that ever stood or waited there."""
    query = select(MemorialPiece).where(MemorialPiece.memorial_id == memorial_id)
    return page_of(query, SORTS, number=page, sort=sort, direction=direction)


def count_pieces(
    memorial_id: uuid.UUID, kind: PieceKind, states: Collection[PieceState] = LIVE
) -> int:
    query = select(func.count(MemorialPiece.id)).where(
        MemorialPiece.memorial_id == memorial_id,
        MemorialPiece.kind == kind,
        MemorialPiece.state.in_(list(states)),
    )
    return db.session.scalar(query) or 0


def get_piece(piece_id: uuid.UUID) -> MemorialPiece:
    piece = db.session.scalar(select(MemorialPiece).filter_by(id=piece_id))
    if piece is None:
        raise NotFound
    return piece


def get_piece_of(memorial_id: uuid.UUID, piece_id: uuid.UUID) -> MemorialPiece:
    piece = get_piece(piece_id)
    if piece.memorial_id != memorial_id:
        raise NotFound
    return piece


def lock_piece(piece_id: uuid.UUID) -> MemorialPiece:
    """Held, so that of two who decide at once only one does."""
    query = (
        select(MemorialPiece)
        .filter_by(id=piece_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    piece = db.session.scalar(query)
    if piece is None:
        raise NotFound
    return piece


def list_erasable(before: datetime, most: int) -> list[MemorialPiece]:
    """Ended before this moment, and still with their content."""
    query = (
        select(MemorialPiece)
        .where(MemorialPiece.ended_at < before, MemorialPiece.erased_at.is_(None))
        .order_by(MemorialPiece.ended_at)
        .limit(most)
    )
    return list(db.session.scalars(query))
