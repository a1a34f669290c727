"""The sender: goes on all the time in the worker, one over all machines (kernel.steady).

The rows themselves are the queue, so that thousands of a rush need no thousand jobs and one pace
holds for all. A batch is asked of the gateway with no transaction open; what it says is written
after. A worker that dies in between sends the same numbers again, and the gateway knows them.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from time import monotonic, sleep

from kernel.db import db
from kernel.places import get_institution
from kernel.steady import steady
from kernel.texts import queries, results
from kernel.texts.gateway import Outgoing, Said, TextGateway, find_gateway
from kernel.texts.kinds import TextState
from kernel.texts.models import TextMessage
from kernel.texts.results import Result

log = logging.getLogger(__name__)
# Asked at the same moment, so that a slow gateway does not set the pace alone.
LINES = 8
# A steady second at most, so that a stopping worker does not hold its machine up.
MOST = 100


@steady
def send_texts() -> bool:
    """One batch. Whether there may be more at once."""
    gateway = find_gateway()
    if gateway is None:
        return False
    due = queries.list_due(min(MOST, gateway.per_second))
    if not due:
        db.session.rollback()
        return False
    began = monotonic()
    asked = [(text.id, text.attempt, _outgoing(text)) for text in due]
    waiting = {text.id: text.state == TextState.WAITING for text in due}
    # No transaction is open while a gateway takes its time.
    db.session.rollback()
    with ThreadPoolExecutor(LINES, thread_name_prefix="text") as lines:
        said = list(lines.map(lambda each: _ask(gateway, each[2], is_new=waiting[each[0]]), asked))
    results.record(
        [
            Result(text_id, attempt, heard)
            for (text_id, attempt, _sent), heard in zip(asked, said, strict=True)
        ]
    )
    sleep(max(0.0, len(asked) / gateway.per_second - (monotonic() - began)))
    return True


def _ask(gateway: TextGateway, message: Outgoing, *, is_new: bool) -> Said | None:
    """None where nothing is known: neither the answer nor the way to it is to be trusted."""
    try:
        return gateway.send(message) if is_new else gateway.find(message.id)
    except (OSError, ValueError, HTTPException) as error:
        # Never the sentence nor the phone: what is logged is read by many.
        log.warning("the text %s is not answered: %s", message.id, type(error).__name__)
        return None


def _outgoing(text: TextMessage) -> Outgoing:
    signature = signature_of(text)
    return Outgoing(
        id=text.key,
        phone=text.phone or "",
        signature=signature,
        template=text.wording,
        facts=dict(text.facts or {}),
        text=f"【{signature}】{text.sentence}",
    )


def signature_of(text: TextMessage) -> str:
    terms = queries.find_terms(text.institution_id)
    return terms.signed_as if terms else get_institution(text.institution_id).name
