"""A site's terms as families read them."""

from cemetery.visits.terms import Terms
from kernel import clock
from kernel.i18n import _


def say_terms(terms: Terms) -> list[str]:
    """One sentence a line."""
    return [str(line) for line in (*_when(terms), *_who(terms), _gate(terms), _kept(terms))]


def _when(terms: Terms) -> list[str]:
    times = _("、").join(
        f"{clock.say_clock(begin)}–{clock.say_clock(end)}" for begin, end in terms.slots
    )
    said = [_("每天的时段：%(times)s。") % {"times": times}]
    said.append(
        _("提前 %(days)s 天的 %(at)s 起可以预约。")
        % {"days": terms.days_ahead, "at": clock.say_time(terms.opens_at)}
    )
    if terms.peak_only:
        days = _("；").join(terms.peak_days)
        said.append(_("只在高峰日要预约：%(days)s。其他日子直接前来。") % {"days": days})
    else:
        said.append(_("每天都要预约。"))
    return said


def _who(terms: Terms) -> list[str]:
    said = [
        _("每个时段 %(persons)s 人，%(cars)s 辆车；每次预约最多 %(party)s 人、%(own)s 辆车。")
        % {
            "persons": terms.persons,
            "cars": terms.cars,
            "party": terms.party,
            "own": terms.party_cars,
        }
    ]
    if terms.kept_phone or terms.kept_walk_in:
        said.append(
            _("其中为 %(age)s 岁以上老人留出：电话 %(phone)s 人，到场 %(walk_in)s 人。")
            % {
                "age": terms.elder_age,
                "phone": terms.kept_phone,
                "walk_in": terms.kept_walk_in,
            }
        )
    if terms.per_unit:
        said.append(_("同一格位或墓位每天最多预约 %(most)s 次。") % {"most": terms.per_unit})
    if terms.names_needed:
        said.append(_("要写每位同行人的姓名。"))
    if terms.unit_needed:
        said.append(_("要写祭扫的格位或墓位。"))
    return said


def _gate(terms: Terms) -> str:
    return _("可以提前 %(early)s 分钟进园，时段结束后 %(late)s 分钟内也可以进园。") % {
        "early": terms.early,
        "late": terms.late,
    }


def _kept(terms: Terms) -> str:
    return _("姓名、证件号码和电话在祭扫 %(days)s 天后删除。") % {"days": terms.kept_days}


def say_conflict(conflict: str) -> str:
    """What did not agree, by the key an entry keeps."""
    return str(CONFLICTS.get(conflict, _("与预约不符")))


CONFLICTS = {
    "PassUsed": _("同一张通行码登记了两次"),
    "PassVoid": _("预约已取消或改期"),
    "PassOfAnotherDay": _("不是这一天的通行码"),
    "PassTooEarly": _("早于进园时间"),
    "PassTooLate": _("晚于进园时间"),
    "SlotClosed": _("这个时段已经暂停开放"),
    "NotInside": _("没有进园的登记"),
    "TooManyAtGate": _("人数不符"),
}
