"""Whoever needs two places takes them in the order of their ids: nobody waits for who waits."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from cemetery.ground.queries.ranges import list_units_of, lock_units_of
from kernel.db import db, transaction


@contextmanager
def locked_units() -> Iterator[list[str]]:
    """The ids in the order of their first lock or change."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, parameters, *_rest) -> None:
        if "units" in statement and ("FOR UPDATE" in statement or "UPDATE units" in statement):
            seen.extend(
                str(each)
                for name, each in parameters.items()
                if name.startswith("id_") and str(each) not in seen
            )

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize(("before", "after"), [(0, 1), (1, 0)])
def test_a_correction_locks_both_places_by_id(scene, before, after):
    scene.inter(unit=before)
    with locked_units() as seen:
        scene.correct(unit=after)
    units = [str(each.id) for each in scene.units[:2]]
    assert [each for each in seen if each in units] == sorted(units)


@pytest.mark.parametrize(("before", "after"), [(0, 1), (1, 0)])
def test_out_of_one_place_into_another_both_are_locked_by_id(scene, before, after):
    scene.deposit(before)
    with locked_units() as seen:
        scene.inter(unit=after)
    units = [str(each.id) for each in scene.units[:2]]
    assert [each for each in seen if each in units] == sorted(units)


def test_a_zone_is_locked_by_id_and_read_by_row(scene):
    zone_id, said = scene.units[0].zone_id, []

    def note(_connection, _cursor, statement, *_rest) -> None:
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        with transaction():
            locked = lock_units_of(zone_id)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    [locking] = [each for each in said if "FOR UPDATE OF units" in each]
    assert "ORDER BY units.id" in " ".join(locking.split())
    assert list(locked) == list(list_units_of(zone_id)) == sorted(locked)
