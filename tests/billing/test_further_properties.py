"""Whatever comes in whatever order, several bills never waive more than one would."""

import json
import random
from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from billing.assessment import assess, replay
from billing.billed import Billed
from billing.errors import AlreadyBilled, CreditChangesWaiver, FurtherBillFirst, NothingToBill
from billing.facts import Facts
from billing.policy import BeyondCap
from billing.queries import list_bills_of_case, list_standing_bills, standing_of
from billing.queries.bills import list_left_lines
from billing.queries.in_force import find_published_waiver
from billing.queries.next_bill import list_billed
from tests import world
from tests.billing.bills import charge, issue
from tests.billing.test_credit_bill import _capped_home
from tests.billing.test_further_bill import credit
from tests.billing.test_waiver_properties import cases

SEQUENCES, STEPS, SEED = 6, 16, 20261129
WAYS = ["charge", "charge", "charge", "bill", "bill", "line", "whole"]
REFUSED = (AlreadyBilled, CreditChangesWaiver, FurtherBillFirst, NothingToBill)
CHARGED = [
    *(("transfer", "30", 450_00), ("transfer", "70", 900_00), ("storage", "20", None)),
    *(("storage", "90", None), ("cremation_flat", "1", None), ("ash_deposit", "36", None)),
]


def per_payer(lines) -> Counter:
    sums: Counter = Counter()
    for line in lines:
        for payer, fen in line.funding:
            sums[payer] += fen
    return sums


@given(cases(), st.lists(st.integers(0, 8), max_size=3))
def test_bill_after_bill_each_payer_bears_no_more_than_for_one(case, cuts):
    policy, known, charged = case
    before: list[Billed] = []
    edges = [0, *sorted(min(cut, len(charged)) for cut in cuts), len(charged)]
    for number, (since, until) in enumerate(pairwise(edges)):
        stood = per_payer(before)
        part = assess(policy, known, charged[since:until], before)
        for line in part.lines:
            assert 0 <= line.waived_fen <= line.gross_fen
            assert sum(fen for _payer, fen in line.funding) == line.waived_fen
            assert all(fen > 0 for _payer, fen in line.funding)
        stored = json.loads(json.dumps(part.as_json(), ensure_ascii=False))
        assert replay(policy, stored) == part
        before += [
            Billed(f"B{number}", place, line, assessed.funding)
            for place, (line, assessed) in enumerate(zip(part.charged, part.lines, strict=True), 1)
        ]
        whole = assess(policy, known, charged[:until])
        most, now = per_payer(whole.lines), per_payer(before)
        for payer, fen in now.items():
            assert fen <= max(most[payer], stood[payer])
        assert sum(now.values()) <= max(whole.waived_fen, sum(stood.values()))
    cap_fen = policy.cap_fen(known)
    if cap_fen is not None and policy.beyond_cap is BeyondCap.FAMILY:
        items = policy.items_by_code
        extras = {code for code, item in items.items() if not item.within_cap}
        extras |= {
            code for code, item in items.items() if getattr(item.limit, "standard", None) in extras
        }
        counted = [each for each in before if each.line.item_code not in extras]
        assert sum(each.waived_fen for each in counted) <= cap_fen


def test_charges_bills_and_credit_notes_in_any_order(context):
    """Under a cap of 1,500 yuan, with random charges taken, billed and taken back."""
    home = _capped_home()
    chance = random.Random(SEED)  # noqa: S311 — the same cases every time
    done: Counter[str] = Counter()
    for _turn in range(SEQUENCES):
        case = world.open_case(home, waiver_class="dibao", household_registration="152525")
        for _step in range(STEPS):
            name = chance.choice(WAYS)
            try:
                ACTS[name](home, case, chance)
            except REFUSED as refusal:
                done[type(refusal).__name__] += 1
            else:
                done[name] += 1
            judge(case)
        done["bills"] += len(list_bills_of_case(case.id))
    assert done["bills"] > 2 * SEQUENCES, done
    assert done["FurtherBillFirst"]
    assert done["whole"]


def judge(case) -> None:
    bills = list_standing_bills(case.id)
    left = [line for bill in bills for line in list_left_lines(bill)]
    for line in left:
        assert line.gross_fen - line.waived_fen == line.due_fen >= 0
        assert sum(part.fen for part in line.funding) == line.waived_fen
    assert standing_of(case.id).owed_fen == sum(line.due_fen for line in left)
    assert len({line.charge_id for line in left}) == len(left)
    if not bills:
        return
    stored = bills[0].assessment
    policy, facts = find_published_waiver(**stored["policy"]), Facts.from_json(stored["facts"])
    billed = [each for bill in bills for each in list_billed(bill)]
    whole = assess(policy, facts, [each.line for each in billed])
    most = per_payer(whole.lines)
    assert all(fen <= most[payer] for payer, fen in per_payer(billed).items())


def _charge(home, case, chance) -> None:
    charge(home, case, chance.choice(CHARGED))


def _bill(home, case, _chance) -> None:
    issue(home, case)


def _line(home, case, chance) -> None:
    bills = list_standing_bills(case.id)
    if bills:
        bill = chance.choice(bills)
        credit(home, bill, chance.choice(list_left_lines(bill)).position)


def _whole(home, case, chance) -> None:
    bills = list_standing_bills(case.id)
    if bills:
        credit(home, chance.choice(bills))


ACTS = {"charge": _charge, "bill": _bill, "line": _line, "whole": _whole}
