"""What families are filling in."""

import uuid
from datetime import datetime
from hashlib import sha256

from sqlalchemy import exists, select

from booking.errors import DraftLost
from booking.models import Draft, WaitingEntry
from kernel.db import db


def token_hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def get_draft(token: str) -> Draft:
    """The draft of the browser that holds this token. Raises DraftLost."""
    draft = db.session.scalar(select(Draft).filter_by(token_hash=token_hash(token)))
    if draft is None:
        raise DraftLost
    return draft


def lock_draft(draft_id: uuid.UUID) -> Draft:
    """The draft, held until this operation ends: two taps on the button make one booking."""
    draft = db.session.scalar(
        select(Draft)
        .filter_by(id=draft_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if draft is None:
        raise DraftLost
    return draft


def list_drafts_before(moment: datetime) -> list[Draft]:
    """Not touched since `moment`, held until this operation ends; not those a family saves now.

    Nor those of families that still wait for a time.
    """
    waits = exists().where(WaitingEntry.draft_id == Draft.id, WaitingEntry.settled_at.is_(None))
    query = select(Draft).where(Draft.saved_at < moment, ~waits)
    return list(db.session.scalars(query.with_for_update(skip_locked=True)))
