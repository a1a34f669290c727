"""What a plate or a deposit's number says when it is scanned, and what follows a certificate."""

from collections.abc import Iterable

from cemetery import queries
from cemetery.ashes.people import own_case, whose
from cemetery.ashes.queries.portions import get_portion, list_portions_in, name_of
from cemetery.kinds import PlateBatchState
from cemetery.models import AshDeposit, Plate
from cemetery.queries.batches import find_plate_batch
from cemetery.rights.standing import RightOver, find_standing_right
from funeral.queries.cases import find_case
from hardware.codes import Shape
from hardware.scanning import Act, Finder, Scanned, Standing, known
from kernel import clock
from kernel.counters import NumberKind
from kernel.i18n import _


def find_scanned_plate(token: str) -> Scanned | None:
    plate = queries.find_plate(token)
    if plate is None:
        return None
    return _shown(plate.deposit, plate) if plate.deposit else _on_the_wall(plate)


def find_scanned_deposit(number: str) -> Scanned | None:
    deposit = known(queries.get_deposit, number)
    return _shown(deposit, None) if deposit else None


def find_scanned_batch(number: str) -> Scanned | None:
    batch = find_plate_batch(number)
    if batch is None:
        return None
    state = PlateBatchState(batch.state)
    stopped = state in {PlateBatchState.CANCELLED, PlateBatchState.FAILED}
    return Scanned(
        kind=str(_("铭牌批次")),
        title=batch.number,
        standing=Standing.VOIDED if stopped else Standing.VALID,
        state=str(state.label),
        page=Act(str(_("打开这批铭牌")), "cemetery.get_plate_batch", {"batch_id": batch.id}),
        record=f"plate_batches/{batch.id}",
    )


def deposit_after(scanned: Scanned) -> Iterable[Act]:
    """With a certificate that counts in hand, ashes that rest nowhere yet can be deposited."""
    if not scanned.record.startswith("cremation_certificates/"):
        return
    case = find_case(scanned.case) if scanned.standing is Standing.VALID else None
    if case and queries.find_open_deposit(case.id) is None:
        yield Act(str(_("寄存骨灰")), "cemetery.deposit_ashes", {"number": case.number})


def _shown(deposit: AshDeposit, plate: Plate | None) -> Scanned:
    number = {"number": deposit.number}
    replace = Act(str(_("换新铭牌")), "cemetery.replace_plate", number)
    person = whose(get_portion(deposit.portion_id))
    standing, state = _standing_of(deposit)
    if plate and plate.revoked_at:
        standing = Standing.REVOKED
        state = str(_("%(at)s 停用，可能已换新牌。骨灰寄存不受影响，可以再换一块。")) % {
            "at": clock.say_stamp(plate.revoked_at)
        }
    return Scanned(
        kind=str(_("骨灰铭牌") if plate else _("骨灰寄存编号")),
        title=deposit.number,
        standing=standing,
        state=state,
        whose=person.name,
        page=_opened(deposit),
        acts=() if deposit.collected_at else (replace,),
        record=f"plates/{plate.id}" if plate else f"ash_deposits/{deposit.id}",
        case=person.case.number if person.case else "",
    )


def _on_the_wall(plate: Plate) -> Scanned:
    """A plate of the niche itself, whoever rests there now."""
    unit = {"unit_id": plate.unit.id}
    resting = list_portions_in(plate.unit.id)
    deposits = queries.list_open_deposits(plate.unit)
    right = find_standing_right(plate.unit, resting)
    standing, state = Standing.VALID, str(right or _("这个位置现在没有骨灰。"))
    if resting:
        state = "".join(_standing_of(each)[1] for each in deposits) or str(_("已安葬。"))
        state += str(right or "")
    if plate.revoked_at:
        standing = Standing.REVOKED
        state = str(_("%(at)s 停用，可能已换新牌。")) % {"at": clock.say_stamp(plate.revoked_at)}
    names = {each.ashes_id: name_of(each) for each in resting}
    # Where several families lie, their plate leads to none of them.
    cases = [] if plate.unit.communal else list(filter(None, map(own_case, resting)))
    return Scanned(
        kind=str(_("%(kind)s铭牌")) % {"kind": plate.unit.kind_label},
        title=f"{plate.unit.site} {plate.unit}",
        standing=standing,
        state=state,
        whose=str(_("、")).join(names.values()),
        people=_people_of(right) if right else (),
        page=Act(
            str(_("打开%(kind)s")) % {"kind": plate.unit.kind_label}, "cemetery.get_unit", unit
        ),
        acts=(*map(_opened, deposits), *([_right_of(right)] if right else [])),
        record=f"plates/{plate.id}",
        case=cases[0].number if cases else "",
    )


def _people_of(right: RightOver) -> tuple[tuple[str, str], ...]:
    return (
        (str(_("持证人")), right.right.holder.name),
        (str(_("可安放的人")), right.say_persons()),
    )


def _right_of(right: RightOver) -> Act:
    return Act(str(_("打开使用权")), "rights.get_right", {"number": right.right.number})


def _opened(deposit: AshDeposit) -> Act:
    return Act(str(_("打开骨灰寄存")), "cemetery.get_deposit", {"number": deposit.number})


def _standing_of(deposit: AshDeposit) -> tuple[Standing, str]:
    facts = {"unit": str(deposit.unit), "until": deposit.until.isoformat()}
    if deposit.collected_at:
        at = clock.say_stamp(deposit.collected_at)
        return Standing.USED, str(_("骨灰 %(at)s 已领取。")) % {"at": at}
    overdue = deposit.until < clock.today()
    state = (
        _("%(unit)s，%(until)s 到期，已过期限。") if overdue else _("%(unit)s，期限至 %(until)s。")
    )
    return Standing.VALID, str(state) % facts


FINDERS: dict[str, Finder] = {
    Shape.TOKEN: find_scanned_plate,
    NumberKind.ASH_DEPOSIT: find_scanned_deposit,
    NumberKind.PLATE_BATCH: find_scanned_batch,
}
