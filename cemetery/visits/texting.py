"""Texts about visits: the answer to a queued request, what was booked, changed, closed."""

import uuid
from collections.abc import Callable, Collection, Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ARRAY, Row, Uuid, bindparam, text

from cemetery.models import Site
from cemetery.texting import VISIT, VISIT_REQUEST, phone_of
from cemetery.visits.kinds import Answer
from cemetery.visits.models import VisitBooking, VisitSlot
from cemetery.visits.queries import bookings, slots
from cemetery.visits.queries.terms import get_site, terms_of
from kernel import clock
from kernel.db import db
from kernel.i18n import in_chinese
from kernel.places import get_institution
from kernel.secrets import EncryptedText
from kernel.texts.writing import NewText, page_address, write_texts

# Of an answered request what its text needs. The phone of who was refused goes into the text and
# stays nowhere else; of who was granted it is the booking's.
TAKE_PHONES = (
    text(
        "WITH known AS ("
        "  SELECT id, token, slot_id, phone FROM visit_requests"
        "  WHERE site_id = :site_id AND id = ANY(:ids)"
        "), wiped AS ("
        "  UPDATE visit_requests r SET phone = NULL FROM known"
        "  WHERE r.site_id = :site_id AND r.id = known.id AND r.phone IS NOT NULL"
        ") SELECT known.id, known.token, coalesce(b.slot_id, known.slot_id) AS slot_id,"
        "  coalesce(b.phone, known.phone) AS phone"
        "  FROM known LEFT JOIN visit_bookings b ON b.site_id = :site_id AND b.id = known.id"
    )
    .bindparams(bindparam("ids", type_=ARRAY(Uuid())), bindparam("site_id", type_=Uuid()))
    .columns(id=Uuid(), slot_id=Uuid(), phone=EncryptedText("visit_bookings.phone"))
)


def text_answers(site: Site, day: date, answers: Collection[Row[Any]]) -> None:
    """The results of a batch of the queue, in the transaction that gives them."""
    asked = {"site_id": site.id, "ids": [answer.id for answer in answers]}
    known = {row.id: row for row in db.session.connection().execute(TAKE_PHONES, asked)}
    of_day = {slot.id: slot for slot in slots.list_slots_anew(site.id, day)}
    with in_chinese():
        free, whys = _free(of_day.values()), {each: str(each.label) for each in Answer}
        shared = {
            slot.id: {"site": site.name, "when": _when(slot), "what": _what(slot)}
            for slot in of_day.values()
        }
    forget_on, ends = _forget_on(site, day), clock.day_range(day)[1]
    texts = [
        NewText(
            about=(VISIT if answer.slot else VISIT_REQUEST, answer.id),
            cause=f"visit_requests/{answer.id}",
            wording="visit_granted" if answer.slot else "visit_refused",
            phone=known[answer.id].phone,
            facts=shared[known[answer.id].slot_id] | _facts(answer, known[answer.id], free, whys),
            useful_until=of_day[answer.slot].ends_at if answer.slot else ends,
            forget_on=forget_on,
        )
        for answer in answers
    ]
    write_texts(site.institution_id, texts)


def _facts(
    answer: Row[Any],
    request: Row[Any],
    free: list[tuple[uuid.UUID, int, str]],
    whys: dict[Answer, str],
) -> dict[str, str]:
    page = page_address(f"/visit/queue/{request.token}")
    if answer.slot:
        return {"page": page, "persons": str(answer.persons), "code": answer.code}
    times = [
        time
        for slot_id, persons, time in free
        if slot_id != request.slot_id and persons >= answer.persons
    ]
    others = f"这一天还有名额：{'、'.join(times)}" if times else "这一天的其他时段也已约满"
    return {"page": page, "why": whys[Answer(answer.answer)], "others": others}


def text_booked(booking: VisitBooking) -> None:
    """By telephone or at the desk; who books online has the page before its eyes."""
    _text("visit_booked", [booking], lambda each: f"visit_bookings/{each.id}")


def text_changed(booking: VisitBooking) -> None:
    _text("visit_changed", [booking], lambda each: f"visit_bookings/{each.id}/{each.serial}")


def text_cancelled(booking: VisitBooking) -> None:
    _text("visit_cancelled", [booking], lambda each: f"visit_bookings/{each.id}")


def text_closed(closed: Collection[VisitSlot]) -> None:
    """Everybody who has booked one of them, once for each time it was closed."""
    _of_slots("visit_closed", closed)


def text_reopened(slot: VisitSlot) -> None:
    """While its `closed_at` still says which closing is over."""
    _of_slots("visit_reopened", [slot])


def _of_slots(wording: str, affected: Collection[VisitSlot]) -> None:
    for slot in affected:
        cause = f"visit_slots/{slot.id}/{slot.closed_at}"
        living = bookings.list_living(slot.site_id, slot.id)
        _text(wording, living, lambda each, cause=cause: f"{cause}/{each.id}")  # type: ignore[misc]


def _text(
    wording: str, those: Iterable[VisitBooking], cause: Callable[[VisitBooking], str]
) -> None:
    """Of one slot. The addresses are hand-written: no request tells an operation where it is."""
    found = [each for each in those if each.phone]
    if not found:
        return
    slot = found[0].slot
    site = get_site(slot.site_id)
    with in_chinese():
        shared = {
            "site": site.name,
            "when": _when(slot),
            "what": _what(slot),
            "why": slot.close_reason or "",
            "phone": phone_of(get_institution(site.institution_id)),
        }
    forget_on = _forget_on(site, slot.day)
    write_texts(
        site.institution_id,
        [
            NewText(
                about=(VISIT, each.id),
                cause=cause(each),
                wording=wording,
                phone=each.phone,
                facts=shared
                | {
                    "persons": str(each.persons),
                    "code": each.code,
                    "page": page_address(f"/v/{each.code}"),
                },
                # Who is on the way wants it before; who is late, too.
                useful_until=slot.ends_at if slot.starts_at <= clock.now() else slot.starts_at,
                forget_on=forget_on,
            )
            for each in found
        ],
    )


def _when(slot: VisitSlot) -> str:
    times = f"{clock.say_time(slot.starts_at)}–{clock.say_time(slot.ends_at)}"
    return f"{clock.say_day(slot.day)} {times}"


def _what(slot: VisitSlot) -> str:
    return slot.title or "祭扫"


def _free(of_day: Iterable[VisitSlot]) -> list[tuple[uuid.UUID, int, str]]:
    """What could still be had when the batch was answered: slot, persons, time."""
    now = clock.now()
    return [
        (slot.id, slot.free_online, clock.say_time(slot.starts_at))
        for slot in of_day
        if not slot.title and not slot.closed_at and slot.starts_at > now
    ]


def _forget_on(site: Site, day: date) -> date:
    """As long as the visit's own names and numbers are kept, as its terms say."""
    return day + timedelta(days=terms_of(site.id, day).kept_days)
