"""Blank certificate paper: received in numbered batches, spoilt, counted by two persons."""

import uuid
from datetime import date

from sqlalchemy import insert

from funeral.errors import (
    BlankInUse,
    BlanksOverlap,
    BlankUnknown,
    BlankVoidedBefore,
    DifferenceUnexplained,
    ReceivedFromMissing,
    ReceivedOnWrong,
    SecondCounterMissing,
    VoidReasonMissing,
)
from funeral.models import CertificateBatch, CertificateBlank, StockCount
from funeral.number_ranges import read_numbers, read_range, say_ranges
from funeral.queries import blanks as queries
from funeral.reasons import checked_reason
from kernel import clock
from kernel.db import db, new_id
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor, ActorKind
from kernel.people.staff import find_staff


@operation(_("登记空白火化证明"))
def receive_blanks(
    *,
    institution_id: uuid.UUID,
    prefix: str,
    first: str,
    last: str,
    received_on: date,
    received_from: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> CertificateBatch:
    """`first` and `last` as printed, leading zeros included; one row for every number.

    Raises PrefixWrong, NumberRangeWrong, TooManyBlanks, BlanksOverlap, ReceivedOnWrong,
    ReceivedFromMissing.
    """
    numbers = read_range(prefix, first, last)
    if received_on > clock.today():
        raise ReceivedOnWrong
    if not received_from.strip():
        raise ReceivedFromMissing
    queries.hold_stock(institution_id)
    known = queries.find_registered(institution_id, numbers)
    if known:
        raise BlanksOverlap(number=known)
    batch = CertificateBatch(
        institution_id=institution_id,
        prefix=numbers.prefix,
        first_no=numbers.first,
        last_no=numbers.last,
        digits=numbers.digits,
        received_on=received_on,
        received_from=received_from.strip(),
        recorded_at=clock.now(),
        recorded_by=str(by),
    )
    db.session.add(batch)
    db.session.flush()
    # Core, not ORM: the batch in the journal says all of them, five thousand lines would say no
    # more.
    db.session.connection().execute(
        insert(CertificateBlank),
        [
            {
                "id": new_id(),
                "institution_id": institution_id,
                "batch_id": batch.id,
                "serial": serial,
                "number": numbers.number(serial),
            }
            for serial in range(numbers.first, numbers.last + 1)
        ],
    )
    return batch


@operation(_("作废空白火化证明"))
def void_blank(
    *,
    institution_id: uuid.UUID,
    number: str,
    reason: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> CertificateBlank:
    """Paper spoilt before it was issued. Raises VoidReasonMissing, ReasonHoldsNumber,
    BlankUnknown, BlankInUse, BlankVoidedBefore."""
    reason = checked_reason(reason, VoidReasonMissing)
    queries.hold_stock(institution_id)
    blank = queries.find_blank(institution_id, number)
    if blank is None:
        raise BlankUnknown(number=number.strip()[:30])
    if blank.issued_at:
        raise BlankInUse(number=blank.number)
    if blank.voided_at:
        raise BlankVoidedBefore(number=blank.number)
    blank.voided_at, blank.voided_by, blank.void_reason = clock.now(), str(by), reason
    return blank


@operation(_("盘点空白火化证明"))
def count_stock(
    *,
    institution_id: uuid.UUID,
    held: str,
    second_person: uuid.UUID,
    by: Actor,
    explanation: str = "",
    idempotency_key: str | None = None,
) -> StockCount:
    """`held`: the ranges of numbers found, one a line; empty means nothing was there.

    Number by number against the register, so that a swapped sheet shows too. `second_person`: a
    Staff id. Raises HeldNumbersWrong, TooManyBlanks, SecondCounterMissing, ReasonHoldsNumber,
    DifferenceUnexplained.
    """
    found = set(read_numbers(held))
    _ensure_second_person(second_person, institution_id, by)
    queries.hold_stock(institution_id)
    expected = set(queries.list_free_numbers(institution_id))
    missing, surplus = say_ranges(expected - found), say_ranges(found - expected)
    if missing or surplus:
        difference = _say_difference(missing, surplus)
        if not explanation.strip():
            raise DifferenceUnexplained(difference=difference)
        explanation = checked_reason(explanation, DifferenceUnexplained)
    count = StockCount(
        institution_id=institution_id,
        counted_at=clock.now(),
        counted_by=str(by),
        second_person=f"{ActorKind.STAFF}:{second_person}",
        expected=len(expected),
        counted=len(found),
        missing=missing,
        surplus=surplus,
        explanation=explanation.strip(),
    )
    db.session.add(count)
    return count


def _say_difference(missing: str, surplus: str) -> str:
    parts = []
    if missing:
        parts.append(str(_("缺 %(numbers)s")) % {"numbers": missing})
    if surplus:
        parts.append(str(_("多 %(numbers)s")) % {"numbers": surplus})
    return "；".join(parts)


def _ensure_second_person(second_person: uuid.UUID, institution_id: uuid.UUID, by: Actor) -> None:
    second = find_staff(second_person)
    if (
        second is None
        or not second.active
        or str(second.id) == by.id
        or second.institution_id != institution_id
    ):
        raise SecondCounterMissing
