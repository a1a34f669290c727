"""Texts of the county of the tests: one that failed, one delivered, one nobody sends; a decline."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from sqlalchemy import select

from cemetery.queries import list_sites
from cemetery.texting import VISIT
from cemetery.visits.booking_rules import Party
from cemetery.visits.kinds import Channel
from cemetery.visits.operations import book_visit
from cemetery.visits.queries.slots import list_slots
from kernel import clock
from kernel.db import db
from kernel.texts.gateway import Gateway, Said, use_gateway
from kernel.texts.kinds import TextState
from kernel.texts.models import TextMessage
from kernel.texts.operations import decline_texts
from kernel.texts.results import Result, record
from tests import world


@dataclass(frozen=True)
class Texted:
    """`unsent`: written while no gateway was connected."""

    failed: uuid.UUID
    delivered: uuid.UUID
    unsent: uuid.UUID


def make_texted(home: world.Home) -> Texted:
    """After visits were laid down. The gateway named here is never asked."""
    before = select(TextMessage.id).where(TextMessage.about_kind == VISIT).limit(1)
    unsent = db.session.scalars(before).one()
    use_gateway(current_app, Gateway("http://127.0.0.1:9"))
    failed, delivered = _text(home), _text(home)
    use_gateway(current_app, None)
    record(
        [
            Result(failed, 1, Said(TextState.FAILED, "R00000001", "空号")),
            Result(delivered, 1, Said(TextState.DELIVERED, "R00000002")),
        ]
    )
    decline_texts(institution_id=home.id, phone=world.phone(), by=home.clerk)
    return Texted(failed, delivered, unsent)


def _text(home: world.Home) -> uuid.UUID:
    """Of a family that books by telephone."""
    site, day = list_sites(home.id)[0], clock.today() + timedelta(days=1)
    booking = book_visit(
        site_id=site.id,
        day=day,
        slot_id=list_slots(site, day)[0].id,
        party=Party(
            name="韩示春",
            identity_number=world.identity_number(),
            phone=world.phone(),
            persons=1,
        ),
        channel=Channel.PHONE,
        by=home.clerk,
    )
    about = select(TextMessage.id).filter_by(about_kind=VISIT, about_id=booking.id)
    return db.session.scalars(about).one()
