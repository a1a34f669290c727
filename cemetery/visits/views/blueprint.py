"""The pages of visits, and what they share."""

from datetime import date
from pathlib import Path

from flask import Blueprint, session
from wtforms.fields.choices import SelectChoice

from cemetery.visits.models import VisitSlot
from kernel import clock
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.people.actors import Role

visits = Blueprint("visits", __name__, cli_group=None)
STAFF = (Role.DESK, Role.COLUMBARIUM, Role.ADMINISTRATOR)
KEEPER = (Role.ADMINISTRATOR,)
STATIC = Path(__file__).parents[3] / "static"
OPENED = "visits"
EARLIEST, LATEST = 2000, 2199
# The cookie that keeps them holds four kilobytes.
MOST_OPENED = 20


def remember_visit(code: str) -> None:
    """This browser may open it from now on."""
    opened = [each for each in session.get(OPENED, []) if each != code]
    session[OPENED] = [*opened, code][-MOST_OPENED:]


def is_remembered(code: str) -> bool:
    return code in session.get(OPENED, [])


def day_of(written: str, otherwise: date | None = None) -> date:
    """Raises NotFound for a day no link of ours names, unless there is another one to show."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        if otherwise is None:
            raise NotFound from None
        return otherwise
    # In the calendar's first and last years, reckoning with days overflows.
    if not EARLIEST <= day.year <= LATEST:
        raise NotFound
    return day


def slot_choice(slot: VisitSlot) -> SelectChoice:
    """A slot as a choice: its day and id, and its times."""
    times = f"{clock.say_time(slot.starts_at)}–{clock.say_time(slot.ends_at)}"
    return SelectChoice(f"{slot.day.isoformat()} {slot.id}", f"{slot.title} {times}".strip())


def slot_hints(slots: list[VisitSlot], *, is_staff: bool = False) -> dict[str, dict[str, str]]:
    """What stands beside each choice, and why one cannot be chosen."""
    return {slot_choice(slot).value: _hint(slot, is_staff=is_staff) for slot in slots}


def _hint(slot: VisitSlot, *, is_staff: bool) -> dict[str, str]:
    reason = _reason_against(slot, is_staff=is_staff)
    if reason:
        return {"disabled": reason}
    return {
        "note": str(_("余 %(free)s 人") % {"free": _free(slot, is_staff=is_staff)}),
        "hint": str(_("余车位 %(free)s 个") % {"free": slot.free_cars}),
    }


def _reason_against(slot: VisitSlot, *, is_staff: bool) -> str:
    """Plain text, as the macro of choices wants it."""
    end = slot.ends_at if is_staff else slot.starts_at
    if slot.closed_at:
        return str(_("暂停开放：%(why)s") % {"why": slot.close_reason})
    if end <= clock.now():
        return str(_("已过"))
    return "" if _free(slot, is_staff=is_staff) > 0 else str(_("已约满"))


def _free(slot: VisitSlot, *, is_staff: bool) -> int:
    return slot.persons - slot.taken if is_staff else slot.free_online
