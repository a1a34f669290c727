"""What was answered by code or kind, in words."""

from billing.classes import WaiverClass
from booking.answers import Answers
from booking.kinds import Channel
from booking.models import Booking
from kernel.people.claimants import Relation
from kernel.people.deceased import IdentityKind
from kernel.people.identity import Sex, masked
from kernel.regions import full_name


def words_of(answers: Answers) -> dict[str, str]:
    """Of a draft with every question answered."""
    return {
        "relation": Relation(str(answers.relation)).label,
        "identity_kind": IdentityKind(str(answers.identity_kind)).label,
        "identity_number": masked(answers.identity_number or ""),
        "sex": Sex(answers.sex or Sex.UNSTATED).label,
        "household": _place(answers.household_registration),
        "waiver_class": WaiverClass(str(answers.waiver_class)).label,
        "hall": answers.hall.label,
        "cremation": answers.cremator.label,
    }


def words_of_booked(booking: Booking) -> dict[str, str]:
    deceased = booking.deceased
    return {
        "relation": Relation(booking.claimant.relation).label,
        "sex": Sex(deceased.sex).label,
        "household": _place(deceased.household_registration),
        "waiver_class": WaiverClass(deceased.waiver_class).label,
        "channel": Channel(booking.channel).label,
    }


def _place(region_code: str | None) -> str:
    return full_name(region_code) if region_code else ""
