"""The label on the urn and the slip for collecting: once there are ashes, and each once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from funeral.errors import NoAshesYet, PortionUnknown
from funeral.operations import print_ash_label, print_pick_up_slip
from funeral.queries.ash_papers import list_labels, list_pick_up_slips
from funeral.queries.cases import get_case
from hardware.errors import AlreadyPrinted, NoPrinter
from hardware.plain import plain
from hardware.slips import Slip
from kernel.db import db
from kernel.people.actors import Role
from tests import world
from tests.billing.test_take_cash import printer_off
from tests.funeral import desk
from tests.funeral.certificates import cremated, issue
from tests.visitor import visit


def words(job):
    return plain(Slip.from_json(job.slip), 32)


def test_before_the_cremation_has_ended_there_is_nothing_to_label(home, clerk):
    printer_off(home)
    case = world.open_case(home)
    for printing in (print_ash_label, print_pick_up_slip):
        with pytest.raises(NoAshesYet):
            printing(number=case.number, by=home.clerk)
    assert "打印骨灰标签" not in desk.read(clerk, f"/cases/{case.number}")
    assert str(NoAshesYet()) in desk.send(clerk, f"/cases/{case.number}/ash-label")


def test_the_label_says_whose_ashes_these_are_and_another_comes_with_the_certificate(home):
    printer_off(home)
    case = cremated(home)
    print_ash_label(number=case.number, by=home.clerk)
    [early] = list_labels(case)
    assert case.deceased.name in words(early)
    assert case.number in words(early)
    certificate = issue(home, case)
    assert list_labels(case) == []
    print_ash_label(number=case.number, by=home.clerk)
    [late] = list_labels(case)
    assert certificate.number in words(late)
    assert certificate.number not in words(early)


def test_each_portion_has_a_label_of_its_own_and_each_comes_once(home):
    printer_off(home)
    case = cremated(home)
    for portion in "AB":
        print_ash_label(number=case.number, portion=portion, by=home.clerk)
        with pytest.raises(AlreadyPrinted, match="骨灰标签已经打印过"):
            print_ash_label(number=case.number, portion=portion, by=home.clerk)
        assert len(list_labels(case, portion)) == 1


@pytest.mark.parametrize("portion", ["", "AB", "a", "甲", "\x1b"])
def test_a_portion_is_one_capital_letter(home, portion):
    printer_off(home)
    case = cremated(home)
    with pytest.raises(PortionUnknown):
        print_ash_label(number=case.number, portion=portion, by=home.clerk)


def test_the_pick_up_slip_has_room_for_the_signature_and_where_the_ashes_go(home):
    printer_off(home)
    case = cremated(home)
    print_pick_up_slip(number=case.number, by=home.clerk)
    [job] = list_pick_up_slips(case)
    for word in (case.number, case.claimant.name, "骨灰去向", "领取人签名：", "经办人身份证"):
        assert word in words(job)
    with pytest.raises(AlreadyPrinted):
        print_pick_up_slip(number=case.number, by=home.clerk)


def test_the_case_page_prints_both_and_shows_how_they_stand(home, clerk):
    printer_off(home)
    case = cremated(home)
    said = desk.send(clerk, f"/cases/{case.number}/ash-label")
    assert "骨灰标签已交给打印机。" in said
    assert "骨灰标签： 等待打印" in said
    said = desk.send(clerk, f"/cases/{case.number}/pick-up-slip")
    assert "骨灰领取单： 等待打印" in said
    assert "骨灰领取单已经打印过" in desk.send(clerk, f"/cases/{case.number}/pick-up-slip")


def test_without_a_printer_the_page_says_why(home, clerk):
    case = cremated(home)
    with pytest.raises(NoPrinter):
        print_ash_label(number=case.number, by=home.clerk)
    assert str(NoPrinter()) in desk.send(clerk, f"/cases/{case.number}/ash-label")


def test_whoever_packs_the_ashes_prints_their_label_but_not_the_slip_for_the_family(app, home):
    printer_off(home)
    case = cremated(home)
    world.make_staff("JY-operator-9", Role.OPERATOR, home.id)
    operator = visit(app, "jy-operator-9")
    assert "骨灰标签已交给打印机。" in desk.send(operator, f"/cases/{case.number}/ash-label")
    assert operator.post(f"/cases/{case.number}/pick-up-slip").status_code == 403


def test_of_two_clerks_at_once_one_prints_the_label(app, home):
    printer_off(home)
    number = cremated(home).number
    db.session.rollback()

    def act(_clerk):
        with app.app_context():
            try:
                print_ash_label(number=number, by=home.clerk)
            except AlreadyPrinted:
                return "printed before"
            return "printed"

    with ThreadPoolExecutor(2) as clerks:
        answers = list(clerks.map(act, range(2)))
    assert sorted(answers) == ["printed", "printed before"]
    db.session.expire_all()
    assert len(list_labels(get_case(number))) == 1
