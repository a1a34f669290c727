"""打印海葬撒散登记单: once for each time it names."""

import pytest

from cemetery.voyages.errors import RegistrationSettled
from cemetery.voyages.operations import change_voyage, print_voyage_slip, withdraw_from_voyage
from cemetery.voyages.queries import get_registration
from cemetery.voyages.queries.papers import list_slips
from cemetery.voyages.slips import voyage_slip
from hardware.errors import AlreadyPrinted
from hardware.operations import add_printer
from tests.voyages.scene import PLANNED


def test_a_slip_is_printed_once_and_anew_after_a_change(scene):
    add_printer(institution_id=scene.home.id, name="前台", host="127.0.0.1", port=9, by=scene.clerk)
    number, other = scene.register("A、B").number, scene.plan()
    print_voyage_slip(number=number, by=scene.clerk)
    with pytest.raises(AlreadyPrinted):
        print_voyage_slip(number=number, by=scene.clerk)
    change_voyage(number=number, voyage_number=other.number, by=scene.clerk)
    assert list_slips(get_registration(number)) == []
    print_voyage_slip(number=number, by=scene.clerk)
    slip = str(voyage_slip(get_registration(number), "王示安", scene.home.institution))
    for part in ("上午 8:00集合", PLANNED.gathers_place, "A、B", scene.certificate, number):
        assert part in slip
    withdraw_from_voyage(number=number, reason="改为树葬", by=scene.clerk)
    with pytest.raises(RegistrationSettled):
        print_voyage_slip(number=number, by=scene.clerk)
