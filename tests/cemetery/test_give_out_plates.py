"""登记铭牌交付 and 撤回: what hangs on the wall stays good, all else of a withdrawn batch stops."""

import pytest

from cemetery.errors import PlateRevoked, PlatesNotReady
from cemetery.operations import cancel_plate_batch, give_out_plates
from cemetery.queries import batches, get_plate
from cemetery.queries.plates import list_plates
from kernel.errors import NotFound
from kernel.people.actors import SETUP
from tests.visitor import visit


@pytest.fixture
def batch(wall):
    return wall.make(rows=[1])


def plates_of(batch):
    return list_plates(batch.id).items


def test_plates_are_given_out_one_by_one_or_all_at_once(wall, batch):
    plates = plates_of(batch)
    give_out_plates(batch_id=batch.id, plate_ids=[plates[1].id], by=wall.keeper)
    assert [plate.given_out_at is not None for plate in plates_of(batch)] == [
        *(False, True, False, False, False)
    ]
    first = plates[1].given_out_at
    give_out_plates(batch_id=batch.id, plate_ids=[], by=wall.keeper)
    assert batches.count_given_out(batch.id) == 5
    assert plates_of(batch)[1].given_out_at == first


def test_nothing_is_given_out_before_it_was_released(wall):
    with pytest.raises(PlatesNotReady):
        give_out_plates(batch_id=wall.order().id, plate_ids=[], by=wall.keeper)


def test_a_withdrawn_batch_stops_only_what_was_not_given_out(wall, batch):
    kept, *others = plates_of(batch)
    give_out_plates(batch_id=batch.id, plate_ids=[kept.id], by=wall.keeper)
    cancel_plate_batch(batch_id=batch.id, by=wall.keeper)
    assert get_plate(kept.token)
    for plate in others:
        with pytest.raises(PlateRevoked):
            get_plate(plate.token)


def test_withdrawn_twice_is_withdrawn_once(wall, batch):
    first = cancel_plate_batch(batch_id=batch.id, by=wall.keeper).finished_at
    assert cancel_plate_batch(batch_id=batch.id, by=wall.keeper).finished_at == first


def test_after_a_withdrawal_the_niches_can_be_ordered_again(wall, batch):
    cancel_plate_batch(batch_id=batch.id, by=wall.keeper)
    assert wall.order(rows=[1]).total == 5


def test_a_batch_nobody_ordered_is_not_found(wall):
    with pytest.raises(NotFound):
        cancel_plate_batch(batch_id=wall.site_id, by=SETUP)


# ---- The pages


def test_the_page_gives_out_what_is_ticked(batch, wall_client):
    path = f"/plates/{batch.id}"
    ticked = [str(plate.id) for plate in plates_of(batch)[:2]]
    page = wall_client.post(f"{path}/give-out", data={"plate": ticked}, follow_redirects=True).text
    assert "已记下交付" in page
    assert batches.count_given_out(batch.id) == 2
    page = wall_client.post(f"{path}/give-out", data={"plate": "x"}, follow_redirects=True).text
    assert "请先勾选" in page
    wall_client.post(f"{path}/give-out", data={"all": "y"})
    assert batches.count_given_out(batch.id) == 5


def test_the_page_withdraws_and_then_gives_no_file(batch, wall_client):
    path = f"/plates/{batch.id}"
    assert "立即停用" in wall_client.get(f"{path}/cancel").text
    page = wall_client.post(f"{path}/cancel", follow_redirects=True).text
    assert "已撤回" in page
    assert f"{path}/sheets" not in page
    answer = wall_client.get(f"{path}/sheets")
    assert answer.status_code == 410
    assert "请不要刻制" in answer.text


def test_operators_do_not_withdraw(app, batch):
    client = visit(app, "jy-operator")
    assert client.post(f"/plates/{batch.id}/cancel").status_code == 403
    assert client.post(f"/plates/{batch.id}/give-out", data={"all": "y"}).status_code == 403
