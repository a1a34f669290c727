"""The blueprint, and whom its pages are for."""

import uuid

from flask import Blueprint, request

from billing.fact_links import link_of
from kernel.errors import NotAllowed
from kernel.people.actors import Role
from kernel.web import asker

billing = Blueprint("billing", __name__, cli_group=None)

TILL = (Role.DESK, Role.ADMINISTRATOR)
KEEPER = (Role.ADMINISTRATOR,)
# An officer sees those of the homes in the region.
LIST_READERS = (Role.ADMINISTRATOR, Role.OFFICER)


def home_id() -> uuid.UUID:
    """The asker's institution."""
    institution_id = asker().institution_id
    if institution_id is None:
        raise NotAllowed
    return institution_id


def seen_home() -> uuid.UUID | None:
    """Whose rows a page shows: one's own, or all in scope for an officer."""
    return None if asker().role is Role.OFFICER else home_id()


def page_asked() -> tuple[int, str, str]:
    """Page number, sort and direction as the address says."""
    asked = request.args
    return asked.get("page", 1, type=int), asked.get("sort", ""), asked.get("direction", "desc")


@billing.app_context_processor
def links() -> dict[str, object]:
    """Where the record a charge rests on is shown."""
    return {"fact_link": link_of}
