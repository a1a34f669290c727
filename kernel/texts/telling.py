"""Who was reached by telephone needs no text any more."""

import uuid

from sqlalchemy import select

from kernel import clock
from kernel.db import db
from kernel.people.actors import Actor
from kernel.texts.kinds import NOT_THERE, TextState
from kernel.texts.models import TextMessage


def note_told(kind: str, about_id: uuid.UUID, by: Actor) -> None:
    """In the operation that notes the call: what did not come is no longer to be looked at."""
    query = select(TextMessage).where(
        TextMessage.about_kind == kind,
        TextMessage.about_id == about_id,
        TextMessage.state.in_({*NOT_THERE, TextState.UNSENT}),
        TextMessage.told_at.is_(None),
    )
    for text in db.session.scalars(query.with_for_update()):
        text.told_at, text.told_by = clock.now(), str(by)
