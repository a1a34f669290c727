"""Writing a policy, having it reviewed by somebody else, and putting it in force."""

import uuid

from sqlalchemy.dialects.postgresql import Range

from billing.errors import (
    BillsIssuedAlready,
    DraftChanged,
    DraftNotSubmitted,
    DraftPublished,
    DraftSubmitted,
    PolicyError,
    ReturnReasonMissing,
    WriterReviews,
)
from billing.models import PolicyDraft, WaiverPolicy
from billing.operations.tariff import publish_policy
from billing.policy_drafts import begin_text, next_version, read_draft
from billing.queries import policies
from billing.succession import ensure_follows, region_of
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.people.staff import say_who, staff_names


@operation(_("起草减免政策"))
def start_policy_draft(
    *,
    by: Actor,
    region_code: str = "",
    code: str = "",
    version: int = 0,
    idempotency_key: str | None = None,
) -> PolicyDraft:
    """From a published version with the next number, or (no `code`) from a bare text.

    `region_code` for a bare text, empty for the asker's own. Raises NotFound, PolicyError.
    """
    own = region_of(by)
    before = policies.get_policy(own, code, version) if code else None
    if before:
        newest = policies.list_versions(code)[0].version
        source, region = next_version(before.source, newest + 1), before.region_code
    else:
        region = region_code or own
        source = begin_text(region, clock.today())
    policy = read_draft(source, own)
    draft = PolicyDraft(
        region_code=region,
        code=policy.code,
        version=policy.version,
        title=policy.title,
        source=source,
        note="",
        revision=1,
        started_at=clock.now(),
        writers=[str(by)],
        written_by=str(by),
        written_at=clock.now(),
        based_on_id=before.id if before else None,
    )
    db.session.add(draft)
    return draft


@operation(_("保存政策草稿"))
def save_policy_draft(
    *,
    draft_id: uuid.UUID,
    revision: int,
    source: str,
    note: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> PolicyDraft:
    """A text with a mistake is kept too: only what is submitted has to be right.

    `revision` is the one the writer began from. Raises DraftChanged, DraftSubmitted.
    """
    draft = policies.lock_policy_draft(draft_id, region_of(by))
    _ensure_open(draft)
    if draft.revision != revision:
        names = staff_names({draft.written_by})
        raise DraftChanged(
            who=say_who(draft.written_by, names), at=clock.say_stamp(draft.written_at)
        )
    draft.source, draft.note = source, note.strip()
    draft.revision += 1
    draft.written_by, draft.written_at = str(by), clock.now()
    if str(by) not in draft.writers:
        draft.writers = [*draft.writers, str(by)]
    try:
        policy = read_draft(source, region_of(by))
    except PolicyError:
        return draft
    draft.code, draft.version, draft.title = policy.code, policy.version, policy.title
    draft.region_code = policy.region
    return draft


@operation(_("提交政策草稿审核"))
def submit_policy_draft(
    *, draft_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> PolicyDraft:
    """Raises PolicyError, PolicyVersionTaken, PolicyBeginsTooEarly, DraftSubmitted."""
    draft = policies.lock_policy_draft(draft_id, region_of(by))
    _ensure_open(draft)
    policy = read_draft(draft.source, region_of(by))
    ensure_follows(policy, policies.list_overlapped(policy))
    draft.submitted_at, draft.returned_reason = clock.now(), None
    return draft


@operation(_("退回政策草稿"))
def return_policy_draft(
    *, draft_id: uuid.UUID, reason: str, by: Actor, idempotency_key: str | None = None
) -> PolicyDraft:
    """Back to its writers. Raises DraftNotSubmitted, DraftPublished, ReturnReasonMissing."""
    draft = policies.lock_policy_draft(draft_id, region_of(by))
    _ensure_submitted(draft)
    if not reason.strip():
        raise ReturnReasonMissing
    draft.submitted_at, draft.returned_reason = None, reason.strip()
    draft.reviewed_by, draft.reviewed_at = str(by), clock.now()
    return draft


@operation(_("审核并公布减免政策"))
def publish_policy_draft(
    *,
    draft_id: uuid.UUID,
    by: Actor,
    early_reason: str = "",
    idempotency_key: str | None = None,
) -> WaiverPolicy:
    """By somebody who has not written in it. What held before ends the day before.

    The earlier version keeps its text and replays as it did; only its last day is brought forward.
    Raises WriterReviews, DraftNotSubmitted, BillsIssuedAlready, PolicyBeginsTooEarly,
    PolicyVersionTaken, PolicyError.
    """
    draft = policies.lock_policy_draft(draft_id, region_of(by))
    _ensure_submitted(draft)
    if str(by) in draft.writers:
        raise WriterReviews
    policy = read_draft(draft.source, region_of(by))
    before = policies.lock_overlapped(policy)
    ensure_follows(policy, before)
    issued = policies.count_bills_since(policy)
    if issued and not early_reason.strip():
        raise BillsIssuedAlready(count=issued, day=policy.valid_from.isoformat())
    for row in before:
        row.valid = Range(row.first_day, policy.valid_from)
    # The database must see the old one end before the new one begins.
    db.session.flush()
    published = publish_policy(source=draft.source, by=by)
    db.session.flush()
    draft.reviewed_by, draft.reviewed_at = str(by), clock.now()
    draft.early_reason = early_reason.strip() or None
    draft.published_id = published.id
    return published


def _ensure_open(draft: PolicyDraft) -> None:
    if draft.published_id:
        raise DraftPublished
    if draft.submitted_at:
        raise DraftSubmitted


def _ensure_submitted(draft: PolicyDraft) -> None:
    if draft.published_id:
        raise DraftPublished
    if draft.submitted_at is None:
        raise DraftNotSubmitted
