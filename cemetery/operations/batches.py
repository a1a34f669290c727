"""Plates for a whole wall: ordered, drawn chunk by chunk, released, given out, withdrawn."""

import uuid
from collections.abc import Iterable

from cemetery import plate_jobs
from cemetery.errors import NothingToPlate, PlateSizeUnknown, PlatesNotReady, TooManyPlates
from cemetery.kinds import PlateBatchState
from cemetery.models import PlateArtwork, PlateBatch, PlateFile, Unit
from cemetery.plate_files import PlateFiles, sha256, wording_of
from cemetery.plating import new_plate
from cemetery.queries import batches
from hardware.artwork import SIZES_MM, check_wording, draw_plate
from hardware.qr import plate_url
from kernel import clock
from kernel.counters import NumberKind, next_number
from kernel.db import db
from kernel.i18n import _
from kernel.jobs import enqueue
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.places import get_institution

MOST = 2_000


@operation(_("订制铭牌"))
def order_plates(
    *,
    site_id: uuid.UUID,
    zone: str,
    rows: list[int],
    size_mm: int,
    first_line: str,
    address: str,
    reissue: bool,
    by: Actor,
    idempotency_key: str | None = None,
) -> PlateBatch:
    """A plate for each niche in use that has none; with `reissue` for every one, and the plates
    there now stop working. `zone` and `rows` empty mean all. `address`: of the public pages.

    Raises PlateSizeUnknown, NothingToPlate, TooManyPlates, GlyphMissing, TextTooLong.
    """
    if size_mm not in SIZES_MM:
        raise PlateSizeUnknown
    site = batches.get_site(site_id)
    units = batches.lock_units(site.id, zone, rows)
    working = batches.live_plates_of(units)
    chosen = [unit for unit in units if reissue or unit.id not in working]
    if not chosen:
        raise NothingToPlate
    if len(chosen) > MOST:
        raise TooManyPlates(count=len(chosen), most=MOST)
    first_line = first_line.strip()
    for unit in chosen:
        check_wording(wording_of(str(unit), first_line), size_mm)
    for old in working.values() if reissue else ():
        old.revoked_at = clock.now()
    batch = PlateBatch(
        institution_id=site.institution_id,
        site=site,
        zone=zone,
        rows=sorted(set(rows)),
        size_mm=size_mm,
        first_line=first_line,
        address=address,
        state=PlateBatchState.WAITING,
        done=0,
        total=len(chosen),
        replaced=len(working) if reissue else 0,
        ordered_at=clock.now(),
        ordered_by=str(by),
        number=next_number(NumberKind.PLATE_BATCH, get_institution(site.institution_id)),
    )
    db.session.add(batch)
    # Before the new ones are written: a niche has never two plates that work.
    db.session.flush()
    _add_plates(batch, chosen)
    enqueue(plate_jobs.make_plates, lock=f"plates:{batch.id}", batch_id=str(batch.id))
    return batch


def _add_plates(batch: PlateBatch, units: Iterable[Unit]) -> None:
    for position, unit in enumerate(units, start=1):
        plate = new_plate(batch.institution_id)
        plate.own_unit, plate.batch, plate.position = unit, batch, position
        db.session.add(plate)


@operation(_("绘制铭牌"))
def draw_plates(*, batch_id: uuid.UUID, by: Actor) -> PlateBatch:
    """The next chunk, each drawing read back; killed between two chunks, it goes on where it was.

    `drawn_at` is set once nothing is left to draw. Raises CodeUnreadable.
    """
    batch = batches.lock_plate_batch(batch_id)
    if not PlateBatchState(batch.state).is_under_way or batch.drawn_at:
        return batch
    batch.state = PlateBatchState.RUNNING
    plates = batches.list_undrawn(batch.id)
    for plate in plates:
        svg = draw_plate(
            plate_url(batch.address, plate.token),
            plate.token,
            wording_of(str(plate.unit), batch.first_line),
            batch.size_mm,
        )
        drawn = PlateArtwork(
            institution_id=batch.institution_id,
            plate=plate,
            svg=svg,
            sha256=sha256(svg),
            drawn_at=clock.now(),
        )
        db.session.add(drawn)
    batch.done += len(plates)
    if len(plates) < batches.CHUNK:
        batch.drawn_at = clock.now()
    return batch


@operation(_("放行铭牌"))
def release_plates(*, batch_id: uuid.UUID, files: PlateFiles, by: Actor) -> PlateBatch:
    """Keep the files, every plate in them read back. Not where a plate was stopped meanwhile:
    then they are made again. A batch without a plate that works is withdrawn.
    """
    batch = batches.lock_plate_batch(batch_id)
    if not PlateBatchState(batch.state).is_under_way:
        return batch
    working = len(batches.lock_working_plates(batch.id))
    if working != files.read_back:
        return batch
    batch.done = batch.total = working
    batch.state = PlateBatchState.DONE if working else PlateBatchState.CANCELLED
    batch.finished_at = clock.now()
    for kind, content in files.contents.items() if working else ():
        file = PlateFile(
            institution_id=batch.institution_id,
            batch_id=batch.id,
            kind=kind,
            content=content,
            size=len(content),
            sha256=sha256(content),
            made_at=clock.now(),
        )
        db.session.add(file)
    return batch


@operation(_("记下铭牌绘制的中断"))
def fail_plate_batch(*, batch_id: uuid.UUID, trouble: str, by: Actor) -> PlateBatch:
    """A mistake of ours: nothing is released, and the plates wait to be withdrawn."""
    batch = batches.lock_plate_batch(batch_id)
    if PlateBatchState(batch.state).is_under_way:
        batch.state, batch.finished_at = PlateBatchState.FAILED, clock.now()
        batch.trouble = trouble
    return batch


@operation(_("登记铭牌交付"))
def give_out_plates(
    *,
    batch_id: uuid.UUID,
    plate_ids: list[uuid.UUID],
    by: Actor,
    idempotency_key: str | None = None,
) -> PlateBatch:
    """On the wall, or in somebody's hand; `plate_ids` empty: all of the batch. Once is enough.

    Raises PlatesNotReady before the batch is released.
    """
    batch = batches.lock_plate_batch(batch_id)
    if batch.state != PlateBatchState.DONE:
        raise PlatesNotReady
    for plate in batches.lock_working_plates(batch.id):
        if plate.given_out_at is None and (not plate_ids or plate.id in plate_ids):
            plate.given_out_at, plate.given_out_by = clock.now(), str(by)
    return batch


@operation(_("撤回铭牌批次"))
def cancel_plate_batch(
    *, batch_id: uuid.UUID, by: Actor, idempotency_key: str | None = None
) -> PlateBatch:
    """Its plates stop working, except those given out; nothing is drawn or taken away any more."""
    batch = batches.lock_plate_batch(batch_id)
    if batch.state == PlateBatchState.CANCELLED:
        return batch
    batch.state, batch.finished_at = PlateBatchState.CANCELLED, clock.now()
    for plate in batches.lock_working_plates(batch.id):
        if plate.given_out_at is None:
            plate.revoked_at = clock.now()
    return batch
