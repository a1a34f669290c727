"""What holds for every policy and every case, whatever a county writes."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from billing.assessment import assess, replay
from billing.classes import WaiverClass
from billing.limits import Amount, Difference, Free, FreeQuantity, PerKm, Upgrade
from billing.lines import Facts, Line
from billing.policy import PolicyItem, Registration, Way
from billing.policy_file import load_policies
from billing.units import Unit

[_DONGWU, JIAYU] = load_policies()
ANYBODY = Way("任何人", None, Registration.ANY, (), ())
FACTS = Facts(
    household_registration=None,
    waiver_class=WaiverClass.RESIDENT,
    died_on=date(2026, 3, 1),
    cremated_on=date(2026, 3, 4),
    standard_prices={"a": 50000, "b": 30000, "c": 0},
)

fen = st.integers(0, 300_000)
quantities = st.decimals(0, 500, places=2)
limits = st.one_of(
    st.just(Free()),
    st.builds(Amount, fen),
    st.builds(FreeQuantity, quantities, st.just(Unit.KM)),
    st.builds(PerKm, quantities, fen, st.integers(0, 2000)),
)
upgrades = st.builds(Upgrade, st.sampled_from("abc"), st.sampled_from(Difference))


@st.composite
def policies(draw):
    items = [PolicyItem(code, draw(limits), ()) for code in "abc"]
    items += [PolicyItem(code, draw(upgrades), ()) for code in "de"]
    cap = draw(st.none() | st.integers(1, 400_000))
    ways = (ANYBODY,) if draw(st.integers(0, 9)) else JIAYU.ways
    return replace(JIAYU, items=tuple(draw(st.permutations(items))), total_cap_fen=cap, ways=ways)


lines = st.builds(
    Line,
    item_code=st.sampled_from("abcdef"),
    name=st.just("项目"),
    unit=st.just(Unit.KM),
    quantity=quantities,
    gross_fen=fen,
    unit_price_fen=st.integers(0, 2000),
    price_unit=st.just(Unit.KM),
    round_up_to=st.sampled_from([Decimal(1), Decimal("0.5")]),
)
cases = st.lists(lines, max_size=8)


@given(policies(), cases)
def test_on_every_line_the_waiver_is_between_nothing_and_the_charge(policy, charged):
    for assessed, line in zip(assess(policy, FACTS, charged).lines, charged, strict=True):
        assert assessed.gross_fen == line.gross_fen
        assert 0 <= assessed.waived_fen <= assessed.gross_fen
        assert assessed.due_fen == assessed.gross_fen - assessed.waived_fen


@given(policies(), cases)
def test_totals_are_sums_and_the_funding_pays_exactly_what_is_waived(policy, charged):
    assessment = assess(policy, FACTS, charged)
    assert assessment.gross_fen == sum(line.gross_fen for line in charged)
    assert assessment.gross_fen - assessment.waived_fen == assessment.due_fen
    assert sum(part for _payer, part in assessment.funding) == assessment.waived_fen


@given(policies(), cases)
def test_no_cap_is_ever_exceeded(policy, charged):
    assessment = assess(policy, FACTS, charged)
    if policy.total_cap_fen is not None:
        assert assessment.waived_fen <= policy.total_cap_fen
    for item in policy.items:
        if isinstance(item.limit, Amount):
            own = [line.waived_fen for line in assessment.lines if line.item_code == item.code]
            assert sum(own) <= item.limit.at_most_fen


@given(policies(), cases, st.randoms())
def test_the_order_of_the_lines_does_not_matter(policy, charged, chance):
    def outcome(lines):
        assessed = assess(policy, FACTS, lines).lines
        return Counter(zip(lines, assessed, strict=True))

    shuffled = list(charged)
    chance.shuffle(shuffled)
    assert outcome(shuffled) == outcome(charged)


@given(policies(), cases)
def test_a_replay_is_identical(policy, charged):
    assessment = assess(policy, FACTS, charged)
    assert replay(policy, assessment.as_json()).as_json() == assessment.as_json()
