"""Batches of plates in the county of the tests: one released, one still waiting, one withdrawn."""

import uuid
from dataclasses import dataclass

from cemetery.models import AshDeposit
from cemetery.operations import cancel_plate_batch, give_out_plates
from cemetery.queries.plates import list_plates
from tests import world
from tests.cemetery.wall import Wall, add_wall, run


@dataclass(frozen=True)
class Plated:
    """`unit_id` has a plate and a deposit, `bare_unit_id` neither."""

    done: uuid.UUID
    waiting: uuid.UUID
    withdrawn: uuid.UUID
    unit_id: uuid.UUID
    bare_unit_id: uuid.UUID
    plate_id: uuid.UUID
    token: str


def make_plated(home: world.Home, deposit: AshDeposit) -> Plated:
    keeper = home.clerk
    old = Wall(home, deposit.unit.site_id, keeper)
    done = run(old.order(zone=deposit.unit.zone.name, first_line="公益性骨灰堂", size_mm=50))
    plates = list_plates(done.id).items
    plate = next(plate for plate in plates if plate.unit_id == deposit.unit_id)
    give_out_plates(batch_id=done.id, plate_ids=[plate.id], by=keeper)
    new = add_wall(home, keeper, rows=2)
    withdrawn = new.order(rows=[2])
    bare = list_plates(withdrawn.id).items[0].unit_id
    cancel_plate_batch(batch_id=withdrawn.id, by=keeper)
    return Plated(
        done=done.id,
        waiting=new.order(rows=[1]).id,
        withdrawn=withdrawn.id,
        unit_id=deposit.unit_id,
        bare_unit_id=bare,
        plate_id=plate.id,
        token=plate.token,
    )
