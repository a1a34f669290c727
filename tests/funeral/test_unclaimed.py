"""Remains nobody claims: the ladder's rungs in order, each complete before the next."""

from datetime import timedelta

import pytest

from funeral import operations
from funeral.errors import storage as errors
from funeral.kinds import UnclaimedKind
from funeral.queries.storage import unclaimed_hold
from funeral.queries.unclaimed import find_unclaimed, ladder_of
from kernel import clock
from kernel.people.actors import SETUP
from tests import world
from tests.funeral import desk

OFFICES = ("公安", "卫健", "民政")


@pytest.fixture
def case(home):
    """Four days in the house, sent by the police."""
    case = world.open_case(home, died_on=clock.today() - timedelta(days=5))
    world.receive(home, case, hours_ago=4 * 24)
    return case


def add_rung(home, position, **changed):
    rung = {
        "institution_id": home.id,
        "position": position,
        "after_days": 3,
        "title": f"第{position}步",
        "needs_notice": False,
        "needs_police": False,
        "offices": (),
        "period_days": 0,
        "legal_basis": "县政府办文件",
        "valid_from": clock.today() - timedelta(days=90),
        "by": SETUP,
    }
    return operations.add_unclaimed_rung(**(rung | changed))


@pytest.fixture
def rungs(home):
    """A notice for 15 days with the police's number, then the three offices."""
    return [
        add_rung(home, 1, title="公告", needs_notice=True, needs_police=True, period_days=15),
        add_rung(home, 2, title="三部门意见", offices=OFFICES),
    ]


def register(home, case, **changed):
    asked = {
        "number": case.number,
        "kind": UnclaimedKind.NAMELESS,
        "sent_by": "嘉鱼县公安局",
        "by": home.clerk,
    }
    return operations.register_unclaimed(**(asked | changed))


def step(home, case, rung, **changed):
    asked = {
        "number": case.number,
        "rung_id": rung.id,
        "done_on": clock.today(),
        "media": "县政府网站",
        "reference": "2026-18",
        "police_case_number": "嘉公〔2026〕7号",
        "dna_reference": "",
        "by": home.clerk,
    }
    return operations.record_unclaimed_step(**(asked | changed))


def sign(home, case, begun, office, **changed):
    asked = {
        "number": case.number,
        "step_id": begun.id,
        "office": office,
        "signed_by": "李四",
        "signed_on": clock.today(),
        "by": home.clerk,
    }
    return operations.sign_unclaimed_step(**(asked | changed))


def later(days):
    return clock.frozen(clock.now() + timedelta(days=days))


def test_an_unclaimed_case_must_stay_until_every_rung_is_done(home, case, rungs):
    assert unclaimed_hold(case.id) is None
    register(home, case)
    assert "公告" in unclaimed_hold(case.id)
    step(home, case, rungs[0])
    with later(14):
        assert "公告" in unclaimed_hold(case.id)
    with later(15):
        assert "三部门意见" in unclaimed_hold(case.id)
        begun = step(home, case, rungs[1])
        for office in OFFICES[:2]:
            sign(home, case, begun, office)
        assert unclaimed_hold(case.id), "one office is missing"
        sign(home, case, begun, OFFICES[2])
        assert unclaimed_hold(case.id) is None
        with pytest.raises(errors.LadderDone):
            step(home, case, rungs[1])


def test_no_rung_begins_before_the_one_below_is_done_and_its_period_over(home, case, rungs):
    register(home, case)
    with pytest.raises(errors.RungNotYet, match="要先完成“公告”"):
        step(home, case, rungs[1])
    step(home, case, rungs[0])
    with pytest.raises(errors.RungBegun):
        step(home, case, rungs[0])
    with later(14), pytest.raises(errors.RungNotYet):
        step(home, case, rungs[1])


def test_the_first_rung_waits_for_its_days_in_the_house(home, case):
    rung = add_rung(home, 1, after_days=15)
    register(home, case)
    with pytest.raises(errors.RungNotYet, match="要到"):
        step(home, case, rung)
    with later(11):
        step(home, case, rung)
        assert unclaimed_hold(case.id) is None


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"media": " "}, errors.NoticeMissing),
        ({"reference": ""}, errors.NoticeReferenceMissing),
        ({"police_case_number": ""}, errors.PoliceNumberMissing),
        ({"days": 1}, errors.StepDayWrong),
        ({"days": -20}, errors.StepDayWrong),
    ],
)
def test_a_rung_without_what_it_asks_for_is_refused(home, case, rungs, changed, refusal):
    register(home, case)
    days = changed.pop("days", None)
    if days is not None:
        changed["done_on"] = clock.today() + timedelta(days=days)
    with pytest.raises(refusal):
        step(home, case, rungs[0], **changed)
    assert find_unclaimed(case.id).steps == []


def test_each_office_signs_once_and_only_where_it_is_asked(home, case):
    rung = add_rung(home, 1, offices=OFFICES)
    register(home, case)
    begun = step(home, case, rung)
    with pytest.raises(errors.OfficeUnknown):
        sign(home, case, begun, "财政")
    with pytest.raises(errors.SignerMissing):
        sign(home, case, begun, "公安", signed_by="")
    for days in (1, -1):
        with pytest.raises(errors.SignedDayWrong):
            sign(home, case, begun, "公安", signed_on=clock.today() + timedelta(days=days))
    sign(home, case, begun, "公安")
    with pytest.raises(errors.OfficeUnknown):
        sign(home, case, begun, "公安")


def test_a_home_without_a_ladder_keeps_the_remains(home, case):
    unclaimed = register(home, case)
    assert "没有登记办理程序" in unclaimed_hold(case.id)
    with pytest.raises(errors.NoLadder):
        step(home, case, unclaimed)


def test_a_family_that_comes_ends_the_hold(home, case, rungs):
    with pytest.raises(errors.NotUnclaimed):
        operations.end_unclaimed(number=case.number, reason="无", by=home.clerk)
    register(home, case)
    with pytest.raises(errors.ClaimedReasonMissing):
        operations.end_unclaimed(number=case.number, reason="", by=home.clerk)
    operations.end_unclaimed(number=case.number, reason="儿子张某持证件认领", by=home.clerk)
    assert unclaimed_hold(case.id) is None
    register(home, case)
    assert unclaimed_hold(case.id), "and may be registered again"


def test_who_is_not_in_the_house_or_already_registered_is_refused(home, case):
    with pytest.raises(errors.NotStored):
        register(home, world.open_case(home))
    with pytest.raises(errors.SenderMissing):
        register(home, case, sent_by="")
    register(home, case)
    with pytest.raises(errors.AlreadyUnclaimed):
        register(home, case)


def test_a_new_version_of_a_rung_does_not_undo_what_was_done(home, case):
    today = clock.today()
    old = add_rung(home, 1, valid_until=today)
    add_rung(home, 1, title="新规定", valid_from=today + timedelta(days=1), valid_until=None)
    register(home, case)
    step(home, case, old)
    with later(1):
        assert ladder_of(find_unclaimed(case.id)).is_complete


def test_two_rungs_never_stand_at_one_place_on_the_same_day(home):
    add_rung(home, 1)
    with pytest.raises(errors.RungPlaceTaken):
        add_rung(home, 1)
    for wrong in ({"position": 0}, {"title": ""}, {"period_days": -1}, {"offices": ("公安", "")}):
        with pytest.raises(errors.RungWrong):
            add_rung(home, **({"position": 2} | wrong))


def test_the_pages_lead_up_the_ladder(home, case, rungs, clerk):
    path = f"/cases/{case.number}/unclaimed"
    assert "没有登记为无人认领" in desk.read(clerk, path)
    sent = desk.send(clerk, f"{path}/register", kind="nameless", sent_by="嘉鱼县公安局")
    assert "程序完成之前不能处置" in sent
    assert "应当办理" in sent
    page = clerk.get(f"{path}/step").text
    rung_id = page.split('name="rung_id" type="hidden" value="')[1].split('"')[0]
    asked = {
        "rung_id": rung_id,
        "done_on": desk.three(clock.today()),
        "reference": "2026-18",
        "police_case_number": "嘉公〔2026〕7号",
    }
    assert desk.beside(clerk, f"{path}/step", "media", **asked) == "这一步要公告，请填写公告媒体。"
    assert "办理中" in desk.send(clerk, f"{path}/step", media="县政府网站", **asked)
    overdue = desk.read(clerk, "/storage/overdue")
    assert case.number in overdue
    assert "公告" in overdue
    [begun] = find_unclaimed(case.id).steps
    assert "需要的部门都已经签署" in desk.read(clerk, f"{path}/sign/{begun.id}")
    assert "已结束无人认领的程序" in desk.send(clerk, f"{path}/end", reason="家属认领")
