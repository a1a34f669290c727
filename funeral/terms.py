"""What an institution lays down about booking: data with a legal basis, not code."""

from dataclasses import dataclass
from datetime import timedelta

# A family may not be held up for ever by numbers typed wrongly.
MOST_MINUTES = 60 * 24 * 366


@dataclass(frozen=True)
class Terms:
    """The terms in force; a home that has laid down none has these.

    `lead`: between now and the first time that can be booked. `per_claimant`: times one telephone
    number may hold at once. `return_from`–`return_to`: a cancelled time comes back at a random
    moment between them, so that nobody can pass it on. `furnace_starts`: cremations the staff can
    start within one `furnace_window`.
    """

    lead: timedelta = timedelta(0)
    days_ahead: int = 7
    per_deceased: int = 3
    per_claimant: int = 3
    changes: int = 2
    change_until: timedelta = timedelta(hours=12)
    cancel_until: timedelta = timedelta(hours=2)
    hold: timedelta = timedelta(minutes=20)
    offer: timedelta = timedelta(minutes=60)
    return_from: timedelta = timedelta(minutes=2)
    return_to: timedelta = timedelta(minutes=10)
    after_farewell: timedelta = timedelta(minutes=15)
    longest_wait: timedelta = timedelta(hours=4)
    furnace_starts: int = 2
    furnace_window: timedelta = timedelta(minutes=10)
    desk_confirms: bool = False
    legal_basis: str = ""

    @property
    def until_cremation(self) -> timedelta:
        """The longest a family waits between its farewell's end and its cremation."""
        return self.after_farewell + self.longest_wait
