"""Two issuers gave the same number: their urns are two to labels, scanners and stock-takes."""

import pytest

from cemetery.ashes.errors import WhichPortion
from cemetery.ashes.labels import labels_of
from cemetery.ashes.operations import (
    finish_stock_take,
    print_portion_label,
    scan_ashes,
    start_stock_take,
)
from cemetery.ashes.queries import stock_takes as queries
from cemetery.ashes.queries.portions import number_of
from cemetery.ashes.queries.units import get_interred_in
from cemetery.ashes.scanned import portion_scanned
from cemetery.ground.kinds import UnitRange, UnitSize
from cemetery.ground.operations import add_site, add_zone
from cemetery.models import SiteKind, UnitKind
from cemetery.queries import list_free_units
from hardware.slips import Code, Slip
from kernel.people.actors import SETUP
from tests.ashes.scene import again, foreign
from tests.billing.test_take_cash import printer_off

NUMBER = "WC2025-0831"


@pytest.fixture
def both(scene):
    return [foreign(scene), foreign(scene, issuer="咸宁市殡仪馆")]


def start(scene):
    zone_id = scene.units[0].zone_id
    return start_stock_take(institution_id=scene.home.id, zone_id=zone_id, by=scene.keeper)


def test_each_has_a_label_that_leads_to_it_alone(scene, both):
    printer_off(scene.home)
    for portion in both:
        print_portion_label(portion_id=portion.id, by=scene.keeper)
        [job] = labels_of(portion)
        [code] = [row for row in Slip.from_json(job.slip).rows if isinstance(row, Code)]
        assert (code.token, len(code.payload)) == (portion.certificate_number, 36)
        assert portion_scanned(code.payload, "").id == portion.id
        assert portion_scanned(number_of(portion), "").id == portion.id


def test_scanned_one_after_the_other_both_are_there(scene, both):
    for unit, portion in enumerate(both):
        scene.inter(portion, unit=unit, certificate_number=NUMBER)
    take = start(scene)
    for portion in (*both, *both):
        scan_ashes(stock_take_id=take.id, portion_id=portion.id, said="", by=scene.keeper)
    assert queries.count_scans(take.id) == 2
    finish_stock_take(stock_take_id=take.id, by=scene.keeper)
    assert not queries.list_discrepancies(take.id).items


def test_neither_scanned_both_are_missing(scene, both):
    for unit, portion in enumerate(both):
        scene.inter(portion, unit=unit, certificate_number=NUMBER)
    take = start(scene)
    finish_stock_take(stock_take_id=take.id, by=scene.keeper)
    missing = queries.list_discrepancies(take.id).items
    assert {(each.kind, each.portion_id) for each in missing} == {
        ("missing", portion.id) for portion in both
    }


def test_in_one_place_they_are_told_apart_by_who_certified_them(scene, both):
    site = add_site(
        institution_id=scene.home.id,
        kind=SiteKind.ECO_AREA,
        name="归园生态园",
        visiting_hours="8:00–17:00",
        by=SETUP,
    )
    add_zone(
        site_id=site.id,
        name="归园",
        kind=UnitKind.DEEP,
        units=UnitRange(1, 1, 1, 1),
        size=UnitSize(capacity=2),
        communal=True,
        by=SETUP,
    )
    [place] = list_free_units(scene.home.id, "归园")
    for portion in both:
        scene.inter(portion, unit_id=place.id, certificate_number=NUMBER)
    for portion in map(again, both):
        assert get_interred_in(place.id, number_of(portion)).id == portion.id
    with pytest.raises(WhichPortion):
        get_interred_in(place.id, f"{NUMBER} A")
