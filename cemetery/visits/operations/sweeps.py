"""代客祭扫: asked by a family, done by staff with pictures, or declined with a reason."""

import uuid
from collections.abc import Collection
from datetime import date

from cemetery.visits.errors import (
    SweepDayPast,
    SweepPhotoUnread,
    SweepPriceChanged,
    SweepReasonMissing,
    SweepReceiptMissing,
    SweepSettled,
    SweepUnproven,
    SweepUnsaid,
    SweepWordsTooLong,
    TooManySweepPhotos,
    UnitMissing,
    VisitorNameMissing,
)
from cemetery.visits.kinds import Wish
from cemetery.visits.models import Sweep, SweepPhoto
from cemetery.visits.passes import CODE_LENGTH
from cemetery.visits.queries import sweeps as queries
from cemetery.visits.queries.bookings import unit_name
from cemetery.visits.queries.terms import get_site
from cemetery.visits.queries.units import get_unit
from cemetery.visits.sweep_fees import case_of, charge_sweep, find_fee
from funeral.photos import MOST_MB, NotAPhoto, plain_photo
from hardware.qr import new_token
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.money import yuan
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.people.phones import normalise_phone

MOST_WORDS = 300
MOST_PHOTOS = 6


@operation(_("申请代客祭扫"))
def ask_sweep(
    *,
    site_id: uuid.UUID,
    unit: str,
    wishes: Collection[Wish],
    words: str,
    wanted_on: date,
    name: str,
    phone: str,
    by: Actor,
    agreed_fen: int = 0,
    idempotency_key: str | None = None,
) -> Sweep:
    """`agreed_fen`: the listed price as the family saw it, nothing where nothing is listed.

    Raises VisitorNameMissing, UnitMissing, UnitUnknown, SweepUnsaid, SweepDayPast,
    SweepWordsTooLong, SweepPriceChanged and the refusals of telephones."""
    site = get_site(site_id)
    if not name.strip():
        raise VisitorNameMissing
    number = normalise_phone(phone)
    if not unit.strip():
        raise UnitMissing
    if not wishes:
        raise SweepUnsaid
    if len(words.strip()) > MOST_WORDS:
        raise SweepWordsTooLong(most=MOST_WORDS)
    if wanted_on <= clock.today():
        raise SweepDayPast
    fee = find_fee(site.institution_id, clock.today())
    if agreed_fen != (fee.fen if fee else 0):
        raise SweepPriceChanged(price=yuan(fee.fen if fee else 0))
    sweep = Sweep(
        institution_id=site.institution_id,
        site_id=site.id,
        code=new_token()[:CODE_LENGTH],
        unit_id=get_unit(site.id, unit).id,
        wishes=sorted(Wish(each).value for each in wishes),
        words=words.strip(),
        wanted_on=wanted_on,
        name=name.strip(),
        phone=number,
        asked_at=clock.now(),
        fee_fen=fee.fen if fee else None,
    )
    db.session.add(sweep)
    return sweep


@operation(_("上传代祭照片"))
def add_sweep_photo(
    *, code: str, raw: bytes, by: Actor, idempotency_key: str | None = None
) -> SweepPhoto:
    """Written anew without EXIF, and encrypted. Raises SweepSettled, SweepPhotoUnread,
    TooManySweepPhotos."""
    sweep = _lock_open(code)
    if queries.count_photos(sweep) >= MOST_PHOTOS:
        raise TooManySweepPhotos(most=MOST_PHOTOS)
    if len(raw) > MOST_MB * 1024 * 1024:
        raise SweepPhotoUnread
    try:
        picture = plain_photo(raw)
    except NotAPhoto:
        raise SweepPhotoUnread from None
    photo = SweepPhoto(
        institution_id=sweep.institution_id,
        site_id=sweep.site_id,
        sweep_id=sweep.id,
        picture=picture,
        taken_at=clock.now(),
        taken_by=str(by),
    )
    db.session.add(photo)
    return photo


@operation(_("办结代客祭扫"))
def finish_sweep(
    *, code: str, by: Actor, receipt: str = "", idempotency_key: str | None = None
) -> Sweep:
    """Its fee is charged to the case of its family; where there is none, `receipt` is the till's.

    Raises SweepSettled, SweepUnproven, SweepReceiptMissing and the refusals of record_charge.
    """
    sweep = _lock_open(code)
    if not queries.count_photos(sweep):
        raise SweepUnproven
    if sweep.fee_fen:
        _settle_fee(sweep, receipt.strip(), by)
    sweep.done_at, sweep.done_by = clock.now(), str(by)
    return sweep


@operation(_("不能代客祭扫"))
def decline_sweep(
    *, code: str, reason: str, by: Actor, idempotency_key: str | None = None
) -> Sweep:
    """The family reads the reason. Raises SweepReasonMissing, SweepSettled."""
    if not reason.strip():
        raise SweepReasonMissing
    sweep = _lock_open(code)
    sweep.declined_at, sweep.decline_reason = clock.now(), reason.strip()
    return sweep


def _settle_fee(sweep: Sweep, receipt: str, by: Actor) -> None:
    case = case_of(sweep)
    if case is None and not receipt:
        raise SweepReceiptMissing
    if case is None:
        sweep.receipt = receipt
        return
    site = get_site(sweep.site_id)
    charge_sweep(sweep, case, f"{site.name} {unit_name(sweep.unit_id)}", by)
    sweep.case_id = case.id


def _lock_open(code: str) -> Sweep:
    sweep = queries.lock_sweep(code)
    if not sweep.is_open:
        raise SweepSettled
    return sweep
