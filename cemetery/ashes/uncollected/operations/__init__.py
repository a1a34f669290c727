"""Each attempt to reach a family, and what two persons decide when nobody came."""

from cemetery.ashes.uncollected.operations.attempts import record_announcement, record_contact
from cemetery.ashes.uncollected.operations.layings import (
    approve_laying,
    ask_laying,
    decline_laying,
    inter_uncollected,
    scatter_uncollected,
)
from cemetery.ashes.uncollected.operations.texts import text_families
from cemetery.ashes.uncollected.operations.together import (
    approve_layings,
    ask_layings,
    inter_together,
)

__all__ = [
    "approve_laying",
    "approve_layings",
    "ask_laying",
    "ask_layings",
    "decline_laying",
    "inter_together",
    "inter_uncollected",
    "record_announcement",
    "record_contact",
    "scatter_uncollected",
    "text_families",
]
