"""The rule on 户籍 holds where the public pays, not where a columbarium is run as a business."""

import pytest

from cemetery.models import Site, SiteKind
from cemetery.rights.errors import NotLocal
from kernel.db import db
from tests import world

ELSEWHERE = "330681"


def become(kind):
    connection = db.session.connection()
    connection.exec_driver_sql("UPDATE sites SET kind = %s", (kind.value,))
    db.session.commit()
    db.session.expire_all()


@pytest.mark.parametrize("kind", [SiteKind.COMMERCIAL_COLUMBARIUM, SiteKind.COMMERCIAL_CEMETERY])
def test_a_commercial_site_serves_people_from_elsewhere(scene, kind):
    become(kind)
    scene.case = world.open_case(scene.home, household_registration=ELSEWHERE)
    right = scene.grant(household_registration=ELSEWHERE)
    assert db.session.get(Site, right.unit.site_id).kind == kind


@pytest.mark.parametrize("kind", [SiteKind.COLUMBARIUM, SiteKind.PUBLIC_CEMETERY])
def test_a_public_site_serves_its_own_county(scene, kind):
    become(kind)
    scene.case = world.open_case(scene.home, household_registration=ELSEWHERE)
    with pytest.raises(NotLocal):
        scene.grant(household_registration=ELSEWHERE)
