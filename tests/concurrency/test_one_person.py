"""Two letters of one person's ashes arrive at the same moment: the house knows one person."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from cemetery.ashes.operations import acknowledge_ashes, divide_ashes, send_ashes
from cemetery.ashes.queries.portions import get_portion, list_portions_of
from kernel.db import db
from tests.ashes.houses import make_houses
from tests.ashes.scene import foreign

ROUNDS = 8


def test_letters_acknowledged_at_once_are_of_one_person(app, context):
    houses = make_houses()
    pairs = [_on_the_way(houses, number) for number in range(ROUNDS)]
    keeper, together = houses.keeper, Barrier(2)
    db.session.rollback()

    def receive(at: int) -> None:
        for pair in pairs:
            with app.app_context():
                together.wait(timeout=30)
                acknowledge_ashes(
                    portion_id=pair[at], place="接收室", received_by="", receipt="", by=keeper
                )

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(receive, (0, 1)))
    for pair in pairs:
        assert len({get_portion(portion_id).deceased_id for portion_id in pair}) == 1


def _on_the_way(houses, number: int):
    """Both letters of somebody's ashes, sent to B."""
    by = houses.there.keeper
    whole = foreign(houses.there, certificate_number=f"WC2025-{number:04}")
    divide_ashes(portion_id=whole.id, more=1, asked_by="李小江", reason="分葬", by=by)
    both = list_portions_of(whole.ashes_id)
    for portion in both:
        send_ashes(
            portion_id=portion.id,
            to_institution_id=houses.here.id,
            outside="",
            carried_by="李示安",
            reason="分葬",
            by=by,
        )
    return [portion.id for portion in both]
