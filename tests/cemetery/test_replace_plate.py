"""A lost plate stops working at once; the public page shows the minimum and no person."""

import pytest

from cemetery.errors import PlateRevoked, PlateUnknown
from cemetery.operations import deposit_ashes, replace_plate
from cemetery.queries import find_deposit, get_deposit, get_plate, live_plate
from hardware.qr import short_code
from kernel.errors import NotFound
from tests.visitor import visit


@pytest.fixture
def deposit(ashes):
    return deposit_ashes(
        certificate_number=ashes.certificate,
        unit_id=ashes.units[0].id,
        months=12,
        by=ashes.keeper,
    )


def test_the_new_plate_works_and_the_old_one_does_not(ashes, deposit):
    old = live_plate(deposit).token
    new = replace_plate(number=deposit.number, by=ashes.keeper).token
    assert new != old
    assert get_plate(new).deposit_id == deposit.id
    with pytest.raises(PlateRevoked):
        get_plate(old)


def test_a_deposit_has_one_plate_that_works(ashes, deposit):
    for _again in range(3):
        replace_plate(number=deposit.number, by=ashes.keeper)
    plates = get_deposit(deposit.number).plates
    assert sorted(plate.revoked_at is None for plate in plates) == [False, False, False, True]


def test_a_number_nobody_gave_is_not_found(ashes):
    with pytest.raises(NotFound):
        replace_plate(number="JYG26-99999", by=ashes.keeper)


def test_the_page_asks_first_and_then_replaces(deposit, keeper_client):
    old = live_plate(deposit).token
    page = keeper_client.get(f"/ashes/{deposit.number}/plate").text
    assert "立即停用" in page
    answer = keeper_client.post(f"/ashes/{deposit.number}/plate")
    page = keeper_client.get(answer.location).text
    assert short_code(old) not in page
    assert f'<th scope="row" class="code">{old[-4:]}</th>' in page


# ---- What anybody sees who scans the code


@pytest.mark.parametrize("path", ["/P/{token}", "/p/{token}", "/P/{lower}", "/p/{short}"])
def test_a_plate_leads_to_the_place_in_any_case_of_letters(app, deposit, path):
    token = live_plate(deposit).token
    path = path.format(token=token, lower=token.lower(), short=short_code(token))
    page = visit(app).get(path)
    assert page.status_code == 200
    assert "福区1排1号" in page.text
    assert "8:00–17:00" in page.text


def test_a_plate_says_nothing_about_the_person(app, ashes, deposit):
    page = visit(app).get(f"/P/{live_plate(deposit).token}").text
    for private in (
        ashes.case.deceased.name,
        ashes.case.claimant.name,
        ashes.case.number,
        ashes.certificate,
        deposit.number,
        deposit.since.isoformat(),
        deposit.until.isoformat(),
        str(deposit.id),
    ):
        assert private not in page


def test_a_plate_is_kept_out_of_search_engines(app, deposit):
    answer = visit(app).get(f"/P/{live_plate(deposit).token}")
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_a_revoked_plate_says_whom_to_ask(app, ashes, deposit):
    old = live_plate(deposit).token
    replace_plate(number=deposit.number, by=ashes.keeper)
    answer = visit(app).get(f"/P/{old}")
    assert answer.status_code == 410
    assert str(PlateRevoked.message) in answer.text


def test_a_plate_nobody_made_is_unknown(app, context):
    answer = visit(app).get("/P/0000000000000000")
    assert answer.status_code == 404
    assert str(PlateUnknown.message) in answer.text


def test_a_scanned_plate_finds_the_deposit_at_the_desk(deposit, keeper_client):
    token = live_plate(deposit).token
    for typed in (deposit.number, token, short_code(token), f"HTTPS://X.CN/P/{token}"):
        assert find_deposit(typed).id == deposit.id
    answer = keeper_client.post("/ashes", data={"search": token})
    assert answer.location == f"/ashes/{deposit.number}"
    nothing = keeper_client.post("/ashes", data={"search": "nothing"})
    assert "没有找到" in keeper_client.get(nothing.location).text
