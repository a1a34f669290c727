"""People whose ashes rest in niches of one home, as many as there are names, written by COPY."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from benchmarks.office import Office
from kernel import clock, secrets
from kernel.db import new_id
from kernel.people.claimants import phone_index
from kernel.people.deceased import identity_index

FIRST_DIED, YEARS_OF_DAYS = date(1990, 1, 1), 13_000
NICHES_IN_ROW, ROWS_IN_ZONE = 100, 50
NICHES_IN_ZONE = NICHES_IN_ROW * ROWS_IN_ZONE


@dataclass(frozen=True)
class Person:
    """One deceased, with the ids of the rows that are about them."""

    turn: int
    name: str
    deceased: uuid.UUID
    claimant: uuid.UUID
    case: uuid.UUID
    unit: uuid.UUID
    portion: uuid.UUID

    @property
    def identity_number(self) -> str:
        return f"42122119{self.turn:08d}17"

    @property
    def phone(self) -> str:
        return f"139{self.turn:08d}"


def lay_to_rest(office: Office, home: uuid.UUID, names: list[str]) -> list[tuple[str, str]]:
    """Each a claimant, a case and a deposit of the ashes; the identity number and the telephone."""
    people = [
        Person(turn, name, *(new_id() for _row in range(5))) for turn, name in enumerate(names)
    ]
    site, zones = new_id(), [new_id() for _number in range(len(names) // NICHES_IN_ZONE + 1)]
    now, chance = clock.now(), Random(4)
    identity, phone = (
        secrets.EncryptedText(f"{field}").process_bind_param
        for field in ("deceased.identity_number", "claimants.phone")
    )
    with office.sql() as sql:
        # What moves portions from event to event is not what is measured here.
        sql.execute("SET session_replication_role = replica")

        def copy(table: str, columns: str, rows: Iterable[tuple[object, ...]]) -> None:
            said = f"COPY {table} (id, institution_id, {columns}) FROM STDIN"
            with sql.cursor().copy(said) as into:
                for own, *rest in rows:
                    into.write_row((own, home, *rest))

        copy(
            "sites",
            "kind, name, address, visiting_hours, approval, added_at",
            [(site, "columbarium", "公益性骨灰堂", "", "8:00–17:00", "", now)],
        )
        copy(
            "zones",
            "site_id, name, kind, communal",
            ((zone, site, f"{number}区", "niche", False) for number, zone in enumerate(zones)),
        )
        copy(
            "deceased",
            "name, identity_kind, identity_number, identity_index, sex, born_on, died_on,"
            " waiver_class, registered_at",
            (
                (
                    *(each.deceased, each.name, "id_card"),
                    *(identity(each.identity_number, None), identity_index(each.identity_number)),
                    *("1", date(1940, 1, 1)),
                    FIRST_DIED + timedelta(days=chance.randrange(YEARS_OF_DAYS)),
                    *("resident", now),
                )
                for each in people
            ),
        )
        copy(
            "claimants",
            "name, relation, phone, phone_index, registered_at",
            (
                (
                    *(each.claimant, "家属", "child"),
                    *(phone(each.phone, None), phone_index(each.phone), now),
                )
                for each in people
            ),
        )
        copy(
            "cases",
            "number, deceased_id, claimant_id, source, opened_at",
            (
                (each.case, f"BMA00-{each.turn:07d}", each.deceased, each.claimant, "walk_in", now)
                for each in people
            ),
        )
        copy(
            "units",
            "site_id, zone_id, row, number, capacity, taken, family_id, in_use, communal",
            (
                (
                    *(each.unit, site, zones[each.turn // NICHES_IN_ZONE]),
                    *(each.turn // NICHES_IN_ROW % ROWS_IN_ZONE, each.turn % NICHES_IN_ROW),
                    *(1, 1, each.case, True, False),
                )
                for each in people
            ),
        )
        copy(
            "ash_deposits",
            "number, unit_id, case_id, certificate_number, portion, portion_id, since, until,"
            " deposited_at, deposited_by",
            (
                (
                    *(new_id(), f"BMG00-{each.turn:07d}", each.unit, each.case),
                    *(f"BMH00-{each.turn:07d}", "A", each.portion),
                    *(date(2020, 1, 1), date(2040, 1, 1), now, "system:setup"),
                )
                for each in people
            ),
        )
        copy(
            "ash_portions",
            "origin_id, case_id, deceased_id, letter, state, seq, unit_id, place, holder, since",
            (
                (
                    *(each.portion, home, each.case, each.deceased),
                    *("A", "deposited", 1, each.unit, "", "", now),
                )
                for each in people
            ),
        )
    return [(each.identity_number, each.phone) for each in people]
