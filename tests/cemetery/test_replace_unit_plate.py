"""The plate of a unit: replaced or stopped, and what a family and a keeper see who scan it."""

import pytest

from cemetery.errors import PlateRevoked
from cemetery.operations import deposit_ashes, replace_plate, replace_unit_plate, revoke_plate
from cemetery.queries import find_plate, get_deposit, get_plate, live_plate, live_plate_of
from hardware.artwork import read_plate
from hardware.qr import short_code
from tests.visitor import visit


@pytest.fixture
def unit(ashes):
    return ashes.units[0]


@pytest.fixture
def plate(ashes, unit):
    return replace_unit_plate(unit_id=unit.id, by=ashes.keeper)


@pytest.fixture
def deposit(ashes, unit):
    return deposit_ashes(
        certificate_number=ashes.certificate, unit_id=unit.id, months=12, by=ashes.keeper
    )


def test_the_new_plate_of_a_unit_works_and_the_old_one_does_not(ashes, unit, plate):
    old = plate.token
    new = replace_unit_plate(unit_id=unit.id, by=ashes.keeper)
    assert get_plate(new.token).unit_id == unit.id
    with pytest.raises(PlateRevoked):
        get_plate(old)


def test_the_plates_of_a_unit_and_of_its_deposit_do_not_disturb_each_other(
    ashes, unit, plate, deposit
):
    replace_plate(number=deposit.number, by=ashes.keeper)
    assert live_plate_of(unit).id == plate.id
    replace_unit_plate(unit_id=unit.id, by=ashes.keeper)
    assert live_plate(get_deposit(deposit.number))


def test_a_stopped_plate_stays_stopped_and_another_can_be_made(ashes, unit, plate):
    first = revoke_plate(plate_id=plate.id, by=ashes.keeper).revoked_at
    assert revoke_plate(plate_id=plate.id, by=ashes.keeper).revoked_at == first
    assert live_plate_of(unit) is None
    assert replace_unit_plate(unit_id=unit.id, by=ashes.keeper).revoked_at is None


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


def test_a_keeper_who_scans_gets_to_the_unit_and_its_deposit(keeper_client, plate, deposit):
    page = keeper_client.get(f"/P/{plate.token}").text
    assert f"/units/{plate.unit_id}" in page
    assert f"/ashes/{deposit.number}" in page
    page = keeper_client.get(f"/units/{plate.unit_id}").text
    assert deposit.number in page
    assert "张三" in page
    assert short_code(plate.token) in page


def test_staff_who_keep_no_plates_see_what_a_family_sees(app, plate):
    assert "工作人员可见" not in visit(app, "jy-operator").get(f"/P/{plate.token}").text


def test_what_people_misread_finds_the_unit_all_the_same(ashes, unit, plate, keeper_client):
    typed = short_code(plate.token).lower().replace("0", "O").replace("1", "l")
    assert find_plate(typed).id == plate.id
    answer = keeper_client.post("/ashes", data={"search": typed})
    assert answer.location == f"/units/{unit.id}"


# ---- The pages


def test_the_page_makes_the_first_plate_replaces_and_stops_it(unit, keeper_client):
    path = f"/units/{unit.id}"
    assert "制作铭牌" in keeper_client.get(path).text
    assert "40 毫米" in keeper_client.get(f"{path}/plate").text
    page = keeper_client.post(f"{path}/plate", follow_redirects=True).text
    old = live_plate_of(unit)
    assert short_code(old.token) in page
    assert "立即停用" in keeper_client.get(f"{path}/plate").text
    keeper_client.post(f"{path}/plate")
    new = live_plate_of(unit)
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


def test_the_drawing_is_taken_away_and_reads_as_its_plate(unit, plate, keeper_client):
    drawing = keeper_client.get(f"/units/{unit.id}/plate.svg")
    assert drawing.mimetype == "image/svg+xml"
    assert read_plate(drawing.data).endswith(f"/P/{plate.token}")


def test_without_a_plate_there_is_no_drawing(unit, keeper_client):
    assert keeper_client.get(f"/units/{unit.id}/plate.svg").status_code == 404
