"""Where ashes are, in sentences; the sum of the portions is always explained."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cemetery.ashes.kinds import MoveKind, PortionState
from cemetery.ashes.models import AshEvent, AshPortion
from cemetery.ashes.queries.portions import list_events
from kernel.i18n import _
from kernel.people.claimants import Relation
from kernel.people.staff import staff_names
from kernel.scope import seeing

S = PortionState
PHRASES = {
    S.NOWHERE: _("%(letter)s 还没有登记"),
    S.AT_FURNACE: _("%(letter)s 在%(place)s，由%(holder)s保管"),
    S.IN_CUSTODY: _("%(letter)s 在%(place)s，由%(holder)s保管"),
    S.DEPOSITED: _("%(letter)s 寄存在%(place)s"),
    S.COLLECTED: _("%(letter)s 已由%(holder)s领走"),
    S.IN_TRANSIT: _("%(letter)s 正由%(holder)s送往%(place)s"),
    S.INTERRED: _("%(letter)s 安葬在%(place)s"),
    S.SCATTERED: _("%(letter)s 撒散在%(place)s"),
    S.ELSEWHERE: _("%(letter)s 已移交%(place)s"),
}


def say_portion(portion: AshPortion, name_of: Callable[[str], str] = str) -> str:
    """ "B 已由张小三领走"."""
    taken = portion.stands is S.COLLECTED
    return str(PHRASES[portion.stands]) % {
        "letter": portion.letter,
        "place": portion.place,
        "holder": name_of(portion.holder) if taken else portion.holder,
    }


def say_sum(portions: Sequence[AshPortion], name_of: Callable[[str], str] = str) -> str:
    """ "共 3 份：A 寄存在松3排12号；B 已由张小三领走；C 撒散在东海。" """
    said = str(_("；")).join(say_portion(portion, name_of) for portion in portions)
    return str(_("共 %(count)s 份：%(said)s。")) % {"count": len(portions), "said": said}


@dataclass(frozen=True)
class Hour:
    """Who had a portion from one event to the next; `until` None: still."""

    event: AshEvent
    until: datetime | None
    clerk: str
    holder: str
    facts: list[tuple[str, str]]


def list_hours(portion: AshPortion, name_of: Callable[[str], str] = str) -> list[Hour]:
    """Every hour since it was packed, the newest first. `name_of`: how families are named."""
    events = list_events(portion)
    with seeing(None):
        names = staff_names({event.by for event in events})
    ends = [*(event.happened_at for event in events[1:]), None]
    hours = [
        Hour(
            event=event,
            until=until,
            clerk=names.get(event.by, str(_("系统"))),
            holder=name_of(event.holder) if event.holder == event.counterpart else event.holder,
            facts=_facts(event, name_of),
        )
        for event, until in zip(events, ends, strict=True)
    ]
    return hours[::-1]


def _facts(event: AshEvent, name_of: Callable[[str], str]) -> list[tuple[str, str]]:
    said = [
        (COUNTERPARTS.get(event.what, _("接收人")), name_of(event.counterpart)),
        (_("与逝者的关系"), Relation(event.relation).label if event.relation else ""),
        (event.shown_kind, event.shown_identity),
        (AUTHORISED.get(event.what, _("委托书")), event.authorisation),
        (_("火化证明"), event.certificate_number or ""),
        (_("见证人"), str(_("、")).join(name_of(name) for name in event.witnesses)),
        (_("原因"), event.note),
    ]
    return [(str(label), str(value)) for label, value in said if value]


COUNTERPARTS = {
    MoveKind.RECEIVE: _("送来的人"),
    MoveKind.TAKE_IN: _("送来的人"),
    MoveKind.DIVIDE: _("要求分份的人"),
    MoveKind.SPLIT: _("要求分份的人"),
    MoveKind.DISINTER: _("申请人"),
    MoveKind.COLLECT: _("领取人"),
    MoveKind.RELOCATE: _("告知了哪位家属"),
    MoveKind.SCATTER: _("要求撒散的人"),
}
AUTHORISED = {
    MoveKind.DISINTER: _("依据"),
    MoveKind.ACKNOWLEDGE: _("回执"),
    MoveKind.SCATTER: _("依据"),
}
