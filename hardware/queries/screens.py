"""Questions about screens."""

import uuid
from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import select

from hardware.models import Screen
from hardware.qr import token_of
from kernel.db import db
from kernel.errors import NotFound


def token_hash(token: str) -> str:
    """However it was typed. A token has 80 random bits, so nothing slower is needed."""
    return sha256(token_of(token).encode()).hexdigest()


def screen_topic(screen: Screen) -> str:
    """What news of the screen itself is called."""
    return f"screen:{screen.id}"


def find_screen(token: str) -> Screen | None:
    return db.session.scalar(select(Screen).filter_by(token_hash=token_hash(token)))


def get_screen(screen_id: uuid.UUID) -> Screen:
    screen = db.session.scalar(select(Screen).filter_by(id=screen_id))
    if screen is None:
        raise NotFound
    return screen


def lock_screen(screen_id: uuid.UUID) -> Screen:
    """The screen, held until this operation ends."""
    screen = db.session.scalar(
        select(Screen)
        .filter_by(id=screen_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if screen is None:
        raise NotFound
    return screen


def list_screens(institution_id: uuid.UUID) -> Sequence[Screen]:
    """Those that hang first, by name."""
    return db.session.scalars(
        select(Screen)
        .filter_by(institution_id=institution_id)
        .order_by(Screen.retired_at.is_not(None), Screen.name)
    ).all()
