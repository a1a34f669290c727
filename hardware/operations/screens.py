"""Hanging up screens and taking them down."""

import uuid

from hardware.errors import ScreenKindUnknown, ScreenNameMissing, ScreenRetired
from hardware.models import Screen
from hardware.queries import lock_screen, screen_topic, token_hash
from hardware.screens import screen_kinds
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.live import announce
from kernel.operations import operation
from kernel.people.actors import Actor

LONGEST_NAME = 40


@operation(_("登记屏幕"))
def add_screen(
    *,
    institution_id: uuid.UUID,
    kind: str,
    name: str,
    token: str,
    by: Actor,
    subject_id: uuid.UUID | None = None,
) -> Screen:
    """`token`: 80 random bits from hardware.qr.new_token, of which only the hash is kept.

    Raises ScreenNameMissing, ScreenNameTaken, ScreenKindUnknown (also for a subject of another
    home).
    """
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise ScreenNameMissing
    known = screen_kinds().get(kind)
    if known is None:
        raise ScreenKindUnknown
    subjects = {each for each, _name in known.subjects(institution_id)} if known.subjects else None
    if subject_id not in (subjects if subjects is not None else {None}):
        raise ScreenKindUnknown
    screen = Screen(
        institution_id=institution_id,
        kind=kind,
        name=name,
        subject_id=subject_id,
        token_hash=token_hash(token),
        token_given_at=clock.now(),
        added_at=clock.now(),
    )
    db.session.add(screen)
    return screen


@operation(_("更换屏幕地址"))
def renew_screen(*, screen_id: uuid.UUID, token: str, by: Actor) -> Screen:
    """The old address shows nothing from now on. Raises ScreenRetired."""
    screen = lock_screen(screen_id)
    if screen.retired_at:
        raise ScreenRetired
    screen.token_hash, screen.token_given_at = token_hash(token), clock.now()
    announce(screen_topic(screen))
    return screen


@operation(_("停用屏幕"))
def retire_screen(*, screen_id: uuid.UUID, by: Actor) -> Screen:
    """The television says so within seconds. Once retired, again is no mistake."""
    screen = lock_screen(screen_id)
    screen.retired_at = screen.retired_at or clock.now()
    announce(screen_topic(screen))
    return screen
