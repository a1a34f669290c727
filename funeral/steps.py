"""The way of a case: which step is done, which can be taken now, and why another cannot yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from billing.errors import NothingToBill
from funeral import gate
from funeral.errors import (
    AshesNotReady,
    NotCremated,
    NotEnded,
    NotPlanned,
    NotReceived,
    NotStarted,
    NotTagged,
)
from funeral.kinds import CustodyStep
from kernel import clock
from kernel.i18n import _
from kernel.people.actors import Role

if TYPE_CHECKING:
    from funeral.queries.progress import Progress

DESK = (Role.DESK, Role.ADMINISTRATOR)
FLOOR = (Role.DESK, Role.OPERATOR, Role.ADMINISTRATOR)
FURNACE = (Role.OPERATOR,)
# Not the operators: who could print a band at the furnace could check a body that is not there.
TAGGERS = (Role.DESK, Role.DRIVER, Role.ADMINISTRATOR)
KEEPERS = (Role.DESK, Role.COLUMBARIUM, Role.ADMINISTRATOR)


class StepState(StrEnum):
    DONE = "done"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Step:
    """`said`: what was recorded, or why the step cannot be taken yet. `endpoint`: its page."""

    endpoint: str
    label: str
    roles: tuple[Role, ...]
    state: StepState
    said: str = ""


@dataclass(frozen=True)
class Way:
    """The steps in the order of a funeral."""

    steps: tuple[Step, ...]

    def next_for(self, role: Role | None) -> Step | None:
        """The first step that can be taken now by this person."""
        open_ones = (s for s in self.steps if s.state is StepState.OPEN and role in s.roles)
        return next(open_ones, None)


def way_of(progress: "Progress") -> Way:
    return Way(
        (
            _papers(progress),
            _wristband(progress),
            _admission(progress),
            _plan(progress),
            _farewell(progress),
            _work_order(progress),
            _start(progress),
            _end(progress),
            _packing(progress),
            _certificate(progress),
            _bill(progress),
            _payment(progress),
            _handover(progress),
        )
    )


def why_no_cremation(p: "Progress") -> list[str]:
    """Everything that stands between this case and the furnace, as the operation would say it."""
    return [str(refusal) for refusal in gate.against_case(p.case)]


def _step(
    endpoint: str, label: str, roles: tuple[Role, ...], done: str | None, against: Iterator[str]
) -> Step:
    if done is not None:
        return Step(endpoint, label, roles, StepState.DONE, done)
    reason = next(against, None)
    if reason is not None:
        return Step(endpoint, label, roles, StepState.CLOSED, reason)
    return Step(endpoint, label, roles, StepState.OPEN)


def _papers(p: "Progress") -> Step:
    label = _("登记证明材料")
    if p.missing_papers:
        missing = "、".join(str(kind.label) for kind in p.missing_papers)
        said = str(_("还缺：%(papers)s")) % {"papers": missing}
        return Step("funeral.record_paper", label, DESK, StepState.OPEN, said)
    if p.case.death_kind is None and p.run is None:
        return Step("funeral.record_death_kind", _("登记死亡情形"), DESK, StepState.OPEN)
    return Step("funeral.record_paper", label, DESK, StepState.DONE, _("已齐全"))


def _wristband(p: "Progress") -> Step:
    done = None
    if p.chain.wristband:
        done = p.chain.wristband.code
    elif p.run:
        done = str(_("没有腕带"))
    return _step("funeral.tag_remains", _("系腕带"), TAGGERS, done, iter(()))


def _admission(p: "Progress") -> Step:
    def against() -> Iterator[str]:
        if p.chain.wristband is None:
            yield str(NotTagged())

    done = clock.say_stamp(p.admission.received_at) if p.admission else None
    return _step("funeral.receive_remains", _("遗体入馆"), FLOOR, done, against())


def _plan(p: "Progress") -> Step:
    done = None
    planned = p.planned_farewell or p.planned_cremation
    if planned and p.planned_cremation:
        done = clock.say_stamp(planned.starts_at)
    elif p.run:
        done = str(_("没有安排"))
    return _step("funeral.plan_case", _("安排日程"), DESK, done, iter(()))


def _farewell(p: "Progress") -> Step:
    def against() -> Iterator[str]:
        if p.planned_cremation is None:
            yield str(NotPlanned())
        if p.admission is None:
            yield str(NotReceived())

    done = None
    if p.farewell:
        done = clock.say_stamp(p.farewell.started_at)
    elif p.run or (p.planned_cremation and p.planned_farewell is None):
        done = str(_("不举行"))
    return _step("funeral.record_farewell", _("登记告别仪式"), FLOOR, done, against())


def _work_order(p: "Progress") -> Step:
    done = None
    if p.chain.work_order:
        done = clock.say_stamp(p.chain.work_order.issued_at)
    elif p.run:
        done = str(_("没有工作单"))
    return _step("funeral.issue_work_order", _("出具火化工作单"), DESK, done, iter(()))


def _start(p: "Progress") -> Step:
    done = clock.say_stamp(p.run.started_at) if p.run else None
    against = iter(why_no_cremation(p) if p.run is None else ())
    return _step("funeral.start_cremation", _("开始火化"), FURNACE, done, against)


def _end(p: "Progress") -> Step:
    def against() -> Iterator[str]:
        if p.run is None:
            yield str(NotStarted())

    done = clock.say_stamp(p.run.ended_at) if p.run and p.run.ended_at else None
    return _step("funeral.end_cremation", _("结束火化"), FURNACE, done, against())


def _packing(p: "Progress") -> Step:
    def against() -> Iterator[str]:
        if not p.is_cremated:
            yield str(_("火化还没有结束。"))

    packed = [e for e in p.chain.events if e.step == CustodyStep.ASHES_PACKED]
    done = clock.say_stamp(packed[0].happened_at) if packed else None
    return _step("funeral.record_move", _("骨灰装殓"), FLOOR, done, against())


def _certificate(p: "Progress") -> Step:
    def against() -> Iterator[str]:
        if not p.is_cremated:
            yield str(NotEnded())

    done = p.certificate.number if p.certificate else None
    if p.certificate and p.certificate.collected_at is None:
        done = str(_("%(number)s，待领取")) % {"number": done}
    return _step("funeral.issue_certificate", _("出具火化证明"), DESK, done, against())


def _bill(p: "Progress") -> Step:
    def against() -> Iterator[str]:
        if not p.is_cremated:
            yield str(NotCremated())
        if not p.charges:
            yield str(NothingToBill())

    if p.bills and p.open_charges:
        said = str(_("%(count)s 项费用还没有出账单")) % {"count": len(p.open_charges)}
        return Step("funeral.make_bill", _("出具补充账单"), DESK, StepState.OPEN, said)
    done = "、".join(bill.number for bill in p.bills) or None
    return _step("funeral.make_bill", _("结算"), DESK, done, against())


def _payment(p: "Progress") -> Step:
    def against() -> Iterator[str]:
        if p.bill is None:
            yield str(_("还没有账单。"))

    done = None
    if p.is_paid:
        paid_at = p.payment.taken_at if p.payment else None
        done = clock.say_stamp(paid_at) if paid_at else str(_("预付款已抵扣"))
    return _step("billing.get_bill", _("收款"), DESK, done, against())


def _handover(p: "Progress") -> Step:
    def against() -> Iterator[str]:
        if p.chain.last_step is not CustodyStep.ASHES_PACKED:
            yield str(AshesNotReady())

    last, done = p.chain.last, None
    if last and last.step in {CustodyStep.HANDED_OVER, CustodyStep.DEPOSITED}:
        done = f"{CustodyStep(last.step).label} {clock.say_stamp(last.happened_at)}"
    return _step("funeral.hand_over_ashes", _("骨灰交接"), KEEPERS, done, against())
