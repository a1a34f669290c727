"""What a family answers step by step, as kept in its draft."""

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any, Self

from funeral.kinds import CrematorType, HallClass

# The family wants the first hearse that is free.
SOON = "soon"


@dataclass(frozen=True)
class Answers:
    """Every answer is None until it is given; dates and times as ISO text, enums by value."""

    claimant_name: str | None = None
    relation: str | None = None
    phone: str | None = None
    deceased_name: str | None = None
    identity_kind: str | None = None
    identity_number: str | None = None
    sex: str | None = None
    born_on: str | None = None
    died_on: str | None = None
    # GB/T 2260 code; empty text where the family does not know.
    household_registration: str | None = None
    waiver_class: str | None = None
    # Empty text: the family brings the remains itself.
    pick_up_from: str | None = None
    # SOON, or a moment; empty text where the home agrees on it by telephone.
    pick_up_at: str | None = None
    day: str | None = None
    hall_class: str | None = None
    cremator_type: str | None = None
    # How many are expected at the farewell; asked so that nobody stands outside the hall.
    party: int | None = None
    starts_at: str | None = None

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        known = {field.name for field in fields(cls)}
        return cls(**{key: value for key, value in stored.items() if key in known})

    def as_json(self) -> dict[str, Any]:
        return {key: value for key, value in asdict(self).items() if value is not None}

    @property
    def chosen_day(self) -> date | None:
        return date.fromisoformat(self.day) if self.day else None

    @property
    def chosen_start(self) -> datetime | None:
        return datetime.fromisoformat(self.starts_at) if self.starts_at else None

    @property
    def hall(self) -> HallClass:
        """No ceremony until one is chosen."""
        return HallClass(self.hall_class or HallClass.NONE)

    @property
    def cremator(self) -> CrematorType:
        return CrematorType(self.cremator_type or CrematorType.FLAT)

    @property
    def death_day(self) -> date | None:
        return date.fromisoformat(self.died_on) if self.died_on else None

    @property
    def birth_day(self) -> date | None:
        return date.fromisoformat(self.born_on) if self.born_on else None

    def about_deceased(self) -> dict[str, Any]:
        """As the question about the deceased shows them: dates as dates."""
        return asdict(self) | {"born_on": self.birth_day, "died_on": self.death_day}
