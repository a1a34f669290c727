"""The name at the door of the hall: shown when the family agrees, gone when it says so."""

import uuid
from datetime import datetime

from funeral.errors import AgreedAtFuture, AgreedByMissing, WordingMissing, WordingTells
from funeral.models import ShownName
from funeral.queries.ceremonies import lock_shown_name
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.people.deceased import lock_deceased

LONGEST_WORDING = 20


@operation(_("登记门口显示的名称"))
def approve_shown_name(
    *,
    deceased_id: uuid.UUID,
    wording: str,
    agreed_by: str,
    by: Actor,
    agreed_at: datetime | None = None,
    idempotency_key: str | None = None,
) -> ShownName:
    """Exactly this wording, from now on. `agreed_at` None: now.

    Raises WordingMissing, WordingTells, AgreedByMissing, AgreedAtFuture.
    """
    wording, agreed_by = wording.strip(), agreed_by.strip()
    if not 0 < len(wording) <= LONGEST_WORDING:
        raise WordingMissing
    if any(character.isdigit() for character in wording):
        raise WordingTells
    if not agreed_by:
        raise AgreedByMissing
    now = clock.now()
    if agreed_at and agreed_at > now:
        raise AgreedAtFuture
    # The deceased is held first, so that two who record at once do not both make a row.
    deceased = lock_deceased(deceased_id)
    shown = lock_shown_name(deceased_id)
    if shown is None:
        shown = ShownName(deceased_id=deceased_id, institution_id=deceased.institution_id)
        db.session.add(shown)
    shown.wording, shown.agreed_by, shown.agreed_at = wording, agreed_by, agreed_at or now
    shown.recorded_by, shown.recorded_at, shown.withdrawn_at = str(by), now, None
    return shown


@operation(_("不再显示名称"))
def withdraw_shown_name(
    *, deceased_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> ShownName | None:
    """At once, and asked for by anybody of the family; where nothing is shown, nothing happens."""
    shown = lock_shown_name(deceased_id)
    if shown and shown.withdrawn_at is None:
        shown.withdrawn_at = clock.now()
    return shown
