"""The plate of a niche: replaced or stopped, and what a family and a keeper see who scan it."""

import pytest

from cemetery.errors import PlateRevoked
from cemetery.operations import deposit_ashes, replace_niche_plate, replace_plate, revoke_plate
from cemetery.queries import find_plate, get_deposit, get_plate, live_plate, live_plate_of
from hardware.artwork import read_plate
from hardware.qr import short_code
from tests.visitor import visit


@pytest.fixture
def niche(ashes):
    return ashes.niches[0]


@pytest.fixture
def plate(ashes, niche):
    return replace_niche_plate(niche_id=niche.id, by=ashes.keeper)


@pytest.fixture
def deposit(ashes, niche):
    return deposit_ashes(
        certificate_number=ashes.certificate, niche_id=niche.id, months=12, by=ashes.keeper
    )


def test_the_new_plate_of_a_niche_works_and_the_old_one_does_not(ashes, niche, plate):
    old = plate.token
    new = replace_niche_plate(niche_id=niche.id, by=ashes.keeper)
    assert get_plate(new.token).niche_id == niche.id
    with pytest.raises(PlateRevoked):
        get_plate(old)


def test_the_plates_of_a_niche_and_of_its_deposit_do_not_disturb_each_other(
    ashes, niche, plate, deposit
):
    replace_plate(number=deposit.number, by=ashes.keeper)
    assert live_plate_of(niche).id == plate.id
    replace_niche_plate(niche_id=niche.id, by=ashes.keeper)
    assert live_plate(get_deposit(deposit.number))


def test_a_stopped_plate_stays_stopped_and_another_can_be_made(ashes, niche, plate):
    first = revoke_plate(plate_id=plate.id, by=ashes.keeper).revoked_at
    assert revoke_plate(plate_id=plate.id, by=ashes.keeper).revoked_at == first
    assert live_plate_of(niche) is None
    assert replace_niche_plate(niche_id=niche.id, by=ashes.keeper).revoked_at is None


def test_the_plate_of_a_deposit_can_be_stopped_and_made_anew(ashes, deposit):
    revoke_plate(plate_id=live_plate(deposit).id, by=ashes.keeper)
    assert live_plate(get_deposit(deposit.number)) is None
    assert replace_plate(number=deposit.number, by=ashes.keeper).revoked_at is None


# ---- What a scan shows


def test_a_family_sees_where_when_and_whom_to_call_and_nothing_about_persons(
    app, ashes, plate, deposit
):
    page = visit(app).get(f"/P/{plate.token}").text
    assert "福区1排1号" in page
    assert "8:00–17:00" in page
    for private in (ashes.case.deceased.name, ashes.case.number, deposit.number, str(deposit.id)):
        assert private not in page
    assert "工作人员可见" not in page


def test_a_keeper_who_scans_gets_to_the_niche_and_its_deposit(keeper_client, plate, deposit):
    page = keeper_client.get(f"/P/{plate.token}").text
    assert f"/niches/{plate.niche_id}" in page
    assert f"/ashes/{deposit.number}" in page
    page = keeper_client.get(f"/niches/{plate.niche_id}").text
    assert deposit.number in page
    assert "张三" in page
    assert short_code(plate.token) in page


def test_staff_who_keep_no_plates_see_what_a_family_sees(app, plate):
    assert "工作人员可见" not in visit(app, "jy-operator").get(f"/P/{plate.token}").text


def test_what_people_misread_finds_the_niche_all_the_same(ashes, niche, plate, keeper_client):
    typed = short_code(plate.token).lower().replace("0", "O").replace("1", "l")
    assert find_plate(typed).id == plate.id
    answer = keeper_client.post("/ashes", data={"search": typed})
    assert answer.location == f"/niches/{niche.id}"


# ---- The pages


def test_the_page_makes_the_first_plate_replaces_and_stops_it(niche, keeper_client):
    path = f"/niches/{niche.id}"
    assert "制作铭牌" in keeper_client.get(path).text
    assert "40 毫米" in keeper_client.get(f"{path}/plate").text
    page = keeper_client.post(f"{path}/plate", follow_redirects=True).text
    old = live_plate_of(niche)
    assert short_code(old.token) in page
    assert "立即停用" in keeper_client.get(f"{path}/plate").text
    keeper_client.post(f"{path}/plate")
    new = live_plate_of(niche)
    assert new.id != old.id
    assert "不能恢复" in keeper_client.get(f"/plates/{new.id}/revoke").text
    page = keeper_client.post(f"/plates/{new.id}/revoke", follow_redirects=True).text
    assert "铭牌已停用" in page
    assert f'<th scope="row" class="code">{new.token[-4:]}</th>' in page
    assert "已经停用" in keeper_client.get(f"/plates/{new.id}/revoke").text


def test_the_plate_of_a_deposit_is_stopped_on_its_page(deposit, keeper_client):
    plate = live_plate(deposit)
    answer = keeper_client.post(f"/plates/{plate.id}/revoke")
    assert answer.location == f"/ashes/{deposit.number}"
    assert "制作铭牌" in keeper_client.get(answer.location).text


def test_the_drawing_is_taken_away_and_reads_as_its_plate(niche, plate, keeper_client):
    drawing = keeper_client.get(f"/niches/{niche.id}/plate.svg")
    assert drawing.mimetype == "image/svg+xml"
    assert read_plate(drawing.data).endswith(f"/P/{plate.token}")


def test_without_a_plate_there_is_no_drawing(niche, keeper_client):
    assert keeper_client.get(f"/niches/{niche.id}/plate.svg").status_code == 404
