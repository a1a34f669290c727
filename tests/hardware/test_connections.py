"""Every kind of connection, right and wrong, and what is then known about the paper."""

import contextlib
import os
import socket
import threading
import time
from dataclasses import replace

import pytest
import usb.backend.libusb0
import usb.backend.libusb1
import usb.backend.openusb

from hardware.encoding import encode
from hardware.kinds import ConnectionKind
from hardware.slips import Fact, Slip
from hardware.transports import Address, Condition, Delivery, Outcome, condition_of, deliver
from tests.emulators.escpos_mechanism import Mechanism
from tests.emulators.escpos_printer import EscposPrinter
from tests.emulators.serial_cable import SerialCable
from tests.emulators.usb_printer import PRODUCT, VENDOR, UsbPrinter

JOB = encode(Slip("小票", tuple(Fact("编号", str(n)) for n in range(40))), columns=48)
PRINTED = Outcome(Delivery.PRINTED)
HANDED_OVER = Outcome(Delivery.HANDED_OVER, "已交给打印机，没有回执")
UNREACHABLE = Outcome(Delivery.NOT_STARTED, "连接不上")
NO_LIBRARY = Outcome(Delivery.NOT_STARTED, "本机没有安装这种连接所需的软件")


def send(address, **options):
    return deliver(JOB, address, **({"answer_seconds": 1.0, "patience_seconds": 2.0} | options))


def at_file(path):
    return Address(ConnectionKind.FILE, device=str(path))


# ------------------------------------------------------------------------------------ network


def test_a_host_nobody_knows_is_unreachable():
    assert send(Address(host="no-such-printer.invalid")) == UNREACHABLE
    assert send(Address(host="a" * 64 + ".invalid")) == UNREACHABLE


@pytest.mark.parametrize("said", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"SSH-2.0-OpenSSH\r\n", b""])
def test_something_that_is_no_printer_gets_no_byte_of_the_job(said):
    """A wrong port: a web page, a shell, or something that takes everything and says nothing."""
    received = []

    def answer():
        peer, _ = listener.accept()
        with peer, contextlib.suppress(OSError):
            peer.sendall(said)
            while content := peer.recv(4096):
                received.append(content)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        other = threading.Thread(target=answer)
        other.start()
        outcome = send(Address(host="127.0.0.1", port=listener.getsockname()[1]))
        other.join()
    assert outcome == Outcome(Delivery.NOT_STARTED, "无应答")
    assert JOB[:20] not in b"".join(received)


# ------------------------------------------------------------------------------------- serial


@pytest.fixture
def printer():
    with EscposPrinter() as printer:
        yield printer


@pytest.fixture
def cable(printer):
    with SerialCable(printer) as cable:
        yield cable


def at_serial(cable):
    return Address(ConnectionKind.SERIAL, device=cable.device, baud_rate=115200)


def test_a_serial_printer_prints_once_and_says_so(printer, cable):
    assert condition_of(at_serial(cable), seconds=2.0) is Condition.READY
    assert send(at_serial(cable)) == PRINTED
    [sheet] = printer.wait(1)
    assert sheet.lines[-1] == "编号：39"


@pytest.mark.parametrize(("fault", "reason"), [("paper_out", "缺纸"), ("silent", "无应答")])
def test_a_serial_printer_that_is_not_ready_gets_no_byte_of_the_job(printer, cable, fault, reason):
    setattr(printer, fault, True)
    assert send(at_serial(cable)) == Outcome(Delivery.NOT_STARTED, reason)
    assert JOB[:20] not in b"".join(printer.jobs)


def test_a_serial_printer_that_runs_out_leaves_doubt(printer, cable):
    printer.paper_lines = 5
    assert send(at_serial(cable)) == Outcome(Delivery.UNCONFIRMED, "没有等到打印机的回执")


def test_a_serial_port_that_is_not_there_is_unreachable():
    missing = Address(ConnectionKind.SERIAL, device="/dev/ttyUSB99")
    assert send(missing) == UNREACHABLE
    assert condition_of(missing) is Condition.UNREACHABLE


def test_a_device_that_is_no_serial_port_is_unreachable():
    assert send(Address(ConnectionKind.SERIAL, device="/dev/null")) == UNREACHABLE


# ---------------------------------------------------------------------------------------- USB

AT_USB = Address(ConnectionKind.USB, usb_vendor=VENDOR, usb_product=PRODUCT)


@pytest.fixture
def plugged(printer, monkeypatch):
    device = UsbPrinter(printer)
    monkeypatch.setattr(usb.backend.libusb1, "get_backend", lambda *_, **__: device)
    return device


def test_a_usb_printer_prints_once_says_so_and_is_let_go(printer, plugged):
    assert condition_of(AT_USB, seconds=2.0) is Condition.READY
    assert send(AT_USB) == PRINTED
    [sheet] = [sheet for sheet in printer.wait(1) if sheet.cut]
    assert sheet.lines[-1] == "编号：39"
    assert plugged.claimed == []


def test_a_usb_printer_without_paper_says_so(printer, plugged):
    printer.paper_out = True
    assert send(AT_USB) == Outcome(Delivery.NOT_STARTED, "缺纸")


def test_a_usb_printer_that_is_unplugged_in_the_middle_leaves_doubt(printer, plugged):
    plugged.unplug_after = 600
    assert send(AT_USB) == Outcome(Delivery.UNCONFIRMED, "发送到一半时连接断开")


@pytest.mark.parametrize("fault", [{"busy": True}, {"kind": 8}])
def test_a_usb_device_that_is_taken_or_no_printer_is_unreachable(plugged, fault):
    for name, value in fault.items():
        setattr(plugged, name, value)
    assert send(AT_USB) == UNREACHABLE


def test_a_usb_printer_that_is_not_plugged_in_is_unreachable(plugged):
    assert send(replace(AT_USB, usb_product=1)) == UNREACHABLE


def test_a_machine_without_libusb_is_told_so(monkeypatch):
    for backend in (usb.backend.libusb1, usb.backend.libusb0, usb.backend.openusb):
        monkeypatch.setattr(backend, "get_backend", lambda *_, **__: None)
    assert send(AT_USB) == NO_LIBRARY
    assert condition_of(AT_USB) is Condition.MISSING_LIBRARY


# --------------------------------------------------------------------------------------- CUPS

AT_CUPS = Address(ConnectionKind.CUPS, queue="rx80", host="print.example")
LPSTAT = """
case "$*" in
  "-h print.example -p rx80") echo "printer rx80 is idle.  enabled since today" ;;
  "-h print.example -p off") echo "printer off disabled since today -" ;;
  *) echo "lpstat: Invalid destination name" >&2; exit 1 ;;
esac
"""


@pytest.fixture
def spooler(tmp_path, monkeypatch):
    """`lp` and `lpstat` as CUPS has them; what was printed lies in files beside them."""

    def install(name, script):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\n{script}", encoding="utf-8")
        program.chmod(0o700)

    install("lpstat", LPSTAT)
    install("lp", f'echo "$*" > {tmp_path}/asked; cat > {tmp_path}/printed; echo "request id is 1"')
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return tmp_path


def test_a_queue_takes_the_whole_job_and_never_says_that_it_came_out(spooler):
    assert condition_of(AT_CUPS) is Condition.UNKNOWN
    assert send(AT_CUPS) == HANDED_OVER
    assert (spooler / "printed").read_bytes() == JOB
    assert (spooler / "asked").read_text().strip() == "-h print.example -d rx80 -o raw"


@pytest.mark.parametrize(("queue", "reason"), [("nowhere", "连接不上"), ("off", "离线")])
def test_a_queue_that_is_missing_or_stopped_is_given_nothing(spooler, queue, reason):
    assert send(replace(AT_CUPS, queue=queue)) == Outcome(Delivery.NOT_STARTED, reason)
    assert not (spooler / "printed").exists()


@pytest.mark.parametrize("script", ["echo broken >&2; exit 1", "exec sleep 5"])
def test_a_queue_that_breaks_off_leaves_doubt(spooler, script):
    (spooler / "lp").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    outcome = send(AT_CUPS)
    assert outcome == Outcome(Delivery.UNCONFIRMED, "交给打印机时中断")


def test_a_machine_without_cups_is_told_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert send(AT_CUPS) == NO_LIBRARY
    assert condition_of(AT_CUPS) is Condition.MISSING_LIBRARY


# --------------------------------------------------------------------------------------- file


def test_a_file_holds_one_job_after_another(tmp_path):
    path = tmp_path / "printouts" / "slips.bin"
    assert condition_of(at_file(path)) is Condition.UNKNOWN
    assert [send(at_file(path)), send(at_file(path))] == [HANDED_OVER, HANDED_OVER]
    mechanism = Mechanism(48, lambda _: None)
    for byte in path.read_bytes():
        mechanism.feed(byte)
    assert [sheet.lines[-1] for sheet in mechanism.sheets] == ["编号：39", "编号：39"]


def test_a_pipe_that_is_read_gets_the_job(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    got = []
    reader = threading.Thread(target=lambda: got.append(path.read_bytes()), daemon=True)
    reader.start()
    assert _until_read(path) == HANDED_OVER
    reader.join()
    assert got == [JOB]


def _until_read(path):
    """The reader may still be on its way; each early try is one without a byte."""
    for _ in range(1000):
        outcome = send(at_file(path))
        if outcome != UNREACHABLE:
            return outcome
        time.sleep(0.01)
    raise AssertionError


def test_a_pipe_nobody_reads_is_given_nothing(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert send(at_file(tmp_path / "pipe")) == UNREACHABLE


def test_a_pipe_whose_reader_stops_leaves_doubt(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    content = JOB * 100  # more than a pipe holds
    outcome = deliver(content, at_file(tmp_path / "pipe"), patience_seconds=0.2)
    os.close(reader)
    assert outcome == Outcome(Delivery.UNCONFIRMED, "交给打印机时中断")


@pytest.mark.parametrize("device", ["/dev/usb/lp99", "/dev/lp99"])
def test_a_device_that_is_not_there_is_unreachable(device):
    assert send(at_file(device)) == UNREACHABLE


def test_a_link_in_the_folder_leads_nowhere(tmp_path):
    (tmp_path / "slips.bin").symlink_to(tmp_path / "precious")
    (tmp_path / "precious").write_bytes(b"precious")
    assert send(at_file(tmp_path / "slips.bin")) == UNREACHABLE
    assert (tmp_path / "precious").read_bytes() == b"precious"


def test_a_file_s_name_never_leaves_its_folder(tmp_path):
    address = at_file("../../etc/passwd").under(tmp_path)
    assert address.device == str(tmp_path / "printouts" / "passwd")


@pytest.mark.parametrize(
    ("address", "part"),
    [
        (Address(host="-h"), "host"),
        (Address(host="10.0.0.1", port=0), "port"),
        (Address(ConnectionKind.USB, usb_vendor=0x04B8), "usb_numbers"),
        (Address(ConnectionKind.USB, usb_vendor=1, usb_product=0x10000), "usb_numbers"),
        (Address(ConnectionKind.SERIAL, device="/dev/sda"), "serial_device"),
        (Address(ConnectionKind.SERIAL, device="/dev/tty1"), "serial_device"),
        (Address(ConnectionKind.SERIAL, device="/dev/ttyS0", baud_rate=7), "baud_rate"),
        (Address(ConnectionKind.SERIAL, device="/dev/serial/by-id/../../sda"), "serial_device"),
        (Address(ConnectionKind.CUPS, queue="-o"), "queue"),
        (Address(ConnectionKind.CUPS, queue="a b"), "queue"),
        (Address(ConnectionKind.CUPS, queue="rx80", host="-h evil"), "host"),
        (Address(ConnectionKind.FILE, device="/etc/passwd"), "device"),
        (Address(ConnectionKind.FILE, device="../secrets.json"), "device"),
        (Address(ConnectionKind.FILE, device="/dev/usb/../sda"), "device"),
        (Address(ConnectionKind.FILE, device=".."), "device"),
        (Address(ConnectionKind.FILE, device=""), "device"),
    ],
)
def test_what_is_no_place_for_a_printer_is_named(address, part):
    assert address.wrong_part() == part


@pytest.mark.parametrize(
    "address",
    [
        Address(host="printer.local"),
        Address(host="fe80::1"),
        AT_USB,
        Address(ConnectionKind.SERIAL, device="/dev/ttyUSB0"),
        Address(ConnectionKind.SERIAL, device="/dev/serial/by-id/usb-Prolific_X-if00-port0"),
        AT_CUPS,
        Address(ConnectionKind.FILE, device="/dev/usb/lp0"),
        Address(ConnectionKind.FILE, device="一号窗口.bin"),
    ],
)
def test_where_printers_are_is_allowed(address):
    assert address.wrong_part() == ""
