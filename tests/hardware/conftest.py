"""A funeral home with a desk clerk and one printer on its counter."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import pytest

from hardware import operations
from hardware.models import PrintJob
from hardware.slips import Fact, Slip
from kernel.people.actors import SETUP, Actor, Role
from kernel.people.staff import add_staff
from kernel.places import InstitutionKind, add_institution
from tests.conftest import NOT_RUN
from tests.emulators.emupos import Emupos, NotHere, find_emupos
from tests.emulators.escpos_printer import EscposPrinter

JIAYU = "421221"


@dataclass(frozen=True)
class Counter:
    """The desk: whose it is, who stands there, its printer in the database."""

    institution_id: uuid.UUID
    clerk: Actor
    printer_id: uuid.UUID

    def print(self, number: str = "S26-00001", lines: int = 1) -> PrintJob:
        rows = tuple(Fact("行", f"{number}/{line}") for line in range(lines))
        return operations.print_slip(
            institution_id=self.institution_id,
            slip=Slip("收费明细", rows),
            document="receipt",
            number=number,
            by=self.clerk,
        )


@pytest.fixture
def machine() -> Iterator[EscposPrinter]:
    with EscposPrinter(columns=32) as machine:
        yield machine


@pytest.fixture
def counter(context: None, machine: EscposPrinter) -> Counter:
    return make_counter("JY", machine)


@pytest.fixture(scope="session")
def emupos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emupos]:
    """A printer made by others, for each width; without one the run says so at its end."""
    try:
        program = find_emupos()
    except NotHere as reason:
        pytest.skip(f"{NOT_RUN}独立仿真打印机 emupos（{reason}），单据只在自带的仿真机上打过。")
    with Emupos(program, tmp_path_factory.mktemp("emupos")) as emupos:
        yield emupos
        assert emupos.complaints() == []


class Address(Protocol):
    host: str
    port: int


def make_counter(code: str, machine: Address) -> Counter:
    institution = add_institution(
        code=code,
        kind=InstitutionKind.FUNERAL_HOME,
        name=f"{code}殡仪馆",
        region_code=JIAYU,
        by=SETUP,
    )
    clerk = add_staff(
        login=f"{code}-desk",
        name="王芳",
        role=Role.DESK,
        institution_id=institution.id,
        password="a long enough password",
        by=SETUP,
    ).actor()
    printer = operations.add_printer(
        institution_id=institution.id,
        name="前台",
        host=machine.host,
        port=machine.port,
        columns=32,
        by=clerk,
    )
    return Counter(institution.id, clerk, printer.id)
