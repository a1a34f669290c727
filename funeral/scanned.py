"""What our codes say when they are scanned (hardware.scanning): bands, orders, cases."""

from funeral import custody
from funeral.kinds import CustodyStep
from funeral.models import CustodyEvent, FuneralCase
from funeral.queries import custody as queries
from funeral.queries.cases import find_case, get_case_by_id
from funeral.queries.traces import list_traces
from hardware.codes import Shape
from hardware.scanning import Act, Finder, Scanned, Standing
from kernel import clock
from kernel.counters import NumberKind
from kernel.i18n import _

S = CustodyStep
IN_THE_HOUSE = {S.ADMITTED, S.STORED, S.PREPARED, S.FAREWELL}
WRISTBAND, WORK_ORDER = _("遗体腕带"), _("火化工作单")


def find_scanned_band(token: str) -> Scanned | None:
    band = queries.find_wristband(token)
    if band is None:
        return None
    case = get_case_by_id(band.case_id)
    last = queries.last_event(case.id)
    step = queries.step_of(last)
    if band.revoked_at:
        standing = Standing.REVOKED
        state = _("%(at)s 停用。请核对遗体的身份，扫现用的腕带。")
        state = str(state) % {"at": clock.say_stamp(band.revoked_at)}
    elif step is S.HANDED_OVER:
        standing, state = Standing.USED, _where(last)
    else:
        standing, state = Standing.VALID, _where(last)
    replace = Act(str(_("更换腕带")), "funeral.replace_wristband", {"number": case.number})
    return Scanned(
        kind=str(WRISTBAND),
        title=case.number,
        standing=standing,
        state=state,
        whose=case.deceased.name,
        page=page_of_case(case),
        acts=(
            *_moves(step, token if standing is Standing.VALID else ""),
            *(_next(case, step) if standing is Standing.VALID else ()),
            *(() if step is S.HANDED_OVER else (replace,)),
        ),
        record=f"wristbands/{band.id}",
        case=case.number,
    )


def find_scanned_order(token: str) -> Scanned | None:
    order = queries.find_work_order(token)
    if order is None:
        return None
    case = get_case_by_id(order.case_id)
    step = queries.step_of(queries.last_event(case.id))
    again = Act(str(_("作废并重新出具工作单")), "funeral.replace_work_order", _of(case))
    acts: tuple[Act, ...] = ()
    if order.revoked_at:
        standing = Standing.VOIDED
        state = str(_("%(at)s 作废，请用现在的工作单。")) % {
            "at": clock.say_stamp(order.revoked_at)
        }
    elif step in {None, S.PICKED_UP} | IN_THE_HOUSE:
        standing = Standing.VALID
        state = str(_("%(at)s 出具，还没有入炉。")) % {"at": clock.say_stamp(order.issued_at)}
        acts = (*_next(case, step), again)
    else:
        standing, state = Standing.USED, str(_("已经入炉，这张工作单不再使用。"))
        acts = _next(case, step)
    return Scanned(
        kind=str(WORK_ORDER),
        title=case.number,
        standing=standing,
        state=state,
        whose=case.deceased.name,
        page=page_of_case(case),
        acts=acts,
        record=f"work_orders/{order.id}",
        case=case.number,
    )


def find_scanned_case(number: str) -> Scanned | None:
    case = find_case(number)
    if case is None:
        return None
    step = queries.step_of(queries.last_event(case.id))
    stage = list_traces({case.id})[case.id].stage
    return Scanned(
        kind=str(_("案件编号")),
        title=case.number,
        standing=Standing.USED if step is S.HANDED_OVER else Standing.VALID,
        state=str(_("现在是“%(stage)s”。")) % {"stage": stage.label},
        whose=case.deceased.name,
        page=page_of_case(case),
        acts=_next(case, step),
        record=f"cases/{case.id}",
        case=case.number,
    )


def page_of_case(case: FuneralCase) -> Act:
    return Act(str(_("打开案件")), "funeral.get_case", _of(case))


def _of(case: FuneralCase) -> dict[str, str]:
    return {"number": case.number}


def _where(last: CustodyEvent | None) -> str:
    if last is None:
        return str(_("还没有登记过移动。"))
    return str(_("最近登记：%(step)s，%(place)s，%(at)s。")) % {
        "step": S(last.step).label,
        "place": last.place,
        "at": clock.say_stamp(last.happened_at),
    }


def _moves(step: CustodyStep | None, token: str) -> tuple[Act, ...]:
    """Whoever scanned it stands beside the body, so it need not be scanned a second time."""
    if not token or not custody.next_by_scan(step):
        return ()
    return (Act(str(_("登记遗体移动")), "funeral.record_move", sends={"wristband": token}),)


def _next(case: FuneralCase, step: CustodyStep | None) -> tuple[Act, ...]:
    """What follows the last move and has a page of its own."""
    if step in {None, S.PICKED_UP}:
        return (Act(str(_("办理入馆")), "funeral.receive_remains", _of(case)),)
    if step in IN_THE_HOUSE:
        return (Act(str(_("入炉核对")), "funeral.check_furnace"),)
    if step is S.INTO_FURNACE:
        return (Act(str(_("结束火化")), "funeral.end_cremation", _of(case)),)
    if step in {S.ASHES_PACKED, S.DEPOSITED}:
        return (Act(str(_("骨灰交接")), "funeral.hand_over_ashes", _of(case)),)
    return ()


FINDERS: dict[str, Finder] = {
    Shape.TOKEN: lambda token: find_scanned_band(token) or find_scanned_order(token),
    NumberKind.CASE: find_scanned_case,
}
