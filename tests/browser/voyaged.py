"""Voyages of the county of the tests: one to come that was postponed, one today, two that left."""

from dataclasses import dataclass, replace
from datetime import time, timedelta

from cemetery.voyages.models import VoyageRegistration
from cemetery.voyages.operations import (
    board_portion,
    carry_out_voyage,
    depart_voyage,
    note_relatives_present,
    postpone_voyage,
)
from cemetery.voyages.planning import Times
from cemetery.voyages.scattering_papers import certificate_of
from funeral.models import FuneralCase
from funeral.queries.certificates import find_certificate
from hardware.releasing import release
from kernel import clock
from tests import world
from tests.voyages.scene import POSITION, WITNESSES, Scene, divide, plan


@dataclass(frozen=True)
class Voyaged:
    """Numbers of voyages by their state; `untold` and `scattered`: of registrations."""

    coming: str
    today: str
    departed: str
    done: str
    untold: str
    scattered: str


def make_voyaged(home: world.Home, first: FuneralCase, second: FuneralCase) -> Voyaged:
    """Both are cremated."""
    divide(home, first.id, 2)
    divide(home, second.id, 1)
    untold = _register(home, first, "C", days=20, needs="坐轮椅")
    coming = untold.voyage
    postpone_voyage(number=coming.number, times=_times(21), reason="大风", by=home.clerk)
    today = _register(home, first, "A、B", days=0, needs="容易晕船")
    board_portion(number=today.voyage.number, scanned=f"{first.number} A", by=home.clerk)
    departed, done = (_register(home, second, letter, days=0) for letter in "BA")
    for each in (departed, done):
        number, relatives = each.voyage.number, {each.relatives[0].id}
        board_portion(number=number, scanned=each.number, by=home.clerk)
        note_relatives_present(number=number, relative_ids=relatives, by=home.clerk)
        depart_voyage(number=number, by=home.clerk)
    carry_out_voyage(
        number=done.voyage.number,
        position=POSITION,
        scattered_at=clock.now(),
        witnesses=WITNESSES,
        by=home.clerk,
    )
    release(lambda: certificate_of(done.portions[0]), institution_id=home.id, by=home.clerk)
    return Voyaged(
        coming=coming.number,
        today=today.voyage.number,
        departed=departed.voyage.number,
        done=done.voyage.number,
        untold=untold.number,
        scattered=done.number,
    )


def _register(
    home: world.Home, case: FuneralCase, letters: str, days: int, needs: str = ""
) -> VoyageRegistration:
    """Yesterday, since nobody plans a voyage in the past."""
    certificate = find_certificate(case.id)
    assert certificate is not None
    times = _times(days)
    with clock.frozen(clock.now() - timedelta(days=1)):
        register_until = max(clock.today(), times.register_until)
        voyage = plan(
            home,
            times=replace(times, register_until=register_until),
            bring="码头风大，请多穿衣服。",
        )
        scene = Scene(home, case.number, certificate.number, voyage.number)
        return scene.register(letters, relatives=2, needs=needs)


def _times(days: int) -> Times:
    """Late, so that today's has not left at any hour the tests are run."""
    day = clock.today() + timedelta(days=days)
    return Times(clock.at(day, time(23, 59)), clock.at(day, time(23, 30)), day)
