"""The blueprint, and whom its pages are for."""

import uuid

from flask import Blueprint

from billing.fact_links import link_of
from kernel.errors import NotAllowed
from kernel.people.actors import Role
from kernel.web import asker

billing = Blueprint("billing", __name__, cli_group=None)

# Who reads the money's pages; only the till changes something.
READERS = (Role.DESK, Role.ADMINISTRATOR, Role.OFFICER)
TILL = (Role.DESK, Role.ADMINISTRATOR)
KEEPER = (Role.ADMINISTRATOR,)
# An officer sees those of the homes in the region.
LIST_READERS = (Role.ADMINISTRATOR, Role.OFFICER)
SETTLERS = (Role.ADMINISTRATOR, Role.OFFICER)
# Who receives applications for the eco-burial reward.
RECEIVERS = (Role.DESK, Role.COLUMBARIUM, Role.OFFICER, Role.ADMINISTRATOR)


def home_id() -> uuid.UUID:
    """The asker's institution."""
    institution_id = asker().institution_id
    if institution_id is None:
        raise NotAllowed
    return institution_id


def seen_home() -> uuid.UUID | None:
    """Whose rows a page shows: one's own, or all in scope for an officer."""
    return None if asker().role is Role.OFFICER else home_id()


@billing.app_context_processor
def links() -> dict[str, object]:
    """Where the record a charge rests on is shown."""
    return {"fact_link": link_of}
