"""The desk's page, and printers added and changed."""

import contextvars
import uuid

import pytest

from hardware import jobs, operations, queries
from hardware.errors import AddressMissing, PaperWidthUnknown, PrinterNameTaken
from hardware.live import printers_topic
from hardware.models import PrintState
from hardware.transports import Delivery, Outcome
from kernel.db import db
from kernel.live import Ears
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


def test_the_changing_part_of_the_page_is_fetched_alone(desk, counter, machine):
    machine.paper_out = True
    part = desk.get("/printers/states")
    assert "缺纸" in part.text
    assert "<html" not in part.text


def test_many_open_pages_ask_the_printer_once(desk, counter, machine):
    desk.get("/printers/states")
    asked = machine.status_requests
    for _ in range(5):
        desk.get("/printers/states")
    assert machine.status_requests == asked
    page(desk)
    assert machine.status_requests > asked


def test_a_change_of_the_queue_is_announced_to_open_pages(app, desk, counter):
    ears = Ears(app.extensions["database"].conninfo)
    stream = ears.stream([printers_topic(counter.institution_id)], seconds=30)
    news = (line for line in stream if "changed" in line)
    next(news)
    counter.print()
    assert "event: changed" in next(news)
    ears.close()


def test_what_is_being_printed_is_not_disturbed_by_questions(desk, counter, machine):
    counter.print()
    operations.claim_print_job(printer_id=counter.printer_id, by=jobs.WORKER)
    assert "正在打印" in page(desk)
    assert machine.status_requests == 0


def test_all_that_was_printed_is_listed_in_pages_and_sorted(desk, counter, machine):
    for number in range(27):
        counter.print(f"S26-{number:05d}")
    path = f"/printers/{counter.printer_id}/jobs"
    assert "共 27 条，第 1 页，共 2 页" in desk.get(path).text
    first = desk.get(f"{path}?sort=number&direction=asc").text
    assert first.index("S26-00000") < first.index("S26-00001")
    assert "S26-00026" not in first
    assert "S26-00026" in desk.get(f"{path}?sort=number&direction=asc&page=2").text


def test_a_job_s_page_tells_who_when_and_every_copy(desk, counter, machine):
    print_job = counter.print("S26-00042")
    jobs.run_printer(str(counter.printer_id))
    copy = operations.reprint(print_job_id=print_job.id, by=counter.clerk)
    shown = desk.get(f"/printers/jobs/{copy.id}").text
    for said in ("收费明细 S26-00042", "补打 第1次", "第一张", "王芳", "等待打印"):
        assert said in shown
    assert desk.get(f"/printers/jobs/{uuid.uuid4()}").status_code == 404


def test_a_clerk_says_once_where_they_sit(desk, counter, machine):
    stand = {"institution_id": counter.institution_id, "by": counter.clerk, "host": machine.host}
    second = operations.add_printer(name="二", desk="二号窗口", port=machine.port, **stand).id
    assert "二号窗口" in page(desk)
    assert desk.post("/printers/desk", data={"desk": "二号窗口"}).status_code == 302
    assert "<option selected>二号窗口" in page(desk)
    assert counter.print().printer_id == second
    assert desk.post("/printers/desk", data={"desk": "九号窗口"}).status_code == 422


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"connection": "usb", "usb_numbers": "04b8:0e15"}, "04b8:0e15"),
        ({"connection": "serial", "serial_device": "/dev/ttyUSB0"}, "/dev/ttyUSB0，9600 波特"),
        ({"connection": "cups", "queue": "rx80", "host": ""}, "rx80"),
        ({"connection": "file", "device": "slips.bin"}, "slips.bin"),
    ],
)
def test_every_kind_of_printer_is_registered_and_changed(desk, counter, data, said):
    added = desk.post("/printers/add", data={"name": "二", "drawer": "pin_5", **data})
    assert added.status_code == 302
    shown = page(desk)
    assert said in shown
    assert "接有钱箱" in shown
    assert "不给回执" in shown or data["connection"] in {"usb", "serial"}
    [printer] = [p for p in queries.list_printers(counter.institution_id) if p.name == "二"]
    form = desk.get(f"/printers/{printer.id}").text
    assert said.split("，", maxsplit=1)[0] in form


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"connection": "network"}, "请填写打印机的网络地址"),
        ({"connection": "usb", "usb_numbers": "printer"}, "USB 编号"),
        ({"connection": "serial", "serial_device": "/dev/sda"}, "串口是一个设备名"),
        ({"connection": "serial", "serial_device": "/dev/ttyS0", "baud_rate": "5"}, "波特率"),
        ({"connection": "cups", "queue": "a b"}, "系统打印队列的名称"),
        ({"connection": "file", "device": "../secrets.json"}, "只能写打印机设备"),
    ],
)
def test_a_wrong_address_is_said_beside_its_field(desk, counter, data, sentence):
    answer = desk.post("/printers/add", data={"name": "二", **data})
    assert answer.status_code == 200
    assert sentence in answer.text
    assert len(queries.list_printers(counter.institution_id)) == 1


def test_a_printer_of_any_kind_is_registered_from_the_command_line(app, counter, machine):
    add = app.test_cli_runner().invoke
    base = ["hardware", "add-printer", "JY"]
    options = [
        "--usb",
        "04b8:0e15",
        "--prints",
        "labels",
        "--desk",
        "一号窗口",
        "--drawer",
        "pin_2",
    ]
    usb = add(args=[*base, "标签", "--connection", "usb", *options])
    assert (usb.exit_code, usb.output) == (0, "标签 04b8:0e15\n")
    wrong = add(args=[*base, "二", "--connection", "usb", "--usb", "x"])
    assert wrong.exit_code == 2
    missing = add(args=[*base, "二", "--connection", "cups"])
    assert (missing.exit_code, "系统打印队列" in missing.output) == (1, True)
    [printer] = [p for p in queries.list_printers(counter.institution_id) if p.name == "标签"]
    assert (printer.desk, printer.prints, printer.drawer) == ("一号窗口", "labels", "pin_2")
