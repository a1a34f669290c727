"""A memorial page is opened at the desk, for a near relative, once a death is proven."""

import pytest

from cemetery.memorials.errors import (
    AskerNameMissing,
    MemorialExists,
    MemorialIdentityUnchecked,
    NoProofOfDeath,
    NotNearRelative,
    NotTheClaimant,
)
from cemetery.memorials.kinds import Part
from cemetery.memorials.operations import take_down_my_memorial
from cemetery.memorials.operations.memorials import Asker
from cemetery.memorials.queries.memorials import find_memorial, live_key
from funeral.kinds import PaperKind
from funeral.operations import record_paper
from funeral.queries.cases import get_case
from hardware.qr import short_code
from kernel.people.claimants import Relation, record_claimant_identity
from kernel.people.identity import BadIdentityNumber
from kernel.people.phones import PhoneMissing
from tests import world
from tests.memorials.scene import FAMILY, open_for

OTHER = Asker(world.identity_number(), Relation.SPOUSE, "王小花", "13900139000")


@pytest.fixture
def proven(scene):
    """A case with nothing but a death certificate on file."""
    home = scene.home
    case = world.open_case(home)
    record_paper(
        number=case.number,
        kind=PaperKind.DEATH_CERTIFICATE,
        paper_number="1",
        issuer="嘉鱼县人民医院",
        issued_on=None,
        by=home.clerk,
    )
    return home, case


def test_it_begins_with_the_years_alone_and_a_link_for_the_family(proven):
    home, case = proven
    memorial = open_for(case, home.clerk)
    assert memorial.agreed == [Part.YEARS]
    assert (memorial.asker_name, memorial.phone_last4) == ("张小三", "8000")
    assert live_key(memorial.id).revoked_at is None


def test_without_proof_of_death_there_is_none(scene):
    home = scene.home
    with pytest.raises(NoProofOfDeath):
        open_for(world.open_case(home), home.clerk)


def test_another_near_relative_is_noted_with_its_own_telephone(proven):
    home, case = proven
    memorial = open_for(case, home.clerk, asker=OTHER)
    assert (memorial.asker_name, memorial.asker_relation) == ("王小花", "spouse")
    assert memorial.phone_last4 == "9000"


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"identity_checked": False}, MemorialIdentityUnchecked),
        ({"asker": Asker("421221198001010000")}, BadIdentityNumber),
        ({"asker": Asker(OTHER.identity_number, Relation.SPOUSE, " ", "1")}, AskerNameMissing),
        ({"asker": Asker(OTHER.identity_number, Relation.EMPLOYER, "李", "1")}, NotNearRelative),
        ({"asker": Asker(OTHER.identity_number, Relation.CHILD, "李", "")}, PhoneMissing),
    ],
)
def test_who_may_not_ask(proven, changed, refusal):
    home, case = proven
    with pytest.raises(refusal):
        open_for(case, home.clerk, **changed)
    assert find_memorial(case.id) is None


def test_whoever_says_to_be_the_claimant_must_have_the_number_on_record(proven):
    home, case = proven
    record_claimant_identity(
        claimant_id=case.claimant_id, identity_number=OTHER.identity_number, by=home.clerk
    )
    with pytest.raises(NotTheClaimant):
        open_for(case, home.clerk, asker=Asker(world.identity_number()))


def test_there_is_one_of_a_case_and_one_taken_down_is_opened_again_with_nothing_on_it(scene):
    with pytest.raises(MemorialExists):
        open_for(scene.case, scene.keeper)
    scene.agree(*Part)
    scene.picture()
    old = scene.key
    take_down_my_memorial(token=old, by=FAMILY)
    again = open_for(scene.case, scene.keeper)
    assert again.id == scene.memorial.id
    assert again.agreed == [Part.YEARS]
    assert scene.key != old


def test_the_desk_opens_it_and_prints_the_link(scene, keeper, app):
    case = world.open_case(scene.home, deceased_name="李四")
    path = f"/cases/{case.number}/memorial"
    assert "登记死亡证明后" in keeper.get(f"/cases/{case.number}").text
    assert "暂时不能开设" in keeper.get(f"{path}/open").text
    world.record_papers(scene.home, case)
    assert f"{path}/open" in keeper.get(f"/cases/{case.number}").text
    number = get_case(case.number).claimant.identity_number
    form = {"who": "claimant", "relation": "spouse", "identity_number": number}
    assert "请核对申请人的身份证原件后勾选。" in keeper.post(f"{path}/open", data=form).text
    answer = keeper.post(f"{path}/open", data=form | {"identity_checked": "y"})
    assert answer.location == path
    page = keeper.get(path).text
    token = live_key(find_memorial(case.id).id).token
    assert short_code(token) in page
    assert "<svg" in page


def test_a_lost_link_is_renewed_and_the_old_one_says_so_kindly(scene, keeper, visitor):
    old = scene.key
    path = f"/cases/{scene.case.number}/memorial/key"
    assert "请核对申请人" in keeper.post(path, data={}).text
    keeper.post(path, data={"identity_checked": "y"})
    answer = visitor.get(f"/m/{old}")
    assert answer.status_code == 410
    assert "可能已换新链接" in answer.text
    assert visitor.get(f"/M/{short_code(scene.key)}").status_code == 200
