"""The list in force on a day, and the waiver policy of a county."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from billing.assessment import Assessment, assess, unwaived
from billing.billed import Billed
from billing.lines import Facts, Line
from billing.models import TariffItem
from billing.policy import Policy
from billing.queries.in_force import find_policy
from kernel import clock
from kernel.db import db


def list_tariff(institution_id: uuid.UUID, day: date) -> list[TariffItem]:
    """Everything the institution may charge on this day; basic items first.

    In force, and published by then: what families could not read that day is not charged.
    """
    query = (
        select(TariffItem)
        .where(
            TariffItem.institution_id == institution_id,
            TariffItem.valid.contains(day),
            TariffItem.published_on <= day,
        )
        .order_by(TariffItem.item_class, TariffItem.published_at, TariffItem.id)
    )
    return list(db.session.scalars(query))


def list_tariff_by_code(institution_id: uuid.UUID, day: date) -> dict[str, TariffItem]:
    return {item.code: item for item in list_tariff(institution_id, day)}


def find_tariff_item(institution_id: uuid.UUID, code: str, day: date) -> TariffItem | None:
    query = select(TariffItem).where(
        TariffItem.institution_id == institution_id,
        TariffItem.code == code,
        TariffItem.valid.contains(day),
        TariffItem.published_on <= day,
    )
    return db.session.scalar(query)


def find_unpublished_item(institution_id: uuid.UUID, code: str, day: date) -> TariffItem | None:
    """A version for this day that families could not read yet: drafted, or published later."""
    query = select(TariffItem).where(
        TariffItem.institution_id == institution_id,
        TariffItem.code == code,
        TariffItem.valid.contains(day),
        TariffItem.published_on.is_(None) | (TariffItem.published_on > day),
    )
    return db.session.scalar(query.limit(1))


def is_listed(institution_id: uuid.UUID, code: str, day: date) -> bool:
    return find_tariff_item(institution_id, code, day) is not None


def assess_waiver(
    institution_id: uuid.UUID,
    facts: Facts,
    lines: Sequence[Line],
    before: Sequence[Billed] = (),
) -> tuple[Policy | None, Assessment]:
    """What the county waives on these lines; without a policy nothing, and the sentence says so."""
    policy = find_policy(institution_id, facts)
    if policy is None:
        return None, unwaived(facts, lines, before)
    day = facts.cremated_on or clock.today()
    prices = standard_prices(institution_id, policy, day)
    return policy, assess(policy, replace(facts, standard_prices=prices), lines, before)


def standard_prices(institution_id: uuid.UUID, policy: Policy, day: date) -> dict[str, int]:
    """Published fen of the items a dearer choice is set against (`Facts.standard_prices`)."""
    tariff = list_tariff_by_code(institution_id, day)
    return {code: tariff[code].terms.low_fen for code in policy.standard_items if code in tariff}
