"""What every page with a scanner does: refused scans leave a trace, none is lost by signing out."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from flask import flash, request, session

from funeral import operations
from funeral.views.blueprint import home_id
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.people.actors import Actor, ActorKind, Role
from kernel.web import asker

SCANNERS = (Role.DESK, Role.OPERATOR, Role.DRIVER, Role.ADMINISTRATOR)
KEPT, DEVICE_HOME = "kept_scan", "scans_for"
DOOR = Actor(ActorKind.SYSTEM, "door")
LONGEST = 120
# What a scanning page fills in again; tokens of a form and the rest are nobody's later.
SCANNED = ("wristband", "work_order", "step", "place", "place_id", "cremator_id")


@contextmanager
def traced(
    token: str | None,
    step: str,
    *,
    place: str = "",
    device_at: datetime | None = None,
    case_id: uuid.UUID | None = None,
    but_for: tuple[type[Refusal], ...] = (),
) -> Iterator[None]:
    """A refusal inside undid everything; what was tried is then written by itself.

    `but_for`: refusals that only ask for something more.
    """
    try:
        yield
    except but_for:
        raise
    except Refusal as refusal:
        operations.note_refused_scan(
            institution_id=home_id(),
            token=token or "",
            step=step,
            place=place,
            reason=str(refusal),
            case_id=case_id,
            device_at=device_at,
            by=asker(),
        )
        raise


def remember_device() -> None:
    """This device scans for the home of whoever is signed in, also once they are not any more."""
    session[DEVICE_HOME] = str(home_id())


def keep_scan() -> None:
    """Nobody was signed in: the form comes back after the sign-in, and the home learns of it."""
    session[KEPT] = {
        name: request.form[name][:LONGEST] for name in SCANNED if request.form.get(name)
    }
    if DEVICE_HOME in session:
        operations.note_refused_scan(
            institution_id=uuid.UUID(session[DEVICE_HOME]),
            token=request.form.get("wristband", "")[:LONGEST],
            step=request.form.get("step", "")[:LONGEST],
            place=request.form.get("place", "")[:LONGEST],
            reason=str(_("扫描时没有登录，没有登记。")),
            by=DOOR,
        )


def kept_scan() -> dict[str, str]:
    """What was scanned before the sign-in, once."""
    kept: dict[str, str] = session.pop(KEPT, {})
    if kept:
        flash(_("刚才扫描时没有登录，没有登记。内容还在，请核对后再提交。"))
    return kept
