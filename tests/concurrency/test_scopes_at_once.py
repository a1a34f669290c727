"""Readers of different homes at once: what scopes a question is shared by all who see the same."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from itertools import chain, combinations

import pytest
from sqlalchemy import func, select

from funeral.models import FuneralCase
from kernel.db import db, end_reading
from kernel.people.deceased import Deceased
from kernel.scope import Scope, look_as
from tests import world

REGIONS = {"JY": world.JIAYU, "DW": "152525", "QH": "421222"}
READERS, PAGES, CASES = 8, 40, 2


@pytest.fixture
def homes(context):
    made = [world.make_home(code, region) for code, region in REGIONS.items()]
    for home in made * CASES:
        world.open_case(home)
    return [home.id for home in made]


def test_nobody_is_shown_what_another_reader_may_see(app, homes):
    db.session.remove()
    some = list(chain.from_iterable(combinations(homes, many) for many in (1, 2, 3)))

    def read(reader: int) -> None:
        for page in range(PAGES):
            mine = some[(reader + page) % len(some)]
            with app.app_context():
                look_as(Scope(mine))
                for model in (Deceased, FuneralCase):
                    rows = db.session.scalars(select(model)).all()
                    assert sorted(row.institution_id for row in rows) == sorted(mine * CASES)
                assert db.session.scalar(select(func.count(FuneralCase.id))) == len(mine) * CASES
                end_reading()

    with ThreadPoolExecutor(READERS) as readers:
        list(readers.map(lambda reader: Context().run(read, reader), range(READERS)))
