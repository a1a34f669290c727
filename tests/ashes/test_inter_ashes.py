"""安葬: one portion in one unit, once, with a certificate that is theirs; put right, taken out."""

import re

import pytest

from cemetery.ashes.errors import (
    AlreadyInterred,
    ApplicantMissing,
    CertificateOfOthers,
    ReasonMissing,
    SameUnit,
    UnitOfAnotherHome,
    UnitUnknown,
    WrongMove,
)
from cemetery.ashes.kinds import PortionState
from cemetery.ashes.queries.portions import list_events
from cemetery.ashes.queries.units import get_unit_said
from cemetery.errors import CertificateUnknown, CertificateVoided, UnitFull, UnitTaken
from cemetery.ground.kinds import SiteKind, UnitKind, UnitRange, UnitSize
from cemetery.ground.operations import add_site, add_zone, change_site
from cemetery.queries import get_deposit, get_unit, list_free_units
from cemetery.rights.errors import NotLocal, RegistrationDiffers
from cemetery.rights.forms import CHOOSE_UNIT
from funeral.operations import void_certificate
from kernel.errors import NotFound
from tests import world
from tests.ashes.scene import Scene, foreign
from tests.visitor import visit


def test_a_portion_takes_a_place_and_says_where(scene):
    event = scene.inter(unit=2)
    assert scene.taken() == [0, 0, 1, 0]
    assert get_unit(scene.units[2].id).family_id == scene.case.id
    assert scene.portion().place == "公益性骨灰堂 福区1排3号"
    assert event.certificate_number == scene.certificate


def test_a_public_place_is_for_those_of_the_county(scene):
    """Ashes from elsewhere by what is typed, ours by the case, whatever is typed."""
    stranger = foreign(scene)
    for typed in ("330681", None):
        with pytest.raises(NotLocal) as refused:
            scene.inter(stranger, certificate_number="WC2025-0831", household_registration=typed)
        assert refused.value.field == "household_registration"
    with pytest.raises(RegistrationDiffers):
        scene.inter(household_registration="330681")
    assert scene.taken() == [0, 0, 0, 0]
    scene.inter(stranger, certificate_number="WC2025-0831", household_registration=world.JIAYU)
    scene.inter(unit=1, household_registration=None)
    assert scene.taken() == [1, 1, 0, 0]


def test_a_commercial_place_is_for_everybody(scene):
    site = add_site(
        institution_id=scene.home.id,
        kind=SiteKind.COMMERCIAL_CEMETERY,
        name="静园公墓",
        visiting_hours="8:00–17:00",
        approval="鄂民〔2020〕1号",
        by=scene.keeper,
    )
    add_zone(
        site_id=site.id,
        name="梅区",
        kind=UnitKind.TREE,
        units=UnitRange(1, 1, 1, 1),
        size=UnitSize(),
        by=scene.keeper,
    )
    grave = list_free_units(scene.home.id, "梅区")[0]
    scene.inter(
        foreign(scene),
        unit_id=grave.id,
        certificate_number="WC2025-0831",
        household_registration="330681",
    )
    assert get_unit(grave.id).taken == 1


def test_the_page_asks_where_no_case_knows(app, scene):
    keeper = visit(app, "jy-columbarium")
    place = f"/portions/{foreign(scene).id}/inter"
    typed = {"unit_id": str(scene.units[0].id), "certificate_number": "WC2025-0831"}
    answer = keeper.post(place, data=typed | {"household_registration": "诸暨市"}).text
    assert 'href="#household_registration"' in answer
    assert "诸暨市" in answer
    done = keeper.post(place, data=typed | {"household_registration": "嘉鱼县"})
    assert done.status_code == 302
    assert "户籍地" not in keeper.get(f"/portions/{scene.portion().id}/inter").text


def test_no_portion_is_interred_twice(scene):
    scene.inter()
    with pytest.raises(AlreadyInterred) as refused:
        scene.inter(unit=1)
    assert "福区1排1号" in str(refused.value)
    assert scene.taken() == [1, 0, 0, 0]


def test_a_deposit_ends_where_it_becomes_for_good_even_in_its_own_niche(scene):
    number = scene.deposit(unit=0).number
    scene.inter(unit=0)
    assert get_deposit(number).collected_at
    assert scene.taken() == [1, 0, 0, 0]


def test_two_families_do_not_share_a_unit_and_no_unit_holds_more_than_it_can(scene):
    scene.inter(unit=0)
    case, certificate = scene.another()
    other = Scene(scene.home, scene.keeper, case, certificate, scene.units)
    with pytest.raises(UnitTaken):
        other.inter(unit=0)
    parts = other.divide()
    other.inter(parts[0], unit=1)
    with pytest.raises(UnitFull):
        other.inter(unit=1)
    assert scene.taken() == [1, 1, 0, 0]


def test_the_certificate_in_hand_is_theirs_and_counts(scene):
    _case, others = scene.another()
    for number, refusal in (("JYH26-99999", CertificateUnknown), (others, CertificateOfOthers)):
        with pytest.raises(refusal):
            scene.inter(certificate_number=number)
    void_certificate(number=scene.certificate, reason="打印错位", by=scene.home.clerk)
    with pytest.raises(CertificateVoided):
        scene.inter()
    assert scene.taken() == [0, 0, 0, 0]


def test_a_unit_of_another_home_or_of_nobody_is_refused(scene):
    other = world.make_home("QH", "421221")
    world.make_units(other.id)
    theirs = list_free_units(other.id, "福区")[0]
    with pytest.raises(UnitOfAnotherHome):
        scene.inter(unit_id=theirs.id)
    with pytest.raises(NotFound):
        scene.inter(unit_id=scene.case.id)


def test_a_wrong_unit_is_put_right_with_both_counters(scene):
    scene.inter(unit=0)
    with pytest.raises(SameUnit):
        scene.correct(unit=0)
    with pytest.raises(ReasonMissing):
        scene.correct(unit=1, reason=" ")
    scene.correct(unit=1)
    assert scene.taken() == [0, 1, 0, 0]
    assert get_unit(scene.units[0].id).family_id is None
    assert list_events(scene.portion())[-1].note == "登记时看错了号"


def test_ashes_are_taken_out_on_application_and_may_rest_elsewhere(scene):
    with pytest.raises(WrongMove):
        scene.disinter()
    scene.inter()
    with pytest.raises(ApplicantMissing):
        scene.disinter(basis="")
    with pytest.raises(ReasonMissing):
        scene.disinter(reason="")
    scene.disinter()
    assert scene.portion().stands is PortionState.IN_CUSTODY
    assert scene.taken() == [0, 0, 0, 0]
    scene.inter(unit=3)
    assert scene.taken() == [0, 0, 0, 1]


def test_a_unit_is_found_by_what_is_written_on_it(scene):
    for words in ("福区1排3号", "福1-3", "公益性骨灰堂 福区1排3号"):
        assert get_unit_said(scene.home.id, words).number == 3
    for words in ("福区9排1号", "三号", "公益性骨灰堂"):
        with pytest.raises(UnitUnknown):
            get_unit_said(scene.home.id, words)


def test_a_site_with_brackets_in_its_name_is_found_as_its_pages_write_it(scene):
    change_site(
        site_id=scene.units[0].site_id,
        kind=SiteKind.COLUMBARIUM,
        name="公益性骨灰堂（新馆）",
        visiting_hours="8:00–17:00",
        by=scene.keeper,
    )
    assert get_unit_said(scene.home.id, "公益性骨灰堂（新馆） 福区1排3号").number == 3


def test_interred_ashes_lead_to_the_reward_and_to_nothing_that_is_over(scene, keeper):
    case = f"/cases/{scene.case.number}"
    assert f"{case}/ashes" in keeper.get(case).text
    scene.inter()
    page = keeper.get(f"/portions/{scene.portion().id}").text
    assert f"/rewards/new?case={scene.case.number}&amp;burial=niche" in page
    shown = keeper.get(case).text
    assert f"{case}/ashes" not in shown
    assert f"{case}/voyage" not in shown


def offered(page):
    """The units whose chips stand on a page."""
    return set(re.findall(r'name="unit_id" type="radio" value="([^"]+)"', page.text))


def test_a_place_is_pointed_at_on_the_plan_and_only_what_the_family_may_have(scene, keeper):
    first, second, third, fourth = (str(unit.id) for unit in scene.units)
    case, certificate = scene.another()
    Scene(scene.home, scene.keeper, case, certificate, scene.units).inter(unit=0)
    page = f"/portions/{scene.portion().id}"
    shown = keeper.get(f"{page}/inter?zone={scene.units[1].zone_id}&row=1&number=2")
    assert "data-plan" in shown.text
    assert offered(shown) == {second, third, fourth}
    assert re.search(rf'value="{second}" checked', shown.text)
    proof = {"certificate_number": scene.certificate}
    none = keeper.post(f"{page}/inter", data=proof)
    assert str(CHOOSE_UNIT) in none.text
    both = keeper.post(f"{page}/inter", data=proof | {"unit_id": second, "unit": "福区1排3号"})
    assert "图上选的是福区1排2号，写的是福区1排3号" in both.text
    gone = keeper.post(f"{page}/inter", data=proof | {"unit_id": first})
    assert str(UnitTaken.message) in gone.text
    assert offered(gone) == {second, third, fourth}
    keeper.post(f"{page}/inter", data=proof | {"unit_id": second})
    keeper.post(f"{page}/correct", data={"unit_id": third, "reason": "看错了"})
    assert scene.taken() == [1, 0, 1, 0]


def test_the_pages_inter_correct_and_take_out(scene, keeper):
    page = f"/portions/{scene.portion().id}"
    typed = {"unit": "福区1排2号", "certificate_number": scene.certificate}
    wrong = keeper.post(f"{page}/inter", data=typed | {"unit": "松9排9号"})
    assert str(UnitUnknown.message) in wrong.text
    keeper.post(f"{page}/inter", data=typed)
    keeper.post(f"{page}/correct", data={"unit": "福区1排4号", "reason": "看错了"})
    assert scene.taken() == [0, 0, 0, 1]
    unit = keeper.get(f"/units/{scene.units[3].id}").text
    assert "已安葬" in unit
    out = {"applicant": "张小三", "basis": "申请书", "reason": "迁往外地", "place": "整理间"}
    answer = keeper.post(f"{page}/disinter", data=out)
    shown = keeper.get(answer.location).text
    assert "A 在整理间" in shown
    assert "申请书" in shown
