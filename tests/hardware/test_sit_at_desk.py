"""Which printer prints: the one where the asker sits, for that kind of paper."""

import threading

import pytest

from hardware import jobs, operations, queries
from hardware.errors import DeskUnknown, NoPrinter, SeatChanged
from hardware.kinds import JobKind, Prints, PrintState
from hardware.slips import Slip
from kernel.db import db, transaction
from kernel.errors import NotAllowed
from kernel.people.actors import Role
from kernel.people.staff import add_staff


def sit(counter, desk, by=None):
    by = by or counter.clerk
    return operations.sit_at_desk(institution_id=counter.institution_id, desk=desk, by=by)


def stand(counter, machine, name, desk, prints=Prints.ALL):
    return operations.add_printer(
        institution_id=counter.institution_id,
        name=name,
        host=machine.host,
        port=machine.port,
        desk=desk,
        prints=prints,
        columns=32,
        by=counter.clerk,
    ).id


def printer_for(counter, kind=JobKind.SLIP, by=None):
    return operations.print_slip(
        institution_id=counter.institution_id,
        slip=Slip("单"),
        document="receipt",
        number="1",
        kind=kind,
        by=by or counter.clerk,
    ).printer_id


@pytest.fixture
def colleague(counter):
    return add_staff(
        login="colleague",
        name="李明",
        role=Role.DESK,
        institution_id=counter.institution_id,
        password="a long enough password",
        by=counter.clerk,
    ).actor()


def test_each_of_two_desks_has_its_own_printer(counter, machine, colleague):
    one, two = (stand(counter, machine, f"打印机{n}", f"{n}号窗口") for n in "一二")
    sit(counter, "一号窗口")
    sit(counter, "二号窗口", colleague)
    assert printer_for(counter) == one
    assert printer_for(counter, by=colleague) == two


def test_who_sits_nowhere_or_where_no_printer_is_has_the_first(counter, machine):
    two = stand(counter, machine, "二", "二号窗口")
    assert printer_for(counter) == counter.printer_id
    sit(counter, "二号窗口")
    assert printer_for(counter) == two
    with transaction():
        queries.get_printer(two).in_use = False
    assert printer_for(counter) == counter.printer_id


def test_one_moves_to_another_desk_and_away_again(counter, machine):
    one, two = (stand(counter, machine, f"打印机{n}", f"{n}号窗口") for n in "一二")
    sit(counter, "一号窗口")
    sit(counter, "二号窗口")
    assert printer_for(counter) == two != one
    sit(counter, "")
    assert queries.find_desk(counter.clerk) == ""
    assert printer_for(counter) == counter.printer_id


def test_labels_come_out_of_the_label_printer_of_the_desk(counter, machine):
    slips = stand(counter, machine, "小票", "一号窗口", Prints.SLIPS)
    labels = stand(counter, machine, "标签", "一号窗口", Prints.LABELS)
    sit(counter, "一号窗口")
    assert printer_for(counter) == slips
    assert printer_for(counter, JobKind.LABEL) == labels


def test_a_desk_without_a_label_printer_has_its_labels_from_one_that_takes_all(counter, machine):
    both = stand(counter, machine, "都打", "一号窗口")
    stand(counter, machine, "标签", "二号窗口", Prints.LABELS)
    sit(counter, "一号窗口")
    assert printer_for(counter, JobKind.LABEL) == both


def test_a_home_with_only_a_label_printer_prints_no_slips(counter, machine):
    with transaction():
        queries.get_printer(counter.printer_id).prints = Prints.LABELS
    assert queries.has_printer(counter.institution_id, JobKind.LABEL)
    assert not queries.has_printer(counter.institution_id)
    with pytest.raises(NoPrinter):
        printer_for(counter)


def test_a_desk_where_no_printer_stands_is_refused(counter):
    with pytest.raises(DeskUnknown, match="九号窗口"):
        sit(counter, "九号窗口")


def test_nobody_sits_in_another_home_and_no_machine_sits(counter):
    with pytest.raises(NotAllowed):
        sit(counter, "", jobs.WORKER)


def test_two_desks_may_share_one_printer(app, counter, machine, colleague):
    """Each at the same moment; the papers come out one after the other, each once."""
    start = threading.Barrier(2)

    def ask(by):
        with app.app_context():
            start.wait()
            operations.print_slip(
                institution_id=counter.institution_id,
                slip=Slip(by.name),
                document="receipt",
                number=by.name,
                by=by,
            )
            jobs.run_printer(str(counter.printer_id))

    db.session.rollback()
    desks = [threading.Thread(target=ask, args=(by,)) for by in (counter.clerk, colleague)]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join()
    jobs.run_printer(str(counter.printer_id))
    sheets = machine.wait(3, seconds=0.3)
    assert sorted(sheet.lines[0] for sheet in sheets) == ["李明", "王芳"]
    assert [sheet.faults for sheet in sheets] == [[], []]


def test_a_copy_comes_out_where_the_asker_sits(counter, machine, colleague):
    two = stand(counter, machine, "二", "二号窗口")
    first = counter.print().id
    db.session.rollback()
    jobs.run_printer(str(counter.printer_id))
    db.session.expire_all()
    assert queries.get_print_job(first).state == PrintState.PRINTED
    sit(counter, "二号窗口", colleague)
    assert operations.reprint(print_job_id=first, by=colleague).printer_id == two


def test_a_copy_of_a_test_page_comes_out_of_its_printer(counter, machine, colleague):
    stand(counter, machine, "二", "二号窗口")
    sit(counter, "二号窗口", colleague)
    page = operations.print_trial_page(printer_id=counter.printer_id, by=counter.clerk).id
    db.session.rollback()
    jobs.run_printer(str(counter.printer_id))
    db.session.expire_all()
    copy = operations.reprint(print_job_id=page, by=colleague)
    assert copy.printer_id == counter.printer_id


def test_sitting_down_twice_at_once_leaves_one_seat(app, counter, machine):
    for n in "一二":
        stand(counter, machine, f"打印机{n}", f"{n}号窗口")
    start, refused = threading.Barrier(2), []

    def take(desk):
        with app.app_context():
            start.wait()
            try:
                sit(counter, desk)
            except SeatChanged as refusal:
                refused.append(refusal)

    db.session.rollback()
    takers = [threading.Thread(target=take, args=(f"{n}号窗口",)) for n in "一二"]
    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join()
    assert len(refused) <= 1
    assert queries.find_desk(counter.clerk) in {"一号窗口", "二号窗口"}
