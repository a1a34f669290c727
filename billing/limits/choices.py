"""Limits that choose another by a fact of the case: zone, age, class, or what gives most."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from billing.classes import WaiverClass
from billing.errors import UnitsDoNotFit
from billing.facts import Facts
from billing.limits.amounts import Nothing
from billing.limits.limit import Limit
from billing.lines import Line
from billing.sentences import N_, NOTHING, Sentence, say


class Choice(Limit):
    """Comes to one of its limits once the case is known; before, it waives nothing."""

    @abstractmethod
    def choose(self, facts: Facts) -> tuple[Sentence, Limit]:
        """Which row of the table, in words, and its limit."""

    def waive(self, lines: Sequence[Line]) -> list[int]:
        return [0] * len(lines)

    def settle(self, facts: Facts) -> Limit:
        _row, limit = self.choose(facts)
        return limit.settle(facts)

    def clause(self, facts: Facts) -> Sentence:
        row, limit = self.choose(facts)
        return row + limit.clause(facts)


@dataclass(frozen=True)
class ByZone(Choice):
    """分档: by where the deceased was picked up, in the document's own words."""

    zones: tuple[tuple[str, Limit], ...]

    def choose(self, facts: Facts) -> tuple[Sentence, Limit]:
        if facts.zone is None:
            return NOTHING, Nothing(say(N_("登记接运区域后才能减免。")))
        for zone, limit in self.zones:
            if zone == facts.zone:
                return _row(zone), limit
        return NOTHING, Nothing(say(N_("接运区域“%(zone)s”不在减免的范围内。"), zone=facts.zone))

    def sentence(self) -> Sentence:
        return _table((_row(zone), limit) for zone, limit in self.zones)


@dataclass(frozen=True)
class AgeBand:
    """From so many full years on, `under` not included; None = no upper end."""

    since: int
    under: int | None
    limit: Limit

    def holds(self, age: int) -> bool:
        return self.since <= age and (self.under is None or age < self.under)

    def row(self) -> Sentence:
        if self.under is None:
            return say(N_("满%(since)s岁："), since=str(self.since))
        if not self.since:
            return say(N_("不满%(under)s岁："), under=str(self.under))
        ages = {"since": str(self.since), "under": str(self.under)}
        return say(N_("满%(since)s岁、不满%(under)s岁："), **ages)


@dataclass(frozen=True)
class ByAge(Choice):
    bands: tuple[AgeBand, ...]

    def choose(self, facts: Facts) -> tuple[Sentence, Limit]:
        if facts.age is None:
            return NOTHING, Nothing(say(N_("登记出生日期和离世日期后才能减免。")))
        for band in self.bands:
            if band.holds(facts.age):
                return band.row(), band.limit
        return NOTHING, Nothing(say(N_("逝者的年龄不在减免的范围内。")))

    def sentence(self) -> Sentence:
        return _table((band.row(), band.limit) for band in self.bands)


@dataclass(frozen=True)
class ClassLimit:
    """What some classes get; no classes = all others."""

    classes: tuple[WaiverClass, ...]
    limit: Limit

    def row(self) -> Sentence:
        if not self.classes:
            return say(N_("其他对象："))
        return _row("、".join(each.chinese for each in self.classes))


@dataclass(frozen=True)
class ByClass(Choice):
    rows: tuple[ClassLimit, ...]

    def choose(self, facts: Facts) -> tuple[Sentence, Limit]:
        for row in self.rows:
            if not row.classes or facts.waiver_class in row.classes:
                return row.row(), row.limit
        name = facts.waiver_class.chinese
        return NOTHING, Nothing(say(N_("本项没有给%(name)s的减免。"), name=name))

    def sentence(self) -> Sentence:
        return _table((row.row(), row.limit) for row in self.rows)


@dataclass(frozen=True)
class BestOf(Limit):
    """Two ways to count, of which the family gets the better one."""

    limits: tuple[Limit, ...]

    def settle(self, facts: Facts) -> Limit:
        return BestOf(tuple(limit.settle(facts) for limit in self.limits))

    def waive(self, lines: Sequence[Line]) -> list[int]:
        """A way to count that the lines do not fit is left out while another fits."""
        found, misfit = [], None
        for limit in self.limits:
            try:
                found.append(limit.waive(lines))
            except UnitsDoNotFit as error:
                misfit = error
        if misfit and not found:
            raise misfit
        return max(found, key=sum)

    def sentence(self) -> Sentence:
        rule = say(N_("以下几种算法取减免较多的一种："))
        for limit in self.limits:
            rule += limit.sentence()
        return rule


def _row(name: str) -> Sentence:
    return say(N_("%(name)s："), name=name)


def _table(rows: Iterable[tuple[Sentence, Limit]]) -> Sentence:
    table = NOTHING
    for row, limit in rows:
        table += row + limit.sentence()
    return table
