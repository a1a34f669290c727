"""Telephone, letter, announcement: what was tried, by whom, and what came of it."""

import uuid
from datetime import date, datetime, timedelta

from cemetery.ashes.chain import lock_ours
from cemetery.ashes.uncollected.errors import (
    AnnouncementPlaceMissing,
    AnnouncementToCome,
    AnnouncementTooEarly,
    AnnouncementTooShort,
    ContactsMissing,
    ContactTimeWrong,
    NotUncollected,
    WhomMissing,
)
from cemetery.ashes.uncollected.kinds import ContactResult, ContactWay, Standing, Step
from cemetery.ashes.uncollected.models import UncollectedAnnouncement, UncollectedContact
from cemetery.ashes.uncollected.queries.attempts import list_ways_tried
from cemetery.ashes.uncollected.queries.waiting import get_standing
from cemetery.law.uncollected import Number
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor

BEFORE_ANNOUNCING = (ContactWay.PHONE, ContactWay.LETTER)


@operation(_("登记联系家属"))
def record_contact(
    *,
    portion_id: uuid.UUID,
    way: ContactWay,
    whom: str,
    happened_at: datetime,
    result: ContactResult,
    note: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> UncollectedContact:
    """Also before a step is due: whoever is told early comes early.

    Raises NotUncollected, KeptElsewhere, WhomMissing, ContactTimeWrong.
    """
    if not whom.strip():
        raise WhomMissing
    portion = lock_ours(portion_id, by)
    standing = get_standing(portion)
    if not standing.since <= clock.day_of(happened_at) or happened_at > clock.now():
        raise ContactTimeWrong(since=standing.since.isoformat())
    contact = UncollectedContact(
        institution_id=portion.institution_id,
        portion_id=portion.id,
        waits_since=standing.since,
        way=way,
        whom=whom.strip(),
        happened_at=happened_at,
        result=result,
        note=note.strip(),
        recorded_at=clock.now(),
        recorded_by=str(by),
    )
    db.session.add(contact)
    return contact


@operation(_("登记骨灰认领公告"))
def record_announcement(
    *,
    portion_id: uuid.UUID,
    place: str,
    since: date,
    until: date,
    by: Actor,
    idempotency_key: str | None = None,
) -> UncollectedAnnouncement:
    """`until`: its last day. A later one of the same waiting takes the place of this one.

    Raises NotUncollected, KeptElsewhere, AnnouncementPlaceMissing, ContactsMissing,
    AnnouncementTooEarly, AnnouncementToCome, AnnouncementTooShort.
    """
    if not place.strip():
        raise AnnouncementPlaceMissing
    portion = lock_ours(portion_id, by)
    standing = get_standing(portion)
    tried = list_ways_tried(portion, standing.since)
    missing = [str(way.label) for way in BEFORE_ANNOUNCING if way not in tried]
    if missing:
        raise ContactsMissing(missing=str(_("、")).join(missing))
    _ensure_term(standing, since, until)
    announcement = UncollectedAnnouncement(
        institution_id=portion.institution_id,
        portion_id=portion.id,
        waits_since=standing.since,
        place=place.strip(),
        since=since,
        until=until,
        recorded_at=clock.now(),
        recorded_by=str(by),
    )
    db.session.add(announcement)
    return announcement


def _ensure_term(standing: Standing, since: date, until: date) -> None:
    earliest = standing.due_on(Step.ANNOUNCEMENT)
    if standing.ladder is None or earliest is None:
        raise NotUncollected
    if since < earliest:
        raise AnnouncementTooEarly(day=earliest.isoformat())
    if since > clock.today():
        raise AnnouncementToCome
    days = standing.ladder.days[Number.ANNOUNCED]
    shortest = since + timedelta(days=days)
    if until < shortest:
        raise AnnouncementTooShort(days=days, day=shortest.isoformat())
