"""What is in the rows of texts and what phones have got, as tests ask for it."""

from datetime import timedelta

from sqlalchemy import select

from cemetery.texting import VISIT
from cemetery.visits.kinds import Channel
from kernel import clock
from kernel.db import db, new_id
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.texts.models import TextMessage
from kernel.texts.writing import NewText, write_texts
from tests.visits.scene import book


def texts() -> list[TextMessage]:
    """All, in the order they were written."""
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(TextMessage).order_by(TextMessage.id)))


def states() -> list[str]:
    return [text.state for text in texts()]


def call_and_book(scene, **asked):
    """A family books by telephone, so that it gets a text."""
    return book(scene, channel=Channel.PHONE, by=scene.clerk, **asked)


def of_ours(sms) -> list[dict]:
    """What the gateway has taken of the texts in our rows, in their order."""
    ledger = sms.ledger()
    return [ledger[text.key] for text in texts() if text.key in ledger]


@operation("测试用的短信")
def write_some(*, institution_id, numbers, by: Actor):
    """To 13800000000 and so on, one for each number, once."""
    write_texts(
        institution_id,
        [
            NewText(
                about=(VISIT, new_id()),
                cause=f"test {number}",
                wording="visit_cancelled",
                phone=f"1380000{number:04d}",
                facts={"site": "馆", "when": "今天", "what": "祭扫", "code": "A", "phone": "96444"},
                useful_until=clock.now() + timedelta(days=1),
                forget_on=clock.today() + timedelta(days=30),
            )
            for number in numbers
        ],
    )
