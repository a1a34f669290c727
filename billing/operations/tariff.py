"""Publishing prices and waiver policies."""

import uuid
from datetime import date, timedelta

from sqlalchemy.dialects.postgresql import Range

from billing.kinds import ItemClass, PriceMode
from billing.models import TariffItem, WaiverPolicy
from billing.policy_file import parse_policy
from billing.pricing import TariffTerms
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor


@operation(_("公布收费项目"))
def publish_tariff_item(
    *,
    institution_id: uuid.UUID,
    code: str,
    name: str,
    item_class: ItemClass,
    price_mode: PriceMode,
    terms: TariffTerms,
    legal_basis: str,
    issuer: str,
    valid_from: date,
    by: Actor,
    valid_to: date | None = None,
) -> TariffItem:
    """One version of one item, `valid_to` inclusive. Raises PricesOverlap."""
    item = TariffItem(
        institution_id=institution_id,
        code=code,
        name=name,
        item_class=item_class,
        price_mode=price_mode,
        unit=terms.unit,
        price_fen=terms.price_fen,
        price_low_fen=terms.price_low_fen,
        price_high_fen=terms.price_high_fen,
        included=terms.included,
        extra_price_fen=terms.extra_price_fen,
        measured_in=terms.measured_in,
        round_up_to=terms.round_up_to,
        legal_basis=legal_basis,
        issuer=issuer,
        valid=_days(valid_from, valid_to),
        published_at=clock.now(),
    )
    db.session.add(item)
    return item


@operation(_("公布减免政策"))
def publish_policy(*, source: str, by: Actor) -> WaiverPolicy:
    """Put a policy file (docs/waiver-policy.md) in force. Raises PolicyError, PoliciesOverlap."""
    policy = parse_policy(source, "")
    published = WaiverPolicy(
        code=policy.code,
        version=policy.version,
        kind=policy.kind,
        region_code=policy.region,
        title=policy.title,
        source=source,
        valid=_days(policy.valid_from, policy.valid_to),
        published_at=clock.now(),
    )
    db.session.add(published)
    return published


def _days(first: date, last: date | None) -> Range[date]:
    return Range(first, last + timedelta(days=1) if last else None)
