"""物品清单, and the identity photo that only staff may open."""

import uuid

from funeral.errors.storage import (
    AlreadyReturned,
    BelongingMissing,
    LookReasonMissing,
    PhotoTooLarge,
    PhotoUnreadable,
    PlaceMissing,
    QuantityWrong,
    ReceiverMissing,
    SignatureMissing,
)
from funeral.models import Belonging, IdentityPhoto, PhotoLook
from funeral.photos import MOST_MB, NotAPhoto, plain_photo
from funeral.queries import belongings as queries
from funeral.queries import cases
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor

MOST_PIECES = 1000


@operation(_("登记随身物品"))
def record_belonging(
    *,
    number: str,
    description: str,
    quantity: int | None,
    place: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> Belonging:
    """One line of the list. Raises BelongingMissing, QuantityWrong, PlaceMissing."""
    case = cases.lock_case(number)
    if not description.strip():
        raise BelongingMissing
    if quantity is None or not 1 <= quantity <= MOST_PIECES:
        raise QuantityWrong(most=MOST_PIECES)
    if not place.strip():
        raise PlaceMissing
    belonging = Belonging(
        institution_id=case.institution_id,
        case_id=case.id,
        description=description.strip(),
        quantity=quantity,
        place=place.strip(),
        recorded_at=clock.now(),
        recorded_by=str(by),
    )
    db.session.add(belonging)
    return belonging


@operation(_("交还随身物品"))
def return_belonging(
    *,
    belonging_id: uuid.UUID,
    returned_to: str,
    signature: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> Belonging:
    """Exactly once; `signature` says where the signed paper is.

    Raises AlreadyReturned, ReceiverMissing, SignatureMissing.
    """
    belonging = queries.lock_belonging(belonging_id)
    if belonging.returned_at is not None:
        raise AlreadyReturned
    if not returned_to.strip():
        raise ReceiverMissing
    if not signature.strip():
        raise SignatureMissing
    belonging.returned_to = returned_to.strip()
    belonging.signature = signature.strip()
    belonging.returned_at = clock.now()
    belonging.returned_by = str(by)
    return belonging


@operation(_("保存遗体识别照片"))
def keep_photo(
    *, number: str, raw: bytes, by: Actor, idempotency_key: str | None = None
) -> IdentityPhoto:
    """Written anew without EXIF and encrypted; one before it is kept and no longer shown.

    Raises PhotoTooLarge, PhotoUnreadable.
    """
    case = cases.lock_case(number)
    if len(raw) > MOST_MB * 1024 * 1024:
        raise PhotoTooLarge(most=MOST_MB)
    try:
        image = plain_photo(raw)
    except NotAPhoto:
        raise PhotoUnreadable from None
    before = queries.find_photo(case.id)
    if before is not None:
        before.replaced_at = clock.now()
        db.session.flush()
    photo = IdentityPhoto(
        institution_id=case.institution_id,
        case_id=case.id,
        image=image,
        recorded_at=clock.now(),
        recorded_by=str(by),
    )
    db.session.add(photo)
    return photo


@operation(_("查看遗体识别照片"))
def look_at_photo(*, number: str, reason: str, by: Actor) -> PhotoLook:
    """The record that somebody looked; only its answer leads to the picture.

    Without an idempotency key: each look is written down, the same form sent again too. Raises
    NotFound, LookReasonMissing.
    """
    photo = queries.find_photo(cases.get_case(number).id)
    if photo is None:
        raise NotFound
    if not reason.strip():
        raise LookReasonMissing
    look = PhotoLook(
        institution_id=photo.institution_id,
        photo_id=photo.id,
        reason=reason.strip(),
        looked_at=clock.now(),
        looked_by=str(by),
    )
    db.session.add(look)
    return look
