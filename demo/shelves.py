"""A stock-take with one thing that does not agree, and ashes nobody has come for."""

from datetime import timedelta

from cemetery.ashes.operations import (
    finish_stock_take,
    receive_foreign_ashes,
    scan_ashes,
    start_stock_take,
)
from cemetery.ashes.queries.stock_takes import list_expected, list_zones
from cemetery.ashes.uncollected.kinds import ContactResult, ContactWay
from cemetery.ashes.uncollected.operations import record_announcement, record_contact
from demo.keepers import Keepers
from demo.names import invented_name
from kernel import clock
from kernel.people.identity import Sex

# Days before today, by the ladder of cemetery/law/uncollected.yaml: the announcement hangs now.
CAME, ANNOUNCED = 200, 15
CONTACTS = (
    (105, ContactWay.PHONE, ContactResult.NO_ANSWER, "三次都没有人接（演示）"),
    (75, ContactWay.LETTER, ContactResult.UNREACHABLE, "挂号信退回（演示）"),
)
HANGS = timedelta(days=60)


def count_the_shelves(keepers: Keepers) -> None:
    """Of the first zone where several portions rest: all but one are scanned."""
    for zone in list_zones(keepers.home.id):
        standing = list_expected(zone.id)
        if not standing[1:]:
            continue
        take = start_stock_take(institution_id=keepers.home.id, zone_id=zone.id, by=keepers.keeper)
        for portion in standing[1:]:
            scan_ashes(stock_take_id=take.id, portion_id=portion.id, said="", by=keepers.keeper)
        finish_stock_take(stock_take_id=take.id, by=keepers.keeper)
        return


def wait_for_a_family(keepers: Keepers) -> None:
    """Brought from another county to be kept for some days; telephoned, written to, announced."""
    now, relative = clock.now(), invented_name(52, Sex.MALE)
    with clock.frozen(now - timedelta(days=CAME)):
        portion = receive_foreign_ashes(
            institution_id=keepers.home.id,
            issuer="武汉市殡仪馆（演示）",
            certificate_number="演示外00001",
            cremated_on=clock.today(),
            deceased_name=invented_name(51, Sex.FEMALE),
            brought_by=relative,
            place="骨灰整理间",
            by=keepers.clerk,
        )
    for days, way, result, note in CONTACTS:
        with clock.frozen(now - timedelta(days=days)):
            record_contact(
                portion_id=portion.id,
                way=way,
                whom=relative,
                happened_at=clock.now(),
                result=result,
                note=note,
                by=keepers.keeper,
            )
    with clock.frozen(now - timedelta(days=ANNOUNCED)):
        record_announcement(
            portion_id=portion.id,
            place="县民政局网站、本馆公告栏（演示）",
            since=clock.today(),
            until=clock.today() + HANGS,
            by=keepers.keeper,
        )
