"""What a family does before it has a booking: filling in, and holding a time."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

from booking import queries
from booking.answers import Answers
from booking.errors import NotAllAnswered
from booking.held import held_by, hold_chosen
from booking.kinds import Channel
from booking.models import Draft
from booking.offers import list_times_for
from booking.people import check_claimant, checked_deceased, ensure_first, index_of
from funeral.errors import TimeTaken
from funeral.queries.schedule import nearest_free_times
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor

# An unfinished booking is forgotten: PIPL art. 19, kept no longer than its purpose needs.
DRAFTS_LIVE = timedelta(days=7)


@operation(_("开始填写预约"))
def start_draft(
    *, institution_id: uuid.UUID, token: str, by: Actor, channel: Channel = Channel.WEB
) -> Draft:
    """A family begins, or a clerk for it; only the hash of the browser's token is kept."""
    draft = Draft(
        institution_id=institution_id,
        token_hash=queries.token_hash(token),
        channel=channel,
        answers={},
        started_at=clock.now(),
        saved_at=clock.now(),
    )
    db.session.add(draft)
    return draft


@operation(_("保存填写内容"))
def save_answers(*, draft_id: uuid.UUID, answers: Answers, by: Actor) -> Draft:
    """What has been answered so far, checked as confirm_booking will check it.

    Raises AlreadyBooked and the refusals of check_deceased and normalise_phone.
    """
    draft = queries.lock_draft(draft_id)
    known = Answers.from_json(draft.answers)
    if answers.phone is not None:
        check_claimant(answers)
    if answers.died_on is not None:
        answers = checked_deceased(answers)
    if answers.identity_number != known.identity_number:
        ensure_first(draft.institution_id, answers.identity_number)
    draft.answers = answers.as_json()
    draft.saved_at = clock.now()
    return draft


@operation(_("选择时间"))
def choose_time(
    *, draft_id: uuid.UUID, starts_at: datetime, by: Actor, idempotency_key: str | None = None
) -> Draft:
    """The times are held while the family reads on; what it held before is free again.

    Choosing the same time again does not hold it longer. Raises NotAllAnswered, TimeTaken (with
    alternatives), NoHearse and the other refusals of hold_times; then the hold before stays.
    """
    draft = queries.lock_draft(draft_id)
    answers = Answers.from_json(draft.answers)
    if not (answers.phone and answers.hall_class and answers.cremator_type):
        raise NotAllAnswered
    answers = replace(
        answers, day=clock.day_of(starts_at).isoformat(), starts_at=starts_at.isoformat()
    )
    if held_by(draft, answers) is None:
        free = list_times_for(draft, answers, clock.day_of(starts_at))
        if starts_at not in {proposal.starts_at for proposal in free}:
            raise TimeTaken(
                nearest_free_times(
                    draft.institution_id,
                    starts_at,
                    answers.hall,
                    answers.cremator,
                    index_of(answers),
                    but_for=draft.plan_id,
                )
            )
        draft.plan_id = hold_chosen(draft, answers, starts_at, by).id
    draft.answers = answers.as_json()
    draft.saved_at = clock.now()
    return draft


@operation(_("清除过期的填写内容"))
def forget_drafts(*, by: Actor) -> int:
    """Unfinished bookings nobody has touched for DRAFTS_LIVE; how many there were."""
    drafts = queries.list_drafts_before(clock.now() - DRAFTS_LIVE)
    for draft in drafts:
        db.session.delete(draft)
    return len(drafts)
