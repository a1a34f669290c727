"""What the numbers of credit notes, settlements, lists and reward applications say when scanned."""

from billing.queries import get_credit_note, get_settlement
from billing.queries.payouts import get_payout_list
from billing.queries.price_lists import get_publication
from billing.queries.rewards import get_application
from billing.rewards.kinds import RewardState
from hardware.scanning import Act, Finder, Scanned, Standing, known
from kernel import clock
from kernel.counters import NumberKind
from kernel.i18n import _

STANDINGS = {
    RewardState.APPLIED: Standing.VALID,
    RewardState.APPROVED: Standing.VALID,
    RewardState.RETURNED: Standing.VALID,
    RewardState.REFUSED: Standing.USED,
}


def find_scanned_note(number: str) -> Scanned | None:
    note = known(get_credit_note, number)
    if note is None:
        return None
    state = _("%(at)s 开具。")
    return _shown(
        _("红冲单"),
        note.number,
        str(state) % {"at": clock.say_stamp(note.made_at)},
        endpoint="billing.get_credit_note",
        record=f"credit_notes/{note.id}",
    )


def find_scanned_settlement(number: str) -> Scanned | None:
    found = known(get_settlement, number)
    if found is None:
        return None
    return _shown(
        _("减免结算单"),
        found.number,
        _span(found.period_from.isoformat(), found.period_to.isoformat()),
        endpoint="billing.get_settlement",
        record=f"settlements/{found.id}",
        standing=Standing.USED if found.paid else Standing.VALID,
    )


def find_scanned_publication(number: str) -> Scanned | None:
    found = known(get_publication, number)
    if found is None:
        return None
    state = _("%(on)s 公布。")
    return _shown(
        _("收费清单"),
        found.number,
        str(state) % {"on": found.published_on.isoformat()},
        endpoint="billing.get_publication",
        record=f"tariff_publications/{found.id}",
    )


def find_scanned_application(number: str) -> Scanned | None:
    found = known(get_application, number)
    if found is None:
        return None
    state = RewardState(found.state)
    return _shown(
        _("奖补申请"),
        found.number,
        str(_("现在是“%(state)s”。")) % {"state": state.label},
        endpoint="billing.get_reward",
        record=f"reward_applications/{found.id}",
        standing=STANDINGS[state],
    )


def find_scanned_payout(number: str) -> Scanned | None:
    found = known(get_payout_list, number)
    if found is None:
        return None
    return _shown(
        _("奖补发放名单"),
        found.number,
        _span(found.since.isoformat(), found.until.isoformat()),
        endpoint="billing.get_payout_list",
        record=f"payout_lists/{found.id}",
    )


def _span(since: str, until: str) -> str:
    return str(_("%(since)s 至 %(until)s。")) % {"since": since, "until": until}


def _shown(
    kind: str,
    number: str,
    state: str,
    *,
    endpoint: str,
    record: str,
    standing: Standing = Standing.VALID,
) -> Scanned:
    page = Act(str(_("打开记录")), endpoint, {"number": number})
    return Scanned(str(kind), number, standing, state, page=page, record=record)


FINDERS: dict[str, Finder] = {
    NumberKind.CREDIT_NOTE: find_scanned_note,
    NumberKind.SETTLEMENT: find_scanned_settlement,
    NumberKind.PRICE_LIST: find_scanned_publication,
    NumberKind.APPLICATION: find_scanned_application,
    NumberKind.PAYOUT: find_scanned_payout,
}
