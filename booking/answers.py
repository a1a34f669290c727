"""What a family answers step by step, as kept in its draft."""

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any, Self


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
    day: str | None = None
    hall_class: str | None = None
    cremator_type: str | None = None
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

    def is_complete(self) -> bool:
        """Everything confirm_booking needs; what follows from an ID number may be empty."""
        needed = (
            self.claimant_name,
            self.relation,
            self.phone,
            self.identity_kind,
            self.died_on,
            self.waiver_class,
            self.hall_class,
            self.cremator_type,
            self.starts_at,
        )
        return all(needed) and self.pick_up_from is not None
