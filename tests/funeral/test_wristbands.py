"""系腕带, 更换腕带, 火化工作单: one live tag a body, one live order a case."""

import threading

import pytest

from funeral.errors import (
    AlreadyCremated,
    AlreadyTagged,
    NoRemains,
    NotTagged,
    ReplaceReasonMissing,
    WorkOrderExists,
    WorkOrderMissing,
)
from funeral.operations import (
    hand_over_ashes,
    issue_work_order,
    replace_work_order,
    replace_wristband,
    tag_remains,
)
from funeral.queries.custody import list_wristbands, live_work_order, live_wristband
from hardware.operations import add_printer
from hardware.qr import is_token
from hardware.queries import list_print_jobs
from kernel.people.claimants import Relation
from tests import world
from tests.funeral import desk


@pytest.fixture
def case(home):
    return world.open_case(home)


def test_a_body_wears_one_band_whose_code_opens_nothing(home, case):
    band = tag_remains(number=case.number, by=home.clerk)
    assert is_token(band.token)
    assert len(band.code) == 6
    assert band.code not in band.token
    with pytest.raises(AlreadyTagged):
        tag_remains(number=case.number, by=home.clerk)


def test_the_same_form_twice_is_one_band(home, case):
    asked = {"number": case.number, "by": home.clerk, "idempotency_key": "k"}
    assert tag_remains(**asked).id == tag_remains(**asked).id


def test_a_replaced_band_is_kept_with_the_reason_and_no_longer_counts(home, case):
    with pytest.raises(NotTagged):
        replace_wristband(number=case.number, reason="磨损", by=home.clerk)
    old = world.tag(home, case)
    with pytest.raises(ReplaceReasonMissing):
        replace_wristband(number=case.number, reason=" ", by=home.clerk)
    new = replace_wristband(number=case.number, reason="磨损", by=home.clerk)
    assert new.token != old
    assert live_wristband(case.id).id == new.id
    [_new, before] = list_wristbands(case.id)
    assert (before.revoke_reason, before.revoked_by) == ("磨损", str(home.clerk))


def test_two_clerks_at_once_tag_a_body_once(app, home, case):
    number, by = case.number, home.clerk
    begin, said = threading.Barrier(2), []

    def tag() -> None:
        with app.app_context():
            begin.wait()
            try:
                tag_remains(number=number, by=by)
                said.append("tagged")
            except AlreadyTagged:
                said.append("already")

    clerks = [threading.Thread(target=tag) for _ in range(2)]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    assert sorted(said) == ["already", "tagged"]
    assert len(list_wristbands(case.id)) == 1


def test_a_case_has_one_work_order_at_a_time(home, case):
    with pytest.raises(WorkOrderMissing):
        replace_work_order(number=case.number, by=home.clerk)
    first = issue_work_order(number=case.number, by=home.clerk)
    with pytest.raises(WorkOrderExists):
        issue_work_order(number=case.number, by=home.clerk)
    second = replace_work_order(number=case.number, by=home.clerk)
    assert first.revoked_at
    assert live_work_order(case.id).id == second.id


def test_after_the_furnace_there_is_no_work_order_and_after_the_handover_no_band(home, case):
    world.cremate(home, case)
    for give in (issue_work_order, replace_work_order):
        with pytest.raises(AlreadyCremated):
            give(number=case.number, by=home.clerk)
    hand_over_ashes(
        number=case.number,
        wristband=world.tag(home, case),
        received_by="张小三",
        identity_number=case.claimant.identity_number,
        relation=Relation.CHILD,
        authorisation="",
        signature_noted=True,
        by=home.clerk,
    )
    with pytest.raises(NoRemains):
        replace_wristband(number=case.number, reason="遗失", by=home.clerk)


def test_where_there_is_a_printer_band_and_order_are_printed(home, case):
    add_printer(institution_id=home.id, name="前台", host="127.0.0.1", port=9, by=home.clerk)
    band = tag_remains(number=case.number, by=home.clerk)
    order = issue_work_order(number=case.number, by=home.clerk)
    [printed] = list_print_jobs(home.id, "wristband", band.code)
    assert band.token in str(printed.slip)
    [printed] = list_print_jobs(home.id, "work_order", case.number)
    assert order.token in str(printed.slip)
    assert "身份证" not in str(printed.slip)


def test_the_desk_gives_out_and_the_cremation_hall_cannot(home, case, clerk, operator):
    path = f"/cases/{case.number}/wristband"
    assert "腕带已发放" in desk.send(clerk, path)
    assert live_wristband(case.id).code in desk.read(clerk, path)
    assert "这具遗体已经系了腕带" in desk.send(clerk, path)
    assert "旧腕带已停用" in desk.send(clerk, f"{path}/replace", reason="磨损")
    assert "火化工作单已出具" in desk.send(clerk, f"/cases/{case.number}/work-order")
    assert "旧工作单已作废" in desk.send(clerk, f"/cases/{case.number}/work-order/replace")
    for page in (path, f"/cases/{case.number}/work-order"):
        assert operator.get(page).status_code == 403


def test_no_page_of_the_cremation_hall_shows_a_token(home, case, operator):
    world.record_papers(home, case)
    world.receive(home, case)
    cremator = world.plan_today(home, case)
    world.check(home, case, cremator)
    band, order = world.tag(home, case), world.work_order(home, case)
    for page in (f"/cases/{case.number}", f"/cases/{case.number}/cremation", "/furnace"):
        shown = operator.get(page).text.replace("-", "")
        assert band not in shown
        assert order not in shown
