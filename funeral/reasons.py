"""Why something out of the ordinary was done: written by a person, kept in the journal for good."""

import re

from funeral.errors import ReasonHoldsNumber
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
