"""What holds for every policy and every case, whatever a county writes."""

import json
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from billing.assessment import assess, replay
from billing.classes import HomeLevel, Payer, WaiverClass
from billing.funding import Part, Plan, Plans
from billing.limits import (
    AgeBand,
    Amount,
    BestOf,
    ByAge,
    ByClass,
    ByZone,
    ClassLimit,
    Difference,
    Free,
    FreeQuantity,
    PerKm,
    PerUnit,
    Share,
    Storeys,
    Trip,
    Upgrade,
)
from billing.lines import Facts, Line
from billing.policy import (
    BeyondCap,
    CremationElsewhere,
    Elsewhere,
    PolicyItem,
    Registration,
    Way,
)
from billing.policy_text.file import load_policies
from billing.units import Unit

JIAYU = next(policy for policy in load_policies() if policy.code == "jiayu-2025")
ANYBODY = Way("任何人", None, Registration.ANY, (), ())
STANDARD, DEARER = "abcd", "efg"

fen = st.integers(0, 300_000)
some_fen = st.integers(1, 300_000)
quantities = st.decimals(0, 500, places=2)
perhaps = st.none() | some_fen

# By item: what its lines are counted in, so that the limit fits them.
UNITS = {"a": Unit.KM, "b": Unit.HOUR, "c": Unit.MONTH, "d": Unit.STOREY}
SCALES = {
    Unit.KM: (Unit.KM,),
    Unit.HOUR: (Unit.HOUR, Unit.DAY),
    Unit.MONTH: (Unit.MONTH, Unit.YEAR),
    Unit.STOREY: (Unit.STOREY,),
}


def plain_limits(unit):
    counted = st.sampled_from(SCALES[unit])
    windows = st.builds(FreeQuantity, quantities, counted, perhaps, st.none() | counted)
    kinds = [
        st.just(Free()),
        st.builds(Amount, some_fen),
        st.builds(Share, st.decimals("0.01", 100, places=2), perhaps),
        windows,
        st.builds(
            PerUnit,
            *(some_fen, counted, st.none() | quantities, st.none() | counted, perhaps),
            st.none() | st.builds(FreeQuantity, quantities, counted),
        ),
    ]
    if unit is Unit.KM:
        trips = st.sampled_from(Trip)
        kinds.append(st.builds(PerKm, quantities, fen, st.integers(0, 2000), trips, perhaps))
    if unit is Unit.STOREY:
        kinds.append(st.builds(Storeys, st.integers(0, 20)))
    return st.one_of(kinds)


def limits(unit):
    """The plain ones, and the ones that choose among plain ones."""
    plain = plain_limits(unit)
    bands = st.builds(
        lambda low, high: ByAge((AgeBand(0, 7, low), AgeBand(7, None, high))), plain, plain
    )
    rows = st.builds(
        lambda one, rest: ByClass((ClassLimit((WaiverClass.DIBAO,), one), ClassLimit((), rest))),
        *(plain, plain),
    )
    zones = st.builds(
        lambda town, country: ByZone((("城区", town), ("农村", country))), plain, plain
    )
    return st.one_of(plain, bands, rows, zones, st.builds(lambda *two: BestOf(two), plain, plain))


LIMITS = {code: limits(unit) for code, unit in UNITS.items()}
upgrades = st.builds(
    Upgrade, st.sampled_from(STANDARD), st.sampled_from(Difference), st.integers(0, 50_000)
)
classes_only = st.sampled_from([(), (), (WaiverClass.DIBAO, WaiverClass.YOUFU)])


@st.composite
def plans(draw):
    """Fixed sums, percentages and a rest; or percentages that are the whole."""
    payers = draw(st.permutations(Payer))
    if draw(st.booleans()):
        percent = draw(st.decimals(1, 99, places=2))
        whole = (Part(payers[0], percent=percent), Part(payers[1], percent=100 - percent))
        return Plans({None: Plan(whole)})
    parts = [Part(payers[0])]
    if draw(st.booleans()):
        parts.append(Part(payers[1], fixed_fen=draw(some_fen)))
    if draw(st.booleans()):
        parts.append(Part(payers[2], percent=draw(st.decimals(1, 99, places=2))))
    plan = Plan(tuple(draw(st.permutations(parts))))
    if draw(st.booleans()):
        return Plans({None: plan})
    return Plans({HomeLevel.COUNTY_HOME: plan, HomeLevel.CITY_HOME: Plan((Part(payers[3]),))})


perhaps_plans = st.none() | st.none() | plans()
elsewhere = st.none() | st.builds(
    CremationElsewhere, st.sampled_from(Elsewhere), plans=st.none() | plans()
)


@st.composite
def items(draw):
    found = []
    for code in STANDARD:
        only = draw(classes_only)
        found.append(
            PolicyItem(
                code,
                draw(LIMITS[code]),
                classes=only,
                within_cap=not only or draw(st.booleans()),
                plans=draw(perhaps_plans),
            )
        )
    found += [PolicyItem(code, draw(upgrades)) for code in DEARER]
    return tuple(draw(st.permutations(found)))


@st.composite
def policies(draw):
    caps = draw(st.none() | st.just(((WaiverClass.DIBAO, draw(some_fen)),)))
    return replace(
        JIAYU,
        items=draw(items()),
        total_cap_fen=draw(perhaps),
        class_caps=caps or (),
        beyond_cap=draw(st.sampled_from(BeyondCap)),
        alternatives=draw(st.sampled_from([(), (("a", "b"),), (("a", "c"), ("b", "d"))])),
        elsewhere=draw(elsewhere),
        funding=draw(plans()),
        ways=(ANYBODY,) if draw(st.integers(0, 9)) else JIAYU.ways,
    )


facts = st.builds(
    Facts,
    household_registration=st.sampled_from([None, "421221", "421223"]),
    waiver_class=st.sampled_from([WaiverClass.RESIDENT, WaiverClass.DIBAO, WaiverClass.YOUFU]),
    died_on=st.just(date(2026, 3, 1)),
    cremated_on=st.just(date(2026, 3, 4)),
    cremated_in=st.sampled_from([None, "421221", "421223"]),
    cremated_at=st.none() | st.sampled_from(HomeLevel),
    has_receipts=st.booleans(),
    born_on=st.none() | st.dates(date(1920, 1, 1), date(2026, 3, 1)),
    zone=st.sampled_from([None, "城区", "农村", "跨区"]),
    storeys=st.none() | st.integers(0, 30),
    standard_prices=st.just({"a": 50000, "b": 300, "c": 0, "d": 100}),
)


@st.composite
def lines(draw):
    code = draw(st.sampled_from([*STANDARD, *DEARER, "z"]))
    unit = UNITS.get(code) or draw(st.sampled_from(Unit))
    return Line(
        item_code=code,
        name="项目",
        unit=unit,
        quantity=draw(quantities),
        gross_fen=draw(fen),
        unit_price_fen=draw(st.integers(0, 2000)),
        price_unit=draw(st.sampled_from(SCALES.get(unit, (unit,)))),
        round_up_to=draw(st.sampled_from([Decimal(1), Decimal("0.5")])),
    )


@st.composite
def cases(draw):
    """A policy, facts, and lines of which each dearer choice fits the standard it replaces."""
    policy = draw(policies())
    charged = draw(st.lists(lines(), max_size=8))
    fitting = [line for line in charged if _fits(policy, line)]
    return policy, draw(facts), fitting


def _fits(policy, line):
    item = policy.find_item(line.item_code)
    if item is None or not isinstance(item.limit, Upgrade):
        return True
    return line.unit is UNITS[item.limit.standard]


@given(cases())
def test_on_every_line_the_waiver_is_between_nothing_and_the_charge(case):
    policy, known, charged = case
    for assessed, line in zip(assess(policy, known, charged).lines, charged, strict=True):
        assert assessed.gross_fen == line.gross_fen
        assert 0 <= assessed.waived_fen <= assessed.gross_fen
        assert assessed.due_fen == assessed.gross_fen - assessed.waived_fen


@given(cases())
def test_totals_are_sums_and_the_funding_pays_exactly_what_is_waived(case):
    policy, known, charged = case
    assessment = assess(policy, known, charged)
    assert assessment.gross_fen == sum(line.gross_fen for line in charged)
    assert assessment.gross_fen - assessment.waived_fen == assessment.due_fen
    assert sum(part for _payer, part in assessment.funding) == assessment.waived_fen
    for line in assessment.lines:
        assert sum(part for _payer, part in line.funding) == line.waived_fen
        assert all(part > 0 for _payer, part in line.funding)


@given(cases())
def test_no_cap_is_ever_exceeded(case):
    policy, known, charged = case
    assessment = assess(policy, known, charged)
    own = defaultdict(int)
    for line in assessment.lines:
        own[line.item_code] += line.waived_fen
    for item in policy.items:
        limit = item.settle(known)
        if isinstance(limit, Amount | Share | FreeQuantity | PerUnit | PerKm):
            cap = limit.at_most_fen
            assert cap is None or own[item.code] <= cap
        if isinstance(limit, Upgrade) and limit.difference is Difference.CREDIT:
            assert own[item.code] <= limit.credit_fen
        if isinstance(limit, Upgrade) and limit.difference is Difference.FORFEIT:
            assert not own[item.code]


@given(cases())
def test_the_cap_on_the_case_holds_for_all_but_the_extras_of_a_class(case):
    policy, known, charged = case
    cap_fen = policy.cap_fen(known)
    extras = {item.code for item in policy.items if not item.within_cap}
    extras |= {
        item.code
        for item in policy.items
        if isinstance(item.limit, Upgrade) and item.limit.standard in extras
    }
    counted = [
        each for each in assess(policy, known, charged).lines if each.item_code not in extras
    ]
    if cap_fen is not None and policy.beyond_cap is BeyondCap.FAMILY:
        assert sum(each.waived_fen for each in counted) <= cap_fen


@given(cases())
def test_of_alternatives_only_one_is_waived(case):
    policy, known, charged = case
    waived = {each.item_code for each in assess(policy, known, charged).lines if each.waived_fen}
    for group in policy.alternative_groups:
        assert len(waived & set(group)) <= 1


@given(cases(), st.randoms())
def test_the_order_of_the_lines_does_not_matter(case, chance):
    policy, known, charged = case

    def outcome(ordered):
        assessed = assess(policy, known, ordered)
        return assessed.funding, Counter(zip(ordered, assessed.lines, strict=True))

    shuffled = list(charged)
    chance.shuffle(shuffled)
    assert outcome(shuffled) == outcome(charged)


@given(cases())
def test_a_replay_through_json_is_identical(case):
    policy, known, charged = case
    assessment = assess(policy, known, charged)
    stored = json.loads(json.dumps(assessment.as_json(), ensure_ascii=False))
    assert replay(policy, stored) == assessment
    assert replay(policy, stored).as_json() == stored
