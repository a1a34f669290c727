"""Thousands of bills as the system would have stored them, laid down with COPY."""

import json
import random
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import psycopg

from billing.assessment import assess
from billing.classes import WaiverClass
from billing.lines import Facts, Line
from billing.policy import Policy
from kernel.db import new_id
from kernel.places import Institution
from tests.prices import TARIFF

BILLS = """COPY bills (id, number, case_id, case_number, payer_name, gross_fen, waived_fen, due_fen,
    assessment, policy_title, made_at, made_by, institution_id) FROM STDIN"""
LINES = """COPY bill_lines (id, bill_id, charge_id, position, item_code, name, item_class, unit,
    quantity, gross_fen, waived_fen, due_fen, clause, change, fact, legal_basis, institution_id)
    FROM STDIN"""
# Cases and charges are not what a what-if reads, so these bills have none.
WITHOUT_THEM = "SET session_replication_role = replica"
AT_ONCE = 2_000


def lay_down_bills(
    conninfo: str,
    home: Institution,
    policy: Policy,
    *,
    count: int,
    first: datetime,
    days: int = 90,
) -> None:
    """`count` bills of invented cases over so many days, each assessed under this policy."""
    chance = random.Random(count)  # noqa: S311 — the same cases every time
    step = timedelta(days=days) / count
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute(WITHOUT_THEM)
        for start in range(0, count, AT_ONCE):
            bills = [
                _bill(home, policy, chance, number, first + step * number)
                for number in range(start, min(start + AT_ONCE, count))
            ]
            with connection.cursor() as cursor:
                with cursor.copy(BILLS) as copy:
                    for bill, _lines in bills:
                        copy.write_row(bill)
                with cursor.copy(LINES) as copy:
                    for line in (line for _bill, lines in bills for line in lines):
                        copy.write_row(line)
        connection.execute("ANALYZE bills, bill_lines")


def _bill(
    home: Institution, policy: Policy, chance: random.Random, number: int, made_at: datetime
) -> tuple[tuple[Any, ...], list[tuple[Any, ...]]]:
    day = made_at.astimezone(UTC).date()
    facts = Facts(
        household_registration=chance.choice((home.region_code, home.region_code, "110101")),
        waiver_class=chance.choice(list(WaiverClass)),
        died_on=day - timedelta(days=2),
        cremated_on=day,
        applied_on=day,
        standard_prices={"cremation_flat": 500_00},
    )
    charged = list(_charged(chance))
    found = assess(policy, facts, charged)
    bill_id = new_id()
    bill = (
        bill_id,
        f"{home.code}26-B{number:06d}",
        uuid.uuid4(),
        f"{home.code}26-{number:06d}",
        "张小三",
        *(found.gross_fen, found.waived_fen, found.due_fen),
        json.dumps(found.as_json(), ensure_ascii=False),
        policy.title,
        *(made_at, "staff:bench", home.id),
    )
    lines = [
        (
            *(new_id(), bill_id, uuid.uuid4(), position, line.item_code, line.name),
            *("basic", was.unit.value, was.quantity),
            *(line.gross_fen, line.waived_fen, line.due_fen, line.clause.chinese, ""),
            *("测速", "测速", home.id),
        )
        for position, (line, was) in enumerate(zip(found.lines, charged, strict=True), start=1)
    ]
    return bill, lines


def _charged(chance: random.Random) -> Iterator[Line]:
    collecting = chance.random() < 0.4
    quantities = {
        "transfer": Decimal(chance.randint(1, 90)),
        "storage": Decimal(chance.randint(1, 150)),
        "cremation_collecting" if collecting else "cremation_flat": Decimal(1),
        "hall_small": Decimal(chance.randint(1, 4)),
        "ash_deposit": Decimal(chance.randint(1, 24)),
    }
    for code, quantity in quantities.items():
        name, terms = TARIFF[code]
        chosen = terms.high_fen if terms.is_range else None
        yield Line.of(code, name, terms, quantity, chosen)
