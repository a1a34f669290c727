"""A new plan in words: why somebody moves, why nothing is possible, what was made small."""

from collections.abc import Mapping
from typing import Any

from funeral.replanning.explain import Stuck, Why
from funeral.replanning.model import Level
from kernel.i18n import _

WHY = {
    Why.HELD: _("暂缓火化"),
    Why.OUT_OF_USE: _("原定的火化机停用"),
    Why.HALL_OUT_OF_USE: _("原定的告别厅停用"),
    Why.LATE: _("原定时间已过，还没有入炉"),
    Why.NOT_FREE: _("原定的火化机还没有空出来，或不在开放时间"),
    Why.TOO_SOON: _("告别结束得晚，原定时间来不及"),
    Why.OTHER_CREMATOR: _("须用专用火化机"),
    Why.INFECTIOUS: _("传染病遗体优先火化"),
    Why.FAREWELL_MOVED: _("告别以后排不上火化，两项一起移动"),
    Why.GIVES_WAY: _("为 %(case)s 让出时间"),
    Why.STAFF: _("同时入炉的人手有限"),
}
# What everybody may read: nothing tells an infectious body from another that the rules put first.
BY_RULE = _("按规定调整先后")
PUBLISHED = {
    Why.HELD: BY_RULE,
    Why.OTHER_CREMATOR: BY_RULE,
    Why.INFECTIOUS: BY_RULE,
    Why.STAFF: BY_RULE,
    Why.GIVES_WAY: _("为公示编号 %(code)s 让出时间"),
}
STUCK = {
    Stuck.HELD: _("暂缓火化，不安排。"),
    Stuck.NO_CREMATOR: _("今天余下的时间没有可用的火化机。"),
    Stuck.WAIT: _("告别后等候的时间会超过规定的最长等候。"),
    Stuck.HALL: _("告别厅停用，没有别的告别厅可换。"),
    Stuck.FULL: _("可用的火化机都已排满。"),
}


OBJECTIVE = {
    Level.UNPLACED: _("没有排下的家庭最少（%(n)s 户）"),
    Level.INFECTIOUS: _("传染病遗体尽早火化"),
    Level.TOLD_FAREWELLS: _("已通知家属的告别时间改得最少（%(n)s 户）"),
    Level.TOLD_CREMATIONS: _("已通知家属的火化时间改得最少（%(n)s 户）"),
    Level.MINUTES: _("移动的时间合计最少（%(n)s 分钟）"),
    Level.CHANGES: _("变动的项目最少（%(n)s 项）"),
}


def say_why(move: dict[str, object]) -> str:
    """Of one object of a proposal."""
    return str(WHY[Why(str(move["why"]))]) % {"case": move["for"]}


def say_why_publicly(move: dict[str, object], codes: Mapping[str, str]) -> str:
    """The same for the published order: `codes` by what the proposal calls each case."""
    why, code = Why(str(move["why"])), codes.get(str(move["for"]))
    if why is Why.GIVES_WAY and code is None:
        return str(BY_RULE)
    return str(PUBLISHED.get(why, WHY[why])) % {"code": code}


def say_stuck(move: dict[str, object]) -> str:
    return str(STUCK[Stuck(str(move["stuck"]))])


def objective_sentences(values: Mapping[str, Any]) -> list[tuple[str, bool]]:
    """What the solver made small, in its order, with what was reached; and whether that is proven.

    Nothing of infectious bodies where there are none.
    """
    reached = [(level, values[level]) for level in Level]
    return [
        (str(OBJECTIVE[level]) % {"n": value["reached"]}, value["proven"])
        for level, value in reached
        if level is not Level.INFECTIOUS or value["reached"]
    ]
