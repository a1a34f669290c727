"""Why something out of the ordinary was done: written by a person, kept in the journal for good."""

import re
import uuid

from funeral.errors import ReasonHoldsNumber, ReasonNamesPerson
from funeral.panels import names_of_families
from funeral.queries.cases import list_names_of_plans
from kernel.errors import Refusal

# As long as a mobile number, or longer: an identity number too.
LONG_NUMBER = re.compile(r"\d{11}")


def checked_reason(reason: str, missing: type[Refusal]) -> str:
    """The reason without spaces around it. Raises `missing`, ReasonHoldsNumber."""
    if not reason.strip():
        raise missing
    if LONG_NUMBER.search(re.sub(r"[\s-]", "", reason)):
        raise ReasonHoldsNumber
    return reason.strip()


def ensure_names_nobody(reason: str, plan_ids: set[uuid.UUID]) -> None:
    """What is published may not say whose place was changed. Raises ReasonNamesPerson."""
    names = list_names_of_plans(plan_ids)
    names |= names_of_families(plan_ids)
    # 无 is written for who has no name, and stands in many words.
    if any(len(name) > 1 and name in reason for name in names):
        raise ReasonNamesPerson
