"""Laid to rest in a communal eco area: asked for by one person, approved by another, then done."""

import uuid
from datetime import datetime

from cemetery import queries as ground
from cemetery.ashes.at_rest import Scattering, Word, inter, scatter
from cemetery.ashes.chain import lock_ours
from cemetery.ashes.errors import ScatteredWrongTime
from cemetery.ashes.models import AshEvent
from cemetery.ashes.uncollected.deciding import (
    announcement_run_out,
    approved_laying,
    certificate_of,
)
from cemetery.ashes.uncollected.errors import (
    DeclineReasonMissing,
    LayingApprovedByAsker,
    LayingAsked,
    LayingDecided,
    LayingNotApproved,
    LayingOutdated,
    LayingReasonMissing,
    NotInEcoArea,
)
from cemetery.ashes.uncollected.kinds import ECO_UNITS
from cemetery.ashes.uncollected.models import UncollectedLaying
from cemetery.ashes.uncollected.queries import attempts
from cemetery.models import SiteKind
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor


@operation(_("申请安放无人领取的骨灰"))
def ask_laying(
    *, portion_id: uuid.UUID, reason: str, by: Actor, idempotency_key: str | None = None
) -> UncollectedLaying:
    """Raises NotUncollected, KeptElsewhere, LayingReasonMissing, NotAnnounced, AnnouncementRuns,
    LayingAsked."""
    if not reason.strip():
        raise LayingReasonMissing
    portion = lock_ours(portion_id, by)
    announcement = announcement_run_out(portion)
    if attempts.find_laying(portion, announcement.waits_since):
        raise LayingAsked
    laying = UncollectedLaying(
        institution_id=portion.institution_id,
        portion_id=portion.id,
        waits_since=announcement.waits_since,
        announcement_id=announcement.id,
        reason=reason.strip(),
        asked_at=clock.now(),
        asked_by=str(by),
    )
    db.session.add(laying)
    return laying


@operation(_("批准安放无人领取的骨灰"))
def approve_laying(
    *, laying_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> UncollectedLaying:
    """By somebody else than who asked; nothing is moved by it yet.

    Raises LayingDecided, LayingApprovedByAsker, LayingOutdated, and as ask_laying.
    """
    portion = lock_ours(attempts.get_laying(laying_id).portion_id, by)
    laying = attempts.lock_laying(laying_id)
    if laying.approved_at or not laying.is_open:
        raise LayingDecided
    if laying.asked_by == str(by):
        raise LayingApprovedByAsker
    if announcement_run_out(portion).id != laying.announcement_id:
        raise LayingOutdated
    laying.approved_at, laying.approved_by = clock.now(), str(by)
    return laying


@operation(_("不安放无人领取的骨灰"))
def decline_laying(
    *, laying_id: uuid.UUID, reason: str, by: Actor, idempotency_key: str | None = None
) -> UncollectedLaying:
    """Also when it was approved: until it is done, anybody may stop it.

    Raises DeclineReasonMissing, LayingDecided.
    """
    if not reason.strip():
        raise DeclineReasonMissing
    lock_ours(attempts.get_laying(laying_id).portion_id, by)
    laying = attempts.lock_laying(laying_id)
    if not laying.is_open:
        raise LayingDecided
    laying.stopped_at, laying.stopped_by = clock.now(), str(by)
    laying.stopped_because = reason.strip()
    return laying


@operation(_("安葬无人领取的骨灰"))
def inter_uncollected(
    *, portion_id: uuid.UUID, unit_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> AshEvent:
    """In a unit of an eco area, where a family that comes late still finds them.

    Raises LayingNotApproved, NotInEcoArea, CertificateNotIssued, and as ask_laying and inter.
    """
    portion = lock_ours(portion_id, by)
    laying = approved_laying(portion)
    unit = ground.get_unit(unit_id)
    if unit.site.kind != SiteKind.ECO_AREA and unit.zone.kind not in ECO_UNITS:
        raise NotInEcoArea
    event = inter(portion, unit.id, certificate_number=certificate_of(portion), by=by)
    laying.ash_event_id = event.id
    return event


@operation(_("撒散无人领取的骨灰"))
def scatter_uncollected(
    *,
    portion_id: uuid.UUID,
    place: str,
    scattered_at: datetime,
    witnesses: list[str],
    by: Actor,
    idempotency_key: str | None = None,
) -> AshEvent:
    """Raises LayingNotApproved, CertificateNotIssued, and as ask_laying and scatter."""
    portion = lock_ours(portion_id, by)
    laying = approved_laying(portion)
    if laying.approved_at is None:
        raise LayingNotApproved
    approved = clock.say_stamp(laying.approved_at)
    if scattered_at < laying.approved_at:
        raise ScatteredWrongTime(since=approved)
    word = Word(
        certificate_of(portion),
        authorisation=str(_("无人领取，%(at)s 经另一位同事批准") % {"at": approved}),
    )
    event = scatter(portion, Scattering(place, scattered_at, witnesses), word, by)
    laying.ash_event_id = event.id
    return event
