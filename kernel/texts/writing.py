"""Writing texts: in the transaction of what causes them, however many, in one statement.

They are rows before they are sent (decision 36): killed at any instant, a family that was granted a
place has its text waiting, and one that was not has none.
"""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app
from sqlalchemy.dialects.postgresql import insert

from kernel import clock
from kernel.db import db, in_transaction, new_id
from kernel.texts.gateway import find_gateway
from kernel.texts.kinds import Because, TextState
from kernel.texts.models import TextMessage, phone_index
from kernel.texts.queries import find_terms, list_declined
from kernel.texts.wording import get_wording

# A landline gets no text; a number abroad may, if the gateway's contract says so.
_MOBILE = re.compile(r"1[3-9]\d{9}|\+\d{7,15}", re.ASCII)


@dataclass(frozen=True)
class NewText:
    """`phone`: in its one spelling; nothing is written where there is none. `facts`: as the wording
    names them, in Chinese. `cause`, `useful_until`, `forget_on`: as of TextMessage."""

    about: tuple[str, uuid.UUID]
    cause: str
    wording: str
    phone: str | None
    facts: dict[str, str]
    useful_until: datetime
    forget_on: date


def write_texts(institution_id: uuid.UUID, texts: Sequence[NewText]) -> None:
    """What the same phone was told for the same cause is not written again."""
    if not in_transaction():
        raise RuntimeError("A text is written by the operation that causes it.")
    rows = _rows(institution_id, [text for text in texts if text.phone])
    if rows:
        # Core, not ORM: thousands in the opening rush. They are no change of their own for the
        # journal, which has what caused them.
        db.session.connection().execute(insert(TextMessage).on_conflict_do_nothing(), rows)


def page_address(path: str) -> str:
    """One of our own public pages, as families open it."""
    return f"{current_app.config['PUBLIC_URL']}{path}"


def _rows(institution_id: uuid.UUID, texts: Sequence[NewText]) -> list[dict[str, object]]:
    if not texts:
        return []
    now, never = clock.now(), _never(institution_id)
    indices = [phone_index(text.phone or "") for text in texts]
    declined = list_declined(institution_id, indices)
    rows: list[dict[str, object]] = []
    for text, index in zip(texts, indices, strict=True):
        wording = get_wording(text.wording)
        why = never or _why_not(text.phone or "", is_declined=index in declined)
        rows.append(
            {
                "id": new_id(),
                "institution_id": institution_id,
                "about_kind": text.about[0],
                "about_id": text.about[1],
                "cause": text.cause,
                "wording": wording.name,
                "facts": {name: text.facts[name] for name in wording.facts},
                "phone": text.phone,
                "phone_index": index,
                "is_awaited": wording.is_awaited,
                "state": (TextState.UNSENT if why else TextState.WAITING).value,
                "reason": why.value if why else "",
                "attempt": 1,
                "tries": 0,
                "written_at": now,
                "next_at": None if why else now,
                "useful_until": text.useful_until,
                "forget_on": text.forget_on,
            }
        )
    return rows


def _never(institution_id: uuid.UUID) -> Because | None:
    terms = find_terms(institution_id)
    if terms and not terms.sends:
        return Because.SWITCHED_OFF
    return None if find_gateway() else Because.NO_GATEWAY


def _why_not(phone: str, *, is_declined: bool) -> Because | None:
    if is_declined:
        return Because.DECLINED
    return None if _MOBILE.fullmatch(phone) else Because.NOT_MOBILE


def why_unsent(text: TextMessage) -> Because | None:
    """Why it would not be sent now either; None where it would."""
    declined = list_declined(text.institution_id, [text.phone_index])
    return _never(text.institution_id) or _why_not(text.phone or "", is_declined=bool(declined))
