"""收费清单与减免政策: for everybody, without signing in; nothing the county did not publish."""

from datetime import date, timedelta

from flask import Flask

from billing.kinds import ItemClass
from billing.published import PublishedItem, content_hash
from kernel import clock
from kernel.people.actors import SETUP
from kernel.places import InstitutionKind, add_institution
from tests import world
from tests.billing.price_lists import a_draft, an_urn, publish_draft
from tests.billing.test_publish_tariff_item import publish
from tests.funeral import desk
from tests.visitor import visit


def test_a_single_home_is_shown_at_once(home, app: Flask):
    street = visit(app)
    assert street.get("/prices").location == "/prices/JY"
    said = desk.read(street, "/prices/JY")
    assert "基础项目" in said
    assert "遗体接运 300–510 元/次 政府指导价 嘉鱼县殡葬服务收费公示" in said
    assert "遗体存放 10 元/小时 不足 1 小时按 1 小时计" in said
    assert "嘉鱼县发展和改革局 2025-09-15 起" in said


def test_several_homes_are_offered_by_name(home, app: Flask):
    world.make_home("TC")
    street = visit(app)
    said = desk.read(street, "/prices")
    assert "JY殡仪馆" in said
    assert "TC殡仪馆" in said
    assert "还没有公布的价格，本馆现在不能收费。" in desk.read(street, "/prices/TC")
    assert street.get("/prices/XX").status_code == 404


def test_only_what_holds_today_is_shown(home, app: Flask):
    publish(home, "old", 999_00, date(2026, 1, 1), clock.today() - timedelta(days=1))
    publish(home, "later", 888_00, clock.today() + timedelta(days=1))
    publish(home, "ending", 77_00, date(2026, 1, 1), clock.today())
    said = desk.read(visit(app), "/prices/JY")
    assert "999" not in said
    assert "888" not in said
    shown = said[said.index("非基础项目") :]
    assert (
        f"遗体整容 77 元/具 参考区间 县价〔2026〕1号 县发改局 2026-01-01 至 {clock.today()}"
        in shown
    )


def test_every_bound_and_what_is_included_is_shown(home, app: Flask):
    publish_draft(home, a_draft(includes=("disinfection", "storage")))
    said = desk.read(visit(app), "/prices/JY")
    assert (
        "遗体防腐 已包含：消毒、遗体存放 200 元/具 参考区间 150 元至 400 元 咸发改〔2026〕7号"
        in said
    )
    assert f"市级清单，{clock.today()} 公布" in said
    assert f"公布编号 {world.numbered('JYL', 1)}" in said


def test_goods_show_their_markup_and_ceiling_but_not_what_they_were_bought_for(home, app: Flask):
    publish_draft(home, an_urn())
    said = desk.read(visit(app), "/prices/JY")
    assert "骨灰盒（素面） 260 元/件 差率控制 差率不超过 30%，不高于 260 元" in said
    assert "丧葬用品" in said
    assert "purchase_price" not in visit(app).get("/prices/JY.json").text


def test_machines_read_the_same_list(home, app: Flask):
    publication = publish_draft(home, a_draft())
    answer = visit(app).get("/prices/JY.json").json
    assert answer["schema"] == 1
    assert answer["institution"]["code"] == "JY"
    assert answer["publication"]["sha256"] == content_hash(publication.items)
    items = {item["code"]: item for item in answer["items"]}
    assert items["storage"]["price"] == "10.00"
    assert items["transfer"]["price_high"] == "510.00"
    assert items["embalming"]["allowed_low"] == "150.00"
    assert PublishedItem.from_json(items["embalming"]).as_json() == items["embalming"]
    before = visit(app).get("/prices/JY.json?day=2025-09-14").json
    assert (before["day"], before["publication"], before["items"]) == ("2025-09-14", None, [])


def test_a_day_that_is_none_is_said_beside_the_field_and_kept(home, app: Flask):
    street = visit(app)
    page = street.get("/prices/JY?day=2026-02-30")
    assert page.status_code == 200
    assert 'value="2026-02-30"' in page.text
    assert "请把日期写成 2026-11-24 的形式。" in page.text
    assert street.get("/prices/JY.json?day=heute").status_code == 400
    assert street.get("/prices/XX.json").status_code == 404
    assert "这一天没有公布的清单。" in desk.read(street, "/prices/JY?day=2020-01-01")


def test_a_columbarium_and_a_cemetery_have_lists_an_office_has_none(home, app: Flask):
    world.make_office()
    niches = add_institution(
        code="GT",
        kind=InstitutionKind.COLUMBARIUM,
        name="嘉鱼县骨灰堂",
        region_code=world.JIAYU,
        by=SETUP,
    )
    publish(niches, "niche", 50_00, date(2026, 1, 1), item_class=ItemClass.GROUND)
    street = visit(app)
    assert "嘉鱼县骨灰堂" in desk.read(street, "/prices")
    assert "墓位格位" in desk.read(street, "/prices/GT")
    assert street.get("/prices/MZ").status_code == 404


def test_the_waiver_is_told_with_its_readings(home, app: Flask):
    said = desk.read(visit(app), "/prices/JY")
    assert "嘉鱼县殡葬服务收费公示（普惠减免） ，2025-09-15 起，按火化日期确定适用。" in said
    assert "普惠范围内的逝者，户籍在湖北省咸宁市嘉鱼县" in said
    assert "骨灰寄存 前3个月免费，超出部分按公布的价格自付。" in said
    assert "减免的费用由县级财政承担。" in said
    assert "文件没有写明的地方，本地怎样理解" in said
    assert "选用拣灰炉怎样减免 抵扣平板炉的减免额，差价自付" in said


def test_every_policy_that_comes_with_us_can_be_shown(context, app: Flask):
    world.make_home("DW", region="152525")
    world.publish_waiver("dongwuzhumuqin-2025")
    said = desk.read(visit(app), "/prices/DW")
    assert "减免谁" in said


def test_without_a_policy_the_page_says_so(context, app: Flask):
    world.make_home("TC")
    said = desk.read(visit(app), "/prices/TC")
    assert "本地区没有登记生效的减免政策，费用按公布的价格结算。" in said


def test_a_family_reads_everything_the_policy_says(app, context):
    home = world.make_home(region="441302")
    world.publish_tariff(home.id)
    world.publish_waiver("huizhou-2025")
    said = desk.read(app.test_client(), "/prices/JY")
    assert "只减免其中较多的一项。" in said
    assert "在异地火化，先付清，再凭票据按本地标准报销。" in said
