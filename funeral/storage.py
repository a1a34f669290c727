"""How long remains are kept, by law and by the county's waiver: pure reckoning, no database."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class StorageRule:
    """`days` without an extension, and how many days ahead one extension may reach.

    `region` empty: the whole country. `valid_until` is the last day, None while in force.
    """

    region: str
    days: int
    legal_basis: str
    longest_extension_days: int
    extension_basis: str
    valid_from: date
    valid_until: date | None

    def holds(self, region: str, day: date) -> bool:
        since, until = self.valid_from, self.valid_until
        return region.startswith(self.region) and since <= day and (until is None or day <= until)


def rule_of(rules: tuple[StorageRule, ...], region: str, day: date) -> StorageRule | None:
    """The narrowest region's rule of that day; None where no rule is known."""
    holding = [rule for rule in rules if rule.holds(region, day)]
    return max(holding, key=lambda rule: (len(rule.region), rule.valid_from), default=None)


@dataclass(frozen=True)
class Stay:
    """Remains in the house: since when, how long the law lets them, until when it was extended."""

    received_at: datetime
    legal_days: int | None
    extended_until: date | None

    @property
    def legal_until(self) -> datetime | None:
        """Full days of 24 hours after admission; None where no rule is known."""
        if self.legal_days is None:
            return None
        return self.received_at + timedelta(days=self.legal_days)

    def is_overdue(self, now: datetime) -> bool:
        """Longer than the legal days, extended or not."""
        return self.legal_until is not None and now > self.legal_until

    def needs_extension(self, now: datetime, today: date) -> bool:
        covered = self.extended_until is not None and self.extended_until >= today
        return self.is_overdue(now) and not covered

    def hours(self, now: datetime) -> int:
        """Full hours stored."""
        return (now - self.received_at) // HOUR

    def days(self, now: datetime) -> int:
        """Full days stored."""
        return (now - self.received_at).days

    def legal_hours_left(self, now: datetime) -> int | None:
        """Full hours until the legal days are over, never less than none."""
        if self.legal_until is None:
            return None
        return max(self.legal_until - now, timedelta()) // HOUR


@dataclass(frozen=True)
class FreeStorage:
    """What the county's waiver gives for storage: `hours` free, None without limit.

    `said` is the county's sentence, or why nothing is free.
    """

    is_free: bool
    hours: int | None
    said: str

    def left(self, stay: Stay, now: datetime) -> int | None:
        """Full free hours left; None where nothing is free or all is."""
        if not self.is_free or self.hours is None:
            return None
        return max(stay.received_at + self.hours * HOUR - now, timedelta()) // HOUR
