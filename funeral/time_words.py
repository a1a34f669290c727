"""Opening hours and spans of time as people write and read them."""

import re
import unicodedata
from datetime import time, timedelta

from kernel import clock
from kernel.i18n import _

Hours = tuple[time, time]
MIDNIGHT = time()
_HOURS = re.compile(r"(\d{1,2}):?(\d{2})[-–—~至到](?:次日|nextday)?(\d{1,2}):?(\d{2})", re.ASCII)
_SHUT = {"不开放", "休息", "关闭", "shut", "closed"}
_ALL_DAY = {"全天", "allday"}
# By the first letter, so that English reads what its catalogue says: "1 day", "1 d".
_UNITS = {
    "天": timedelta(days=1),
    "小": timedelta(hours=1),
    "分": timedelta(minutes=1),
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
}
_SPAN = re.compile(r"(\d{1,6})(天|小时|分钟|days?|d|hours?|h|minutes?|min)", re.ASCII)


def say_open(hours: Hours | None) -> str:
    """ "06:00–18:00", "20:00–次日 02:00", "全天", "不开放"."""
    if hours is None:
        return str(_("不开放"))
    opens, closes = hours
    if opens == closes == MIDNIGHT:
        return str(_("全天"))
    said = {"opens": clock.say_clock(opens), "closes": clock.say_clock(closes)}
    if opens < closes:
        return str(_("%(opens)s–%(closes)s")) % said
    if closes == MIDNIGHT:
        return str(_("%(opens)s–%(closes)s")) % (said | {"closes": "24:00"})
    return str(_("%(opens)s–次日 %(closes)s")) % said


def parse_hours(typed: str) -> Hours | None:
    """What `say_open` says, in any width and dash; None: shut. Raises ValueError."""
    plain = _plain(typed)
    if plain in _SHUT:
        return None
    if plain in _ALL_DAY:
        return MIDNIGHT, MIDNIGHT
    parts = _HOURS.fullmatch(plain)
    if parts is None:
        raise ValueError(typed)
    opens_hour, opens_minute, closes_hour, closes_minute = (int(part) for part in parts.groups())
    closes = MIDNIGHT if (closes_hour, closes_minute) == (24, 0) else None
    return time(opens_hour, opens_minute), closes or time(closes_hour, closes_minute)


def say_span(span: timedelta) -> str:
    """ "2 天", "1 小时 30 分钟", "0 分钟"."""
    minutes = span // timedelta(minutes=1)
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = [
        (days, _("%(count)s 天")),
        (hours, _("%(count)s 小时")),
        (minutes, _("%(count)s 分钟")),
    ]
    said = [str(word) % {"count": count} for count, word in parts if count]
    return " ".join(said) or str(_("%(count)s 分钟")) % {"count": 0}


def parse_span(typed: str) -> timedelta:
    """What `say_span` says; a number without its unit is nothing. Raises ValueError."""
    plain = _plain(typed)
    found = _SPAN.findall(plain)
    if not found or "".join(count + unit for count, unit in found) != plain:
        raise ValueError(typed)
    return sum((int(count) * _UNITS[unit[0]] for count, unit in found), timedelta(0))


def _plain(typed: str) -> str:
    """Half-width, lower case, without any space."""
    return "".join(unicodedata.normalize("NFKC", typed).lower().split())
