"""The desk's page, and printers added and changed."""

import contextvars
import uuid

import pytest

from hardware import jobs, operations, queries
from hardware.errors import AddressMissing, PaperWidthUnknown, PrinterNameTaken
from hardware.models import PrintState
from hardware.transports import Delivery, Outcome
from kernel.db import db
from tests.hardware.conftest import make_counter


class Browser:
    """A signed-in clerk's browser; each request has a session of its own, as on a server."""

    def __init__(self, app, staff_id):
        self.client = app.test_client()
        with self.client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = staff_id, True

    def get(self, path):
        return self._ask(self.client.get, path)

    def post(self, path, data=None):
        return self._ask(self.client.post, path, data=data)

    def _ask(self, method, *request, **content):
        answer = contextvars.Context().run(method, *request, **content)
        db.session.rollback()
        db.session.expire_all()
        return answer


@pytest.fixture
def desk(app, counter):
    return Browser(app, counter.clerk.id)


def page(browser):
    answer = browser.get("/printers")
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        ({}, "正常"),
        ({"near_end": True}, "纸将尽"),
        ({"paper_out": True}, "缺纸"),
        ({"cover_open": True}, "开盖"),
    ],
)
def test_the_page_says_in_a_word_how_the_printer_is(desk, machine, fault, word):
    for name, value in fault.items():
        setattr(machine, name, value)
    assert word in page(desk)


def test_the_page_says_that_a_printer_is_off(desk, machine):
    machine.switch_off()
    assert "连接不上" in page(desk)


def test_the_page_asks_about_what_nobody_knows(desk, counter):
    print_job = counter.print("S26-00042")
    operations.claim_print_job(printer_id=counter.printer_id, by=jobs.WORKER)
    operations.record_print_result(
        print_job_id=print_job.id,
        outcome=Outcome(Delivery.UNCONFIRMED, "没有等到打印机的回执"),
        by=jobs.WORKER,
    )
    shown = page(desk)
    assert "没有等到打印机的回执，不能确定有没有打印出来" in shown
    answer = desk.post(f"/printers/jobs/{print_job.id}/answer", data={"printed": "no"})
    assert answer.status_code == 302
    assert queries.get_print_job(print_job.id).state == PrintState.FAILED
    assert "补打 第1次" in page(desk)


def test_a_settled_question_cannot_be_answered_from_an_old_page(desk, counter):
    print_job = counter.print()
    answer = desk.post(f"/printers/jobs/{print_job.id}/answer", data={"printed": "yes"})
    assert answer.status_code == 409
    assert "等待打印" in answer.text


def test_a_printed_document_is_printed_again_from_the_page(desk, counter, machine):
    print_job = counter.print("S26-00042")
    jobs.run_printer(str(counter.printer_id))
    desk.post(f"/printers/jobs/{print_job.id}/reprint")
    jobs.run_printer(str(counter.printer_id))
    assert machine.wait(2)[1].lines[1] == "补打 第1次"


def test_the_test_page_comes_out_whole(desk, counter, machine):
    desk.post(f"/printers/{counter.printer_id}/trial-page")
    jobs.run_printer(str(counter.printer_id))
    [sheet] = machine.wait(1)
    assert "123456789+123456789+123456789+12" in sheet.lines
    assert "▧" in sheet.lines
    assert sheet.codes == ["TEST"]
    assert sheet.faults == []


def test_a_printer_is_added_by_its_address(desk, counter, machine):
    data = {"name": "结算窗口", "host": machine.host, "port": machine.port, "columns": 48,
            "acknowledgement": "gs_r"}  # fmt: skip
    assert desk.post("/printers/add", data=data).status_code == 302
    shown = page(desk)
    assert "结算窗口" in shown
    assert "80 毫米纸" in shown


def test_a_name_can_be_given_once(desk, counter, machine):
    with pytest.raises(PrinterNameTaken):
        operations.add_printer(
            institution_id=counter.institution_id, name="前台", host="10.0.0.9", by=counter.clerk
        )
    data = {
        "name": "前台",
        "host": "10.0.0.9",
        "port": 9100,
        "columns": 48,
        "acknowledgement": "gs_r",
    }
    assert "已经有一台打印机叫这个名字" in desk.post("/printers/add", data=data).text


def test_a_printer_is_moved_and_taken_out_of_use(desk, counter, machine):
    data = {
        "name": "前台二",
        "host": "10.0.0.9",
        "port": 9101,
        "columns": 42,
        "acknowledgement": "none",
    }
    assert "前台" in desk.get(f"/printers/{counter.printer_id}").text
    assert desk.post(f"/printers/{counter.printer_id}", data=data).status_code == 302
    printer = queries.get_printer(counter.printer_id)
    assert (printer.name, printer.host, printer.port, printer.columns) == (
        "前台二",
        "10.0.0.9",
        9101,
        42,
    )
    assert not printer.in_use
    assert "停用" in page(desk)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"host": " "}, AddressMissing),
        ({"port": 0}, AddressMissing),
        ({"port": 70_000}, AddressMissing),
        ({"columns": 40}, PaperWidthUnknown),
    ],
)
def test_an_impossible_printer_is_refused(counter, changed, refusal):
    with pytest.raises(refusal):
        operations.add_printer(
            **({"institution_id": counter.institution_id, "name": "二", "host": "10.0.0.9",
                "by": counter.clerk} | changed)
        )  # fmt: skip


def test_another_institution_s_printer_does_not_exist_here(app, desk, counter, machine):
    other = make_counter("XN", machine)
    print_job = other.print()
    assert desk.get(f"/printers/{other.printer_id}").status_code == 404
    assert desk.post(f"/printers/jobs/{print_job.id}/reprint").status_code == 404
    assert (
        desk.post(f"/printers/jobs/{print_job.id}/answer", data={"printed": "yes"}).status_code
        == 404
    )
    assert desk.get(f"/printers/{uuid.uuid4()}").status_code == 404


def test_printers_are_registered_and_tried_from_the_command_line(app, counter, machine):
    run = app.test_cli_runner()
    done = run.invoke(
        args=["hardware", "add-printer", "JY", "库房", machine.host, "--port", str(machine.port)]
    )
    assert (done.exit_code, done.output) == (0, f"库房 {machine.host}:{machine.port}\n")
    again = run.invoke(args=["hardware", "add-printer", "JY", "库房", machine.host])
    assert (again.exit_code, again.output) == (
        1,
        "Error: 已经有一台打印机叫这个名字，请换一个名字。\n",
    )
    assert run.invoke(args=["hardware", "print-trial-page", "JY"]).output.count("\n") == 2
    assert run.invoke(args=["hardware", "print-trial-page", "XX"]).exit_code == 1
