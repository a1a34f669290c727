"""The state machine is a constraint: past every operation, the database itself says no."""

from contextlib import suppress

import psycopg
import pytest

from cemetery.ashes.kinds import MoveKind, PortionState, may
from kernel.db import new_id

EVENT = """
    INSERT INTO ash_events (id, institution_id, portion_id, seq, move, from_state, to_state,
        happened_at, "by", place, unit_id, holder, counterpart, authorisation, signature_noted,
        certificate_number, witnesses, note)
    VALUES (%(id)s, %(home)s, %(portion)s, %(seq)s, %(kind)s, %(from)s, %(to)s, now(), 'x', '某处',
        %(unit)s, '某人', '某人', '', true, 'N', '["a", "b"]', '')
"""


@pytest.fixture
def sql(cluster, database):
    with psycopg.connect(cluster.conninfo(database, "owner"), autocommit=True) as connection:
        yield connection


def write(sql, scene, kind, before, after, *, statement=EVENT, **changed):
    portion = scene.portion()
    resting = after in {PortionState.DEPOSITED, PortionState.INTERRED}
    asked = {
        "id": new_id(),
        "home": scene.home.id,
        "portion": portion.id,
        "seq": portion.seq + 1,
        "kind": str(kind),
        "from": str(before),
        "to": str(after),
        "unit": scene.units[0].id if resting else None,
    }
    sql.execute(statement, asked | changed)


def test_every_move_the_table_does_not_know_is_refused(sql, scene):
    """From where the portion is, each kind to each state: allowed exactly as ALLOWED says."""
    before, allowed = PortionState.AT_FURNACE, []
    for kind in MoveKind:
        for after in PortionState:
            with suppress(psycopg.errors.CheckViolation), sql.transaction(force_rollback=True):
                write(sql, scene, kind, before, after)
                allowed.append((kind, after))
    assert {kind for kind, _ in allowed} == {kind for kind in MoveKind if may(kind, before)}
    assert (MoveKind.INTER, PortionState.INTERRED) in allowed
    assert len(allowed) == 7


@pytest.mark.parametrize(("given", "missing"), [("'N'", "NULL"), ("'某人', '某人'", "'某人', ''")])
def test_nothing_is_scattered_without_a_certificate_or_on_nobodys_word(sql, scene, given, missing):
    way = (MoveKind.SCATTER, PortionState.AT_FURNACE, PortionState.SCATTERED)
    with pytest.raises(psycopg.errors.CheckViolation, match="scattered_on_a_word"):
        write(sql, scene, *way, statement=EVENT.replace(given, missing))
    write(sql, scene, *way)


def test_an_event_begins_where_the_portion_is(sql, scene):
    scene.collect()
    for before, seq in ((PortionState.AT_FURNACE, 3), (PortionState.COLLECTED, 2)):
        with pytest.raises(psycopg.errors.IntegrityError):
            write(sql, scene, MoveKind.INTER, before, PortionState.INTERRED, seq=seq)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ash_portions SET state = 'interred'",
        "UPDATE ash_portions SET place = '别处'",
        "DELETE FROM ash_portions",
        "UPDATE ash_events SET place = '别处'",
        "DELETE FROM ash_events",
        "TRUNCATE ash_events CASCADE",
    ],
)
def test_nothing_but_an_event_changes_where_ashes_are(sql, scene, statement):
    scene.move()
    with pytest.raises(psycopg.Error):
        sql.execute(statement)
    assert scene.portion().place == "2号架3层"


def test_no_portion_comes_from_nothing(sql, scene):
    insert = (
        "INSERT INTO ash_portions (id, institution_id, origin_id, case_id, deceased_id, letter,"
        " split_from_id, state, seq, place, holder)"
        " SELECT %s, %s, %s, id, deceased_id, %s, %s, %s, 0, '', '' FROM cases WHERE id = %s"
    )
    home, case, whole = scene.home.id, scene.case.id, scene.portion().id
    for letter, split_from, state in (("B", None, ""), ("A", whole, ""), ("B", whole, "interred")):
        with pytest.raises(psycopg.errors.IntegrityError):
            sql.execute(insert, [new_id(), home, home, letter, split_from, state, case])
    part = new_id()
    sql.execute(insert, [part, home, home, "B", whole, "", case])
    pack = {"portion": part, "seq": 1}
    with pytest.raises(psycopg.errors.CheckViolation):
        write(sql, scene, MoveKind.PACK, "", PortionState.AT_FURNACE, **pack)
    with pytest.raises(psycopg.errors.CheckViolation):
        write(sql, scene, MoveKind.SPLIT, "", PortionState.COLLECTED, **pack)
    write(sql, scene, MoveKind.SPLIT, "", PortionState.AT_FURNACE, **pack)


def test_one_certificate_inters_a_letter_once(sql, scene):
    """Even if two cases were given the same certificate by hand."""
    scene.inter()
    case, _certificate = scene.another()
    other = type(scene)(scene.home, scene.keeper, case, "", scene.units)
    said = {"seq": 2, "portion": other.portion().id, "unit": scene.units[1].id}
    statement = EVENT.replace("'N'", f"'{scene.certificate}'")
    asked = {
        "id": new_id(),
        "home": scene.home.id,
        "kind": "inter",
        "from": "at_furnace",
        "to": "interred",
    }
    with pytest.raises(psycopg.errors.UniqueViolation):
        sql.execute(statement, asked | said)
