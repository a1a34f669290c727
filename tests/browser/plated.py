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
    """`niche_id` has a plate and a deposit, `bare_niche_id` neither."""

    done: uuid.UUID
    waiting: uuid.UUID
    withdrawn: uuid.UUID
    niche_id: uuid.UUID
    bare_niche_id: uuid.UUID
    plate_id: uuid.UUID
    token: str


def make_plated(home: world.Home, deposit: AshDeposit) -> Plated:
    keeper = home.clerk
    old = Wall(home, deposit.niche.site_id, keeper)
    done = run(old.order(zone=deposit.niche.zone, first_line="公益性骨灰堂", size_mm=50))
    plates = list_plates(done.id).items
    plate = next(plate for plate in plates if plate.niche_id == deposit.niche_id)
    give_out_plates(batch_id=done.id, plate_ids=[plate.id], by=keeper)
    new = add_wall(home, keeper, rows=2)
    withdrawn = new.order(rows=[2])
    bare = list_plates(withdrawn.id).items[0].niche_id
    cancel_plate_batch(batch_id=withdrawn.id, by=keeper)
    return Plated(
        done=done.id,
        waiting=new.order(rows=[1]).id,
        withdrawn=withdrawn.id,
        niche_id=deposit.niche_id,
        bare_niche_id=bare,
        plate_id=plate.id,
        token=plate.token,
    )
