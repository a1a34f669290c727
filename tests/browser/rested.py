"""Ashes of the county of the tests: one person's portions, each somewhere else."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from cemetery.ashes import operations
from cemetery.ashes.queries.portions import get_portion_of
from cemetery.ashes.uncollected import operations as uncollected
from cemetery.ashes.uncollected.kinds import ContactResult, ContactWay
from cemetery.ground.kinds import UnitRange, UnitSize
from cemetery.ground.operations import add_site, add_zone
from cemetery.models import SiteKind, UnitKind
from cemetery.queries import get_unit, list_free_units
from funeral.models import FuneralCase
from funeral.queries.certificates import find_certificate
from kernel import clock
from kernel.people.actors import SETUP
from kernel.people.claimants import Relation
from tests import world

REASON = "电话、书信没有回音，公告期满无人领取"


@dataclass(frozen=True)
class Rested:
    """Ids of portions by how they stand."""

    case: str
    here: uuid.UUID
    collected: uuid.UUID
    interred: uuid.UUID
    sent: uuid.UUID
    stock_take: uuid.UUID
    waited: uuid.UUID
    laying: uuid.UUID
    together: uuid.UUID
    brought: uuid.UUID


def make_rested(home: world.Home, case: FuneralCase) -> Rested:
    certificate = find_certificate(case.id)
    assert certificate is not None
    here = get_portion_of(case.id, "A").id
    operations.move_ashes(portion_id=here, place="2号架3层", holder="李示安", by=home.clerk)
    operations.divide_ashes(
        portion_id=here, more=3, asked_by="张小三", reason="分葬两地", by=home.clerk
    )
    collected, interred, sent = (get_portion_of(case.id, letter).id for letter in "BCD")
    operations.collect_ashes(
        portion_id=collected,
        received_by="王示远",
        identity_number=world.identity_number(),
        relation=Relation.CHILD,
        authorisation="2026-11-28 委托书",
        signature_noted=True,
        by=home.clerk,
    )
    unit_id = _wall(home)
    operations.inter_ashes(
        portion_id=interred,
        unit_id=unit_id,
        certificate_number=certificate.number,
        by=home.clerk,
    )
    operations.send_ashes(
        portion_id=sent,
        to_institution_id=None,
        outside="武汉市石门峰公墓",
        carried_by="李示安",
        reason="家属要求",
        by=home.clerk,
    )
    take = operations.start_stock_take(
        institution_id=home.id, zone_id=get_unit(unit_id).zone_id, by=home.clerk
    )
    operations.scan_ashes(stock_take_id=take.id, portion_id=here, said="", by=home.clerk)
    operations.finish_stock_take(stock_take_id=take.id, by=home.clerk)
    waited, laying = _make_waited(home)
    together = _make_together(home)
    brought = operations.receive_foreign_ashes(
        institution_id=home.id,
        issuer="武汉市武昌殡仪馆",
        certificate_number="WC2025-0831",
        cremated_on=clock.today(),
        deceased_name="李示江",
        brought_by="李小江",
        place="骨灰整理间",
        by=home.clerk,
    )
    return Rested(
        *(case.number, here, collected, interred, sent, take.id),
        *(waited, laying, together, brought.id),
    )


def _wall(home: world.Home) -> uuid.UUID:
    """A niche for whoever comes, also from another county as this one did."""
    site = add_site(
        institution_id=home.id,
        kind=SiteKind.COMMERCIAL_CEMETERY,
        name="静园公墓",
        visiting_hours="8:00–17:00",
        approval="鄂民〔2020〕1号",
        by=SETUP,
    )
    zone = add_zone(
        site_id=site.id,
        name="竹区",
        kind=UnitKind.WALL,
        units=UnitRange(1, 1, 1, 3),
        size=UnitSize(),
        by=SETUP,
    )
    return list_free_units(home.id, zone.name)[0].id


def _make_waited(home: world.Home) -> tuple[uuid.UUID, uuid.UUID]:
    """Ashes nobody came for; somebody asks to lay them to rest."""
    portion_id = _announce(home, "WC2026-0102", "李示江")
    laying = uncollected.ask_laying(portion_id=portion_id, reason=REASON, by=home.clerk)
    return portion_id, laying.id


def _make_together(home: world.Home) -> uuid.UUID:
    """Two to lie in one communal unit, approved; a third whom nobody has asked for yet."""
    ids = [
        _announce(home, f"WC2026-010{at}", name)
        for at, name in enumerate(("李示河", "李示湖", "李示海"), start=3)
    ]
    site = add_site(
        institution_id=home.id,
        kind=SiteKind.ECO_AREA,
        name="生态园",
        visiting_hours="8:00–17:00",
        by=SETUP,
    )
    add_zone(
        site_id=site.id,
        name="归园",
        kind=UnitKind.DEEP,
        units=UnitRange(1, 2, 1, 3),
        size=UnitSize(capacity=40),
        communal=True,
        by=SETUP,
    )
    layings = uncollected.ask_layings(portion_ids=ids[:2], reason=REASON, by=home.clerk)
    together_id = layings[0].together_id
    assert together_id is not None
    uncollected.approve_layings(together_id=together_id, by=SETUP)
    return together_id


def _announce(home: world.Home, certificate: str, name: str) -> uuid.UUID:
    """Called, written to, announced, and the announcement has run out."""
    now = clock.now()
    with clock.frozen(now - timedelta(days=300)):
        portion = operations.receive_foreign_ashes(
            institution_id=home.id,
            issuer="武汉市武昌殡仪馆",
            certificate_number=certificate,
            cremated_on=clock.today(),
            deceased_name=name,
            brought_by="李示远",
            place="骨灰整理间",
            by=home.clerk,
        )
    with clock.frozen(now - timedelta(days=100)):
        for way in (ContactWay.PHONE, ContactWay.LETTER):
            uncollected.record_contact(
                portion_id=portion.id,
                way=way,
                whom="李示远（送来的人）",
                happened_at=clock.now(),
                result=ContactResult.NO_ANSWER,
                note="电话无人接听，信件没有退回",
                by=home.clerk,
            )
        uncollected.record_announcement(
            portion_id=portion.id,
            place="县民政局网站、本馆公告栏",
            since=clock.today(),
            until=clock.today() + timedelta(days=60),
            by=home.clerk,
        )
    return portion.id
