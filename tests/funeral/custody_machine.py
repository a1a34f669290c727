"""No way through custody cremates a body whose two scans, papers, holds and schedule disagree.

Hypothesis takes any steps in any order on a real PostgreSQL: several bodies, tokens mixed up,
revoked bands, missing papers, hold flags, one operator or two, the wrong cremator, time passing.
After each step everything is reckoned anew from the raw rows, past the code that is being tried.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta

import psycopg
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from funeral.custody import MAY_FOLLOW
from funeral.kinds import (
    CrematorType,
    CustodyStep,
    DeathKind,
    FlagKind,
    PaperKind,
    ResourceKind,
)
from funeral.operations import (
    check_furnace,
    end_cremation,
    hand_over_ashes,
    issue_work_order,
    lift_hold_flag,
    receive_remains,
    record_death_kind,
    record_move,
    record_paper,
    replace_work_order,
    replace_wristband,
    set_hold_flag,
    start_cremation,
    tag_remains,
)
from funeral.queries.cases import find_case
from funeral.queries.custody import list_flags
from funeral.queries.schedule import list_resources
from kernel import clock
from kernel.errors import Refusal
from kernel.people.claimants import Relation
from tests import world

BODIES = 3

# What was true of a run at the moment it began, from the rows alone: each row here is a fault.
# Papers by the plain words of the law, not by the file the code reads.
WRONG_RUNS = """
SELECT run.case_id, fault FROM cremation_runs run
JOIN cases c ON c.id = run.case_id
CROSS JOIN LATERAL (VALUES
    ('two persons with live tags on this cremator', (
        SELECT count(DISTINCT k.checked_by) FROM furnace_checks k
        JOIN wristbands w ON w.id = k.wristband_id JOIN work_orders o ON o.id = k.work_order_id
        JOIN staff s ON 'staff:' || s.id = k.checked_by
        WHERE k.case_id = run.case_id AND k.cremator_id = run.cremator_id
          AND k.checked_by IN (run.first_operator, run.second_operator)
          AND k.checked_at BETWEEN run.started_at - interval '30 minutes' AND run.started_at
          AND w.case_id = run.case_id AND o.case_id = run.case_id
          AND (w.revoked_at IS NULL OR w.revoked_at > run.started_at)
          AND (o.revoked_at IS NULL OR o.revoked_at > run.started_at)
          AND s.role = 'operator' AND s.institution_id = run.institution_id) = 2),
    ('papers', (
        SELECT count(DISTINCT p.kind) FROM case_papers p
        WHERE p.case_id = run.case_id AND p.recorded_at <= run.started_at
          AND p.kind IN ('death_certificate', 'cremation_consent', 'claimant_identity')) = 3),
    ('a kind of death', c.death_kind IS NOT NULL),
    ('paper of an infectious or unnatural death', c.death_kind = 'natural' OR EXISTS (
        SELECT 1 FROM case_papers p WHERE p.case_id = run.case_id
          AND p.recorded_at <= run.started_at AND p.kind = CASE
            WHEN c.death_kind IN ('infectious', 'infectious_a') THEN 'disinfection'
            ELSE 'police_consent' END)),
    ('no hold', NOT EXISTS (
        SELECT 1 FROM hold_flags h WHERE h.case_id = run.case_id AND h.set_at <= run.started_at
          AND (h.lifted_at IS NULL OR h.lifted_at > run.started_at)
          AND (h.until IS NULL
               OR h.until >= (run.started_at AT TIME ZONE 'Asia/Shanghai')::date))),
    ('schedule', EXISTS (
        SELECT 1 FROM occupancies o WHERE o.plan_id = c.plan_id AND o.released_at IS NULL
          AND o.resource_id = run.cremator_id
          AND ((o.starts_at AT TIME ZONE 'Asia/Shanghai')::date
            = (run.started_at AT TIME ZONE 'Asia/Shanghai')::date
            OR o.starts_at > run.started_at - interval '6 hours 1 second'))),
    ('admission', EXISTS (
        SELECT 1 FROM admissions a WHERE a.case_id = run.case_id
          AND a.received_at <= run.started_at)),
    ('out of its cabinet', NOT EXISTS (
        SELECT 1 FROM cabinet_stays s WHERE s.case_id = run.case_id AND s.taken_out_at IS NULL))
) AS must(fault, holds)
WHERE NOT must.holds AND c.number = ANY(%s)
"""
CHAINS = """
SELECT case_id, seq, step FROM custody_events JOIN cases c ON c.id = case_id
WHERE c.number = ANY(%s) ORDER BY case_id, seq
"""


class Custody(RuleBasedStateMachine):
    """Each way begins on a day of its own with new bodies, in the home the test has made."""

    conninfo: str
    home: world.Home
    days: Iterator[int]
    people: Iterator[int]

    @initialize()
    def open_the_cases(self) -> None:
        self.now: datetime = clock.at(clock.today() + timedelta(days=next(self.days)), time(8))
        with clock.frozen(self.now):
            self.cases = [self._open_case() for _ in range(BODIES)]
            self.rooms = list_resources(self.home.id)
        self.cremators = [room.id for room in self.rooms if room.kind == ResourceKind.CREMATOR]
        self.operators = [self.home.operator, self.home.second.actor(), self.home.clerk]
        self.bands: list[str] = ["0" * 16]
        self.orders: list[str] = ["0" * 16]

    def _open_case(self) -> str:
        """Each born on another day, since a long run meets more people than a day has numbers."""
        born_on = date(1900, 1, 1) + timedelta(days=next(self.people))
        number = world.identity_number(born_on)
        return world.open_case(self.home, identity_number=number).number

    def teardown(self) -> None:
        """The cremators are left empty for the next way."""
        for number in getattr(self, "cases", ()):
            with self.now_and():
                world.end(self.home, find_case(number))

    @contextmanager
    def now_and(self) -> Iterator[None]:
        """Time moves on a little with every step; a refusal is an answer, too."""
        self.now += timedelta(seconds=90)
        with clock.frozen(self.now), suppress(Refusal):
            yield

    body = st.integers(0, BODIES - 1)
    pick = st.integers(0, 50)

    @rule(body=body)
    def tag(self, body: int) -> None:
        with self.now_and():
            band = tag_remains(number=self.cases[body], by=self.home.clerk)
            self.bands.append(band.token)

    @rule(body=body)
    def retag(self, body: int) -> None:
        with self.now_and():
            band = replace_wristband(number=self.cases[body], reason="损坏", by=self.home.clerk)
            self.bands.append(band.token)

    @rule(body=body, again=st.booleans())
    def order(self, body: int, again: bool) -> None:  # noqa: FBT001
        give = replace_work_order if again else issue_work_order
        with self.now_and():
            self.orders.append(give(number=self.cases[body], by=self.home.clerk).token)

    @rule(body=body, kind=st.sampled_from(PaperKind))
    def paper(self, body: int, kind: PaperKind) -> None:
        identity = world.identity_number()
        with self.now_and():
            record_paper(
                number=self.cases[body],
                kind=kind,
                paper_number=identity,
                issuer="医院",
                issued_on=None,
                by=self.home.clerk,
            )

    @rule(body=body, kind=st.sampled_from(DeathKind))
    def death(self, body: int, kind: DeathKind) -> None:
        with self.now_and():
            record_death_kind(
                number=self.cases[body], death_kind=kind, reason="公安文书", by=self.home.clerk
            )

    @rule(body=body, band=pick)
    def receive(self, body: int, band: int) -> None:
        with self.now_and():
            receive_remains(
                number=self.cases[body],
                wristband=self.bands[band % len(self.bands)],
                received_at=clock.now(),
                received_from="家中",
                transfer_km=None,
                transfer_price_fen=None,
                cabinet_id=None,
                by=self.home.clerk,
            )

    @rule(body=body, collecting=st.booleans())
    def plan(self, body: int, collecting: bool) -> None:  # noqa: FBT001
        variety = CrematorType.COLLECTING if collecting else CrematorType.FLAT
        case = find_case(self.cases[body])
        with self.now_and():
            world.plan_today(self.home, case, variety)

    @rule(band=pick, step=st.sampled_from(CustodyStep), room=pick)
    def move(self, band: int, step: CustodyStep, room: int) -> None:
        place = self.rooms[room % len(self.rooms)].id if room else None
        with self.now_and():
            record_move(
                wristband=self.bands[band % len(self.bands)],
                step=step,
                place_id=place,
                place="走廊",
                by=self.home.operator,
            )

    @rule(body=body, days=st.sampled_from([None, 0, 1]))
    def hold(self, body: int, days: int | None) -> None:
        with self.now_and():
            set_hold_flag(
                number=self.cases[body],
                kind=FlagKind.CAUSE_DISPUTED if days is None else FlagKind.NOTICE_PERIOD,
                reason="家属有异议",
                until=None if days is None else clock.today() + timedelta(days=days),
                by=self.home.clerk,
            )

    @rule(body=body)
    def lift(self, body: int) -> None:
        flags = list_flags(find_case(self.cases[body]).id)
        with self.now_and():
            if flags:
                lift_hold_flag(flag_id=flags[0].id, reason="已查清", by=self.home.operator)

    @rule(band=pick, order=pick, cremator=pick, who=st.integers(0, 2))
    def check(self, band: int, order: int, cremator: int, who: int) -> None:
        with self.now_and():
            check_furnace(
                wristband=self.bands[band % len(self.bands)],
                work_order=self.orders[order % len(self.orders)],
                cremator_id=self.cremators[cremator % len(self.cremators)],
                by=self.operators[who],
            )

    @rule(body=body, cremator=pick, who=st.integers(0, 2))
    def start(self, body: int, cremator: int, who: int) -> None:
        with self.now_and():
            start_cremation(
                number=self.cases[body],
                cremator_id=self.cremators[cremator % len(self.cremators)],
                by=self.operators[who],
            )

    @rule(body=body, left_out=st.sampled_from(["nothing", "papers", "second", "hold", "plan"]))
    def whole_way(self, body: int, left_out: str) -> None:
        """Straight to the furnace with one thing left out, or nothing: chance alone rarely gets
        so far."""
        case = find_case(self.cases[body])
        for act in self._way(case, left_out):
            with self.now_and():
                act()
        # The planned one is a flat one, so the last of all is tried first.
        for cremator in reversed(self.cremators):
            with self.now_and():
                start_cremation(number=case.number, cremator_id=cremator, by=self.home.operator)

    # More often than the single steps, or few ways would ever reach the furnace.
    @rule(body=body, left_out=st.sampled_from(["nothing", "papers", "second", "hold", "plan"]))
    def whole_way_again(self, body: int, left_out: str) -> None:
        self.whole_way(body, left_out)

    def _way(self, case, left_out):
        home, number = self.home, case.number
        yield lambda: self.bands.append(tag_remains(number=number, by=home.clerk).token)
        yield lambda: world.receive(home, case, hours_ago=0)
        if left_out == "papers":
            yield lambda: record_death_kind(
                number=number, death_kind=DeathKind.NATURAL, by=home.clerk
            )
        else:
            for kind in PaperKind:
                yield lambda kind=kind: record_paper(
                    number=number,
                    kind=kind,
                    paper_number=world.identity_number(),
                    issuer="医院",
                    issued_on=None,
                    death_kind=None if case.death_kind else DeathKind.NATURAL,
                    by=home.clerk,
                )
        if left_out != "plan":
            yield lambda: world.plan_today(home, case)
        operators = self.operators[:1] if left_out == "second" else self.operators[:2]
        for cremator in self.cremators:
            for operator in operators:
                yield lambda c=cremator, o=operator: world.check(home, case, c, o)
        if left_out == "hold":
            yield lambda: set_hold_flag(
                number=number, kind=FlagKind.OTHER, reason="等候", until=None, by=home.clerk
            )

    @rule(body=body)
    def end(self, body: int) -> None:
        with self.now_and():
            end_cremation(
                number=self.cases[body], fuel_kind=None, fuel_used=None, by=self.home.operator
            )

    @rule(body=body, band=pick)
    def hand_over(self, body: int, band: int) -> None:
        with self.now_and():
            hand_over_ashes(
                number=self.cases[body],
                wristband=self.bands[band % len(self.bands)],
                received_by="张小三",
                identity_number=world.identity_number(),
                relation=Relation.CHILD,
                authorisation="2026-11-28 委托书",
                signature_noted=True,
                by=self.home.clerk,
            )

    @rule(minutes=st.sampled_from([5, 31, 24 * 60]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @invariant()
    def nothing_burnt_that_should_not(self) -> None:
        assert self._ask(WRONG_RUNS) == []

    @invariant()
    def every_chain_is_in_order(self) -> None:
        last: dict[object, tuple[int, CustodyStep | None]] = {}
        for case_id, seq, step in self._ask(CHAINS):
            before, came_from = last.get(case_id, (0, None))
            assert seq == before + 1
            assert CustodyStep(step) in MAY_FOLLOW[came_from]
            last[case_id] = (seq, CustodyStep(step))

    def _ask(self, question: str) -> list[tuple]:
        """About the bodies of this way, past the code that is being tried."""
        numbers = getattr(self, "cases", [])
        with psycopg.connect(self.conninfo, autocommit=True) as connection:
            return connection.execute(question, (numbers,)).fetchall()
