"""奖补 at the window and in the office: the questions, the sentences, who sees what."""

import re
import zipfile
from datetime import date
from io import BytesIO

import pytest
from flask import Flask

from billing.operations import freeze_payout_list, record_payout_failed, refuse_reward
from billing.queries.rewards import get_application
from billing.rewards import Burial, RewardFacts
from kernel import clock
from tests import world
from tests.billing import rewards
from tests.funeral import desk
from tests.visitor import visit

NEW = "/rewards/new"


def filled(**changed):
    asked = {
        "deceased_name": "张三",
        "identity_kind": "id_card",
        "identity_number": world.identity_number(),
        "died_on": desk.three(date(2026, 3, 1)),
        "cremated_on": desk.three(date(2026, 3, 4)),
        "household_registration": "东阳市",
        "waiver_class": "resident",
        "applicant_name": "张小三",
        "relation": "child",
        "phone": "138 0013 8000",
        "account_holder": "张小三",
        "bank": "农业银行吴宁支行",
        "account": "6222 0202 0011 2233 445",
        "step": "send",
    }
    return asked | changed


@pytest.fixture
def county(context):
    return rewards.make_county()


@pytest.fixture
def clerk(app: Flask, county):
    return visit(app, "dy-desk")


@pytest.fixture
def officer(app: Flask, county):
    return visit(app, "dy-officer")


def number_on(said: str) -> str:
    return re.search(r"DYQ\d\d-\d{5}", said)[0]


def test_the_burial_is_asked_first_with_what_it_gives(clerk):
    said = desk.read(clerk, NEW)
    assert "海葬 发给家属最多6,000 元" in said
    assert "格位存放 文件没有写奖补" in said
    assert "逝者姓名" not in said


def test_only_what_the_policy_turns_on_is_asked(clerk):
    sea = desk.read(clerk, f"{NEW}?burial=sea")
    assert "随行亲属的交通" in sea
    for unasked in ("墓穴面积", "是否立碑", "养老保险", "安葬在哪里", "丧葬费"):
        assert unasked not in sea
    assert "承办单位账号" not in desk.read(clerk, f"{NEW}?burial=niche")


def test_questions_of_other_counties(app: Flask, context):
    rewards.make_county("jingzhou-2016", "JZ")
    rewards.make_county("huangyan-2016", "HY")
    lawn = desk.read(visit(app, "jz-desk"), f"{NEW}?burial=lawn")
    assert "墓穴面积" in lawn
    assert "墓碑高度" in lawn
    sea = desk.read(visit(app, "hy-desk"), f"{NEW}?burial=tree")
    assert "安葬在哪里" in sea
    assert "已缴养老保险的月数" in sea


def test_what_would_be_paid_is_shown_before_anything_is_written(clerk):
    said = desk.send(
        clerk,
        f"{NEW}?burial=sea",
        **filled(
            step="look",
            count_relatives_travel="6",
            cost_relatives_travel="200",
            operator_name="海葬服务中心",
            operator_bank="农业银行",
            operator_account="1910000104001234",
        ),
    )
    assert "符合条件 共发给6,000 元。" in said
    assert "海葬奖补，发给家属6,000元。由县级财政承担6,000 元。" in said
    assert "随行亲属的交通 1,200.00 800.00 400.00" in said
    assert "还没有奖补申请。" in desk.read(clerk, "/rewards")


def test_why_nothing_would_be_paid_is_shown_too(clerk):
    said = desk.send(
        clerk, f"{NEW}?burial=sea", **filled(step="look", household_registration="嘉鱼县")
    )
    assert "不符合条件 按政策没有奖补。" in said
    assert "逝者户籍地不在浙江省金华市东阳市。" in said


def test_who_has_an_application_is_seen_before_it_is_sent(county, clerk):
    number = world.identity_number()
    rewards.apply(county, identity_number=number)
    said = desk.send(clerk, f"{NEW}?burial=sea", **filled(step="look", identity_number=number))
    assert "已在别处领取奖补，按规定不能重复领取。" in said
    beside = desk.beside(
        clerk, f"{NEW}?burial=sea", "identity_number", **filled(identity_number=number)
    )
    assert beside.startswith("这位逝者已有奖补申请")


def test_an_application_is_sent_and_shown_without_the_account(clerk):
    said = desk.send(clerk, f"{NEW}?burial=sea", **filled())
    assert "奖补申请已受理，请核对材料。" in said
    assert "等待批准" in said
    assert "6222***********3445" in said
    assert "6222020200112233445" not in said
    assert "138****8000" in said
    assert "受理奖补申请 DY-desk" in said


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("account", "6222", "账号只有数字，8 到 30 位，请对照银行卡或存折核对。"),
        ("bank", "", "请填写开户银行，写到支行。"),
        ("account_holder", "", "请填写户名，与银行账户上的一致。"),
        ("applicant_name", "", "请填写申请人姓名。"),
        ("phone", "12", "电话号码填写有误，请核对。境外号码请以 + 和国家或地区代码开头。"),
        ("died_on", ["", "", ""], "请填写离世日期。"),
        ("household_registration", "没有县", "没有找到行政区划"),
        ("cost_sea_burial", "八百", "请用数字填写金额，例如 1280 或 1280.50。"),
        ("count_relatives_travel", "四", "请用数字填写，例如 12。"),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_the_rest_is_kept(clerk, field, typed, sentence):
    path = f"{NEW}?burial=sea"
    said = desk.beside(clerk, path, field, **filled(**{field: typed}))
    assert sentence in said or "没有县" in said
    page = clerk.post(path, data=filled(**{field: typed}, deceased_name="张思")).text
    assert 'value="张思"' in page


def test_a_measure_is_a_number(app: Flask, context):
    rewards.make_county("jingzhou-2016", "JZ")
    asked = filled(household_registration="沙市区", grave_area="半平米")
    said = desk.beside(visit(app, "jz-desk"), f"{NEW}?burial=lawn", "grave_area", **asked)
    assert said == "请用数字填写，最多两位小数，例如 10 或 0.5。"


def test_a_case_of_ours_answers_what_it_knows(county, clerk):
    case = world.open_case(county.home, household_registration="330783")
    world.cremate(county.home, case)
    assert "受理奖补申请" in desk.read(clerk, f"/cases/{case.number}")
    said = desk.read(clerk, f"{NEW}?case={case.number}&burial=sea")
    assert case.number in said
    assert "离世日期" in said
    assert "证件号码" not in said
    asked = {key: value for key, value in filled().items() if key != "died_on"}
    sent = desk.send(clerk, f"{NEW}?case={case.number}&burial=sea", **asked)
    application = get_application(number_on(sent))
    facts = RewardFacts.from_json(application.facts).facts
    assert application.case_id == case.id
    assert application.identity_index == case.deceased.identity_index
    assert facts.cremated_on == clock.today()
    assert application.number in desk.read(clerk, f"/cases/{case.number}")
    assert clerk.get(f"{NEW}?case=NICHTS").status_code == 404


def test_a_county_without_a_policy_says_so(app: Flask, context):
    home = world.make_home()
    world.publish_tariff(home.id)
    case = world.open_case(home)
    clerk = visit(app, "jy-desk")
    assert "暂不受理申请" in desk.read(clerk, "/rewards")
    assert "湖北省咸宁市嘉鱼县没有公布节地生态安葬奖补政策" in desk.read(clerk, NEW)
    assert "本地区没有公布奖补政策。" in desk.read(clerk, f"/cases/{case.number}")
    assert "节地生态安葬奖补" not in desk.read(visit(app), "/prices/JY")


def test_the_office_decides_and_the_desk_cannot(county, clerk, officer):
    application = rewards.apply(county)
    path = f"/rewards/{application.number}"
    for page in ("approve", "return", "refuse"):
        assert clerk.post(f"{path}/{page}").status_code == 403
    assert "奖补已批准，列入下一份发放名单。" in desk.send(officer, f"{path}/approve")
    assert "这份申请已经办过这一步" in desk.send(officer, f"{path}/approve")


def test_papers_are_noted_and_what_is_missing_stops_the_approval(app: Flask, context):
    county = rewards.make_county("jingzhou-2016", "JZ")
    application = rewards.apply(county, burial=Burial.NICHE)
    path = f"/rewards/{application.number}"
    officer, clerk = visit(app, "jz-officer"), visit(app, "jz-desk")
    assert "还缺材料，不能批准：火化证明、身份证、购置凭证、申请表。" in desk.send(
        officer, f"{path}/approve"
    )
    noting = f"{path}/evidence?asked=火化证明"
    assert "数据比对" not in desk.read(clerk, noting).split("怎样核对")[1].split("编号或来源")[0]
    said = desk.beside(clerk, noting, "reference", met="paper", reference="")
    assert said.startswith("请填写材料的编号")
    assert "火化证明 看过原件 H-17" in desk.send(clerk, noting, met="paper", reference="H-17")
    assert clerk.get(f"{path}/evidence?asked=房产证").status_code == 404


def test_a_returned_application_is_amended_at_the_window(county, clerk, officer):
    application = rewards.apply(county, burial=Burial.NICHE)
    path = f"/rewards/{application.number}"
    assert desk.beside(officer, f"{path}/return", "reason", reason="") == "请写明原因。"
    assert "申请已退回补正。" in desk.send(officer, f"{path}/return", reason="安葬方式写错了")
    assert "退回的原因：安葬方式写错了" in desk.read(clerk, f"{path}/amend")
    assert "已登记 6222***********3445，不改就留空" in desk.read(clerk, f"{path}/amend")
    assert "海葬 发给家属最多6,000 元" in desk.read(clerk, f"{path}/amend?burial=")
    said = desk.send(clerk, f"{path}/amend?burial=sea", **filled(account=""))
    assert "等待批准" in said
    assert get_application(application.number).account == rewards.ACCOUNT
    assert "补正奖补申请" in said


def test_a_refusal_is_filled_in_with_the_reasons(county, officer):
    application = rewards.apply(county, burial=Burial.NICHE)
    path = f"/rewards/{application.number}"
    assert "文件没有写格位存放的奖补。" in desk.read(officer, f"{path}/refuse")
    said = desk.send(officer, f"{path}/refuse", reason="文件没有写格位存放的奖补。")
    assert "不予奖补：文件没有写格位存放的奖补。" in said


def test_the_list_is_found_by_number_name_identity_and_state(county, clerk):
    number = world.identity_number()
    one = rewards.apply(county, deceased_name="王示海", identity_number=number)
    other = rewards.apply(county, deceased_name="李示山")
    refuse_reward(number=other.number, reason="不符", by=county.officer)
    for search in (one.number, "王示", number):
        sent = clerk.post("/rewards", data={"search": search})
        assert number not in sent.location
        said = desk.words(clerk.get(sent.location).text)
        assert one.number in said
        assert other.number not in said
    assert one.number not in desk.read(clerk, "/rewards?state=refused")
    assert "没有找到" in desk.read(clerk, "/rewards?search=没有这个人")
    names = desk.read(clerk, "/rewards?sort=name&direction=asc")
    assert names.index("李示山") < names.index("王示海")


def test_an_officer_of_another_county_finds_nothing(county, app: Flask):
    application = rewards.apply(county)
    rewards.make_county("jinan-2018", "JN")
    stranger = visit(app, "jn-officer")
    assert application.number not in desk.read(stranger, "/rewards")
    assert stranger.get(f"/rewards/{application.number}").status_code == 404


def test_a_list_is_made_printed_taken_and_paid(county, officer, clerk):
    application = rewards.approved(county)
    assert "等待列入名单的申请有 1 份" in desk.read(officer, "/payouts")
    said = desk.send(officer, "/payouts")
    path = f"/payouts/{re.search(r'MDYF[0-9-]+', said)[0]}"
    assert "6,000.00" in said
    assert rewards.ACCOUNT not in said
    sheet = desk.read(officer, f"{path}/print")
    assert "6222***********3445" in sheet
    assert "由县级财政承担 6,000.00" in sheet
    taken = officer.post(f"{path}/file")
    with zipfile.ZipFile(BytesIO(taken.data)) as packed:
        assert rewards.ACCOUNT in packed.read("xl/sharedStrings.xml").decode()
    assert officer.get(f"{path}/file").status_code == 405
    assert desk.beside(officer, f"{path}/paid", "reference", paid_on=["2026", "3", "4"]) == ""
    today = desk.three(clock.today())
    assert (
        desk.beside(officer, f"{path}/paid", "reference", paid_on=today, reference="")
        == "请填写银行回单或拨款凭证的编号。"
    )
    said = desk.send(officer, f"{path}/paid", paid_on=today, reference="拨2026-7")
    assert "已发放" in said
    assert "拨2026-7" in said
    assert "已发放" in desk.read(clerk, f"/rewards/{application.number}")
    assert "现在没有已批准、还没有发放的奖补" in desk.send(officer, "/payouts")
    assert clerk.get("/payouts").status_code == 403
    assert clerk.post(f"{path}/file").status_code == 403


def test_a_transfer_that_failed_gets_another_account(county, officer, clerk):
    application = rewards.approved(county)
    frozen = freeze_payout_list(by=county.officer)
    [entry] = frozen.entries
    path = f"/payouts/entries/{entry.id}/failed"
    assert "户名与账号不符" in desk.read(officer, path)
    assert desk.beside(officer, path, "reason", reason="") == "请写明原因。"
    assert "未到账 账号不存在" in desk.send(officer, path, reason="账号不存在")
    assert "更正账户" in desk.read(clerk, f"/rewards/{application.number}")
    payee = f"/rewards/{application.number}/payee/family"
    typed = {"account_holder": "张小三", "bank": "工商银行东阳支行"}
    assert desk.beside(clerk, payee, "account", **typed, account="x").startswith("账号只有数字")
    said = desk.send(clerk, payee, **typed, account="6212261208001234567")
    assert "收款账户已更正" in said
    assert clerk.get(f"/rewards/{application.number}/payee/bank").status_code == 404


def test_both_recipients_have_their_own_lines(county, officer):
    rewards.approved(county, burial=Burial.FLOWER)
    frozen = freeze_payout_list(by=county.officer)
    record_payout_failed(entry_id=frozen.entries[1].id, reason="账号不存在", by=county.officer)
    said = desk.read(officer, "/rewards")
    assert "家属 已列名单" in said
    assert "承办单位 未到账" in said


def test_families_read_what_is_paid_for_which_burial(county, app: Flask):
    said = desk.read(visit(app), "/prices/DY")
    assert "东阳市节地生态安葬奖补" in said
    assert "海葬、江河撒散 家属 6,000 元 海葬的直接费用" in said
    assert "本市户籍居民，户籍在浙江省金华市东阳市" in said
    assert "奖补由谁承担" in said


def test_families_read_the_conditions_and_the_papers(app: Flask, context):
    rewards.make_county("jingzhou-2016", "JZ")
    rewards.make_county("jinan-2018", "JN")
    said = desk.read(visit(app), "/prices/JZ")
    assert "家属 340 元（普通炉火化费）" in said
    assert "墓穴面积不超过1平方米。墓碑高不超过80厘米。" in said
    assert "火化证明、身份证、购置凭证、申请表" in said
    assert "不立碑，不留标志。" in desk.read(visit(app), "/prices/JN")
