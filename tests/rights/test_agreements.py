"""The agreement says what the unit measures and what the whole term costs, before it is signed."""

from sqlalchemy import select

from cemetery.ground.kinds import UnitRange, UnitSize
from cemetery.ground.operations import add_site, add_zone
from cemetery.models import SiteKind, Unit, UnitKind
from cemetery.rights.papers import agreement_of, measures_of
from hardware.papers import Facts, Sum
from kernel.db import db
from kernel.people.actors import SETUP
from tests import world


def facts_of(paper) -> dict[str, str]:
    blocks = [block for block in paper.blocks if isinstance(block, Facts)]
    return {label: value for block in blocks for label, value in block.rows}


def test_use_maintenance_waiver_and_what_is_left_stand_beside_the_term(scene):
    right = scene.grant(years=20)
    paper = agreement_of(right, right.terms[0])
    said = facts_of(paper)
    assert said["骨灰格位使用费"] == "90 元/年，20 年，共 1,800 元"
    assert said["格位维护管理费"] == "20 元/年，20 年，共 400 元"
    assert (said["减免"], said["实付"]) == ("0 元", "2,200 元")
    assert said["期限"].endswith("共20年")
    assert [block.amount for block in paper.blocks if isinstance(block, Sum)] == ["2,200 元"]
    assert "占地面积" not in said, "nobody measured a niche"


def test_a_grave_says_its_ground_its_stele_and_the_limit_of_its_region(context):
    home = world.make_home("MG", region="340123")
    rule = (
        "安徽省民政厅等九部门《关于推行节地生态安葬的实施意见》（2016年8月，依民发〔2016〕21号）："
    )
    rule += "单人墓占地不超过 0.5 平方米，立碑不超过 0.6 米"
    assert measures_of(a_grave(home)) == [
        ("占地面积", "0.45 平方米"),
        ("碑高", "55 厘米"),
        ("立碑限制", f"不超过 60 厘米（{rule}）"),
    ]


def a_grave(home) -> Unit:
    site = add_site(
        institution_id=home.id,
        kind=SiteKind.PUBLIC_CEMETERY,
        name="静山公墓",
        visiting_hours="8:00–17:00",
        approval="皖民函〔2020〕1号",
        by=SETUP,
    )
    add_zone(
        site_id=site.id,
        name="松区",
        kind=UnitKind.GRAVE,
        units=UnitRange(1, 1, 1, 1),
        size=UnitSize(area=45, stele_height=55),
        by=SETUP,
    )
    return db.session.scalars(select(Unit).filter_by(site_id=site.id)).one()
