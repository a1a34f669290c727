"""Reads cemetery/law/rights.yaml: terms, exceptions, 户籍, refunds and the ladder of renewal."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from cemetery.law import AGREEMENTS
from cemetery.models import SiteKind
from cemetery.rights.kinds import Ground, RefundShare, Way
from kernel.checked_yaml import Value, YamlMistake, read, read_file
from kernel.i18n import _

RULES = AGREEMENTS.with_name("rights.yaml")
SCHEMA = "1"


class RightRulesMistake(YamlMistake):
    """rights.yaml cannot be used: file, line, reason."""


@dataclass(frozen=True)
class InForce:
    """`until`: the last day; None while it holds."""

    since: date
    until: date | None
    basis: str

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Term:
    years: int
    force: InForce


@dataclass(frozen=True)
class LivingException:
    """Who may have a right while alive. `age`: full years, None where age does not matter."""

    ground: Ground
    paper: str
    age: int | None
    force: InForce


@dataclass(frozen=True)
class HukouRule:
    sites: tuple[SiteKind, ...]
    force: InForce


@dataclass(frozen=True)
class GuestRule:
    """How long ashes of those registered elsewhere may be deposited where the 户籍 counts."""

    months: int
    force: InForce


@dataclass(frozen=True)
class RefundRule:
    use: RefundShare
    maintenance: RefundShare
    force: InForce


@dataclass(frozen=True)
class Step:
    """A day of the ladder, counted from the end of the term."""

    days: int
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Rules:
    hold_minutes: int
    hold_extensions: int
    terms: Term
    exceptions: tuple[LivingException, ...]
    hukou: tuple[HukouRule, ...]
    guests: tuple[GuestRule, ...]
    refunds: tuple[RefundRule, ...]
    ladder: tuple[Step, ...]
    search: tuple[Way, ...]

    @property
    def most_years(self) -> int:
        return self.terms.years

    @property
    def renewable_days(self) -> int:
        """How many days before its end a term may be renewed."""
        return -min(step.days for step in self.ladder)

    def exceptions_on(self, day: date) -> list[LivingException]:
        return [each for each in self.exceptions if each.force.holds(day)]

    def find_exception(self, ground: Ground, day: date) -> LivingException | None:
        found = (each for each in self.exceptions_on(day) if each.ground is ground)
        return next(found, None)

    def hukou_rule(self, kind: SiteKind, day: date) -> HukouRule | None:
        found = (each for each in self.hukou if kind in each.sites and each.force.holds(day))
        return next(found, None)

    def guest_rule(self, day: date) -> GuestRule | None:
        return next((each for each in self.guests if each.force.holds(day)), None)

    def refund_rule(self, day: date) -> RefundRule | None:
        return next((each for each in self.refunds if each.force.holds(day)), None)

    def find_step(self, days: int) -> Step | None:
        return next((step for step in self.ladder if step.days == days), None)


@lru_cache(maxsize=1)
def rules() -> Rules:
    return _read(read_file(RULES, RightRulesMistake))


def ways_of(days: int) -> tuple[Way, ...]:
    """How the family is told at this step; none for one that is no longer on the ladder."""
    step = rules().find_step(days)
    return step.ways if step else ()


def parse_rules(text: str, file: str = RULES.name) -> Rules:
    """Raises RightRulesMistake with file, line and reason."""
    return _read(read(text, file, RightRulesMistake))


def _read(document: Value) -> Rules:
    found = document.fields(
        *("schema", "hold", "term", "exceptions", "hukou", "guests"),
        *("refund", "renewal", "search"),
    )
    if found["schema"].text() != SCHEMA:
        found["schema"].refuse(_("只认识第1版格式。"))
    term = found["term"].fields("years", "from", optional=("basis", "to"))
    hold = found["hold"].fields("minutes", "extensions")
    return Rules(
        hold_minutes=hold["minutes"].whole(),
        hold_extensions=hold["extensions"].whole(),
        terms=Term(term["years"].whole(), _force(term)),
        exceptions=tuple(_exception(value) for value in found["exceptions"].items()),
        hukou=tuple(_hukou(value) for value in found["hukou"].items()),
        guests=tuple(_guests(value) for value in found["guests"].items()),
        refunds=tuple(_refund(value) for value in found["refund"].items()),
        ladder=tuple(_step(value) for value in found["renewal"].items()),
        search=tuple(value.choice(Way) for value in found["search"].items()),
    )


def _exception(value: Value) -> LivingException:
    found = value.fields("kind", "paper", "from", optional=("age", "basis", "to"))
    ground = found["kind"].choice(Ground)
    if not ground.is_exception:
        found["kind"].refuse(_("这里只写在世的人可以办理的情形。"))
    age = found["age"].whole() if "age" in found else None
    return LivingException(ground, found["paper"].text(), age, _force(found))


def _hukou(value: Value) -> HukouRule:
    found = value.fields("sites", "from", optional=("basis", "to"))
    sites = tuple(kind.choice(SiteKind) for kind in found["sites"].items())
    return HukouRule(sites, _force(found))


def _guests(value: Value) -> GuestRule:
    found = value.fields("months", "from", optional=("basis", "to"))
    return GuestRule(found["months"].whole(), _force(found))


def _refund(value: Value) -> RefundRule:
    found = value.fields("use", "maintenance", "from", optional=("basis", "to"))
    return RefundRule(
        found["use"].choice(RefundShare), found["maintenance"].choice(RefundShare), _force(found)
    )


def _step(value: Value) -> Step:
    found = value.fields("days", "ways")
    text = found["days"].text()
    if not text.removeprefix("-").isdecimal():
        found["days"].refuse(_("“%(text)s”要写成整数。"), text=text)
    return Step(int(text), tuple(way.choice(Way) for way in found["ways"].items()))


def _force(found: dict[str, Value]) -> InForce:
    until = found["to"].day() if "to" in found else None
    basis = found["basis"].text() if "basis" in found else ""
    return InForce(found["from"].day(), until, basis)
