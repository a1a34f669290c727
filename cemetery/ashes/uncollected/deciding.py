"""What two persons are deciding about: one alone does not touch it; who may carry it out."""

from cemetery.ashes.kinds import MoveKind
from cemetery.ashes.models import AshPortion
from cemetery.ashes.uncollected.errors import (
    AnnouncementRuns,
    CertificateNotIssued,
    LayingNotApproved,
    LayingOutdated,
    LayingUndecided,
    NotAnnounced,
)
from cemetery.ashes.uncollected.kinds import Step
from cemetery.ashes.uncollected.models import UncollectedAnnouncement, UncollectedLaying
from cemetery.ashes.uncollected.queries import attempts
from cemetery.ashes.uncollected.queries.waiting import get_standing
from funeral.queries.certificates import find_certificate
from kernel.scope import seeing


def ensure_undecided(portion: AshPortion, move: MoveKind) -> None:
    """Of a locked portion, before anything is done for a family.

    A family that comes is never turned away: the request is declined first, which says so for good.
    Raises LayingUndecided.
    """
    if attempts.find_open_laying(portion):
        raise LayingUndecided(move=move.label)


def announcement_run_out(portion: AshPortion) -> UncollectedAnnouncement:
    """Raises NotUncollected, NotAnnounced, AnnouncementRuns."""
    standing = get_standing(portion)
    announcement = attempts.find_announcement(portion, standing.since)
    if announcement is None:
        raise NotAnnounced
    if standing.step is not Step.REST:
        raise AnnouncementRuns(until=announcement.until.isoformat())
    return announcement


def approved_laying(portion: AshPortion) -> UncollectedLaying:
    """Locked. Raises LayingNotApproved, LayingOutdated, and as ask_laying."""
    announcement = announcement_run_out(portion)
    found = attempts.find_laying(portion, announcement.waits_since)
    if found is None or found.approved_at is None:
        raise LayingNotApproved
    laying = attempts.lock_laying(found.id)
    if laying.announcement_id != announcement.id:
        raise LayingOutdated
    return laying


def certificate_of(portion: AshPortion) -> str:
    """From our own record: who holds the paper is who did not come. Raises CertificateNotIssued."""
    if portion.foreign_certificate:
        return portion.foreign_certificate.number
    with seeing(None):
        certificate = find_certificate(portion.ashes_id)
    if certificate is None:
        raise CertificateNotIssued
    return certificate.number
