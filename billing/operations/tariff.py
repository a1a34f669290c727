"""Publishing prices and waiver policies."""

import uuid
from datetime import date

from billing.item_draft import ItemDraft
from billing.item_rows import days, fill_item
from billing.kinds import PURPOSE_OF_CODE, ItemClass, ItemPurpose, ListSource, PriceMode
from billing.law import ensure_may_sell
from billing.models import TariffItem, WaiverPolicy
from billing.policy_text.file import parse_policy
from billing.price_rules import PriceRule
from billing.pricing import TariffTerms
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.places import get_institution


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
    purpose: ItemPurpose | None = None,
    list_source: ListSource = ListSource.COUNTY,
    rule: PriceRule | None = None,
    includes: tuple[str, ...] = (),
    published_on: date | None = None,
) -> TariffItem:
    """One version of one item at once, for setting a home up from a list already on its wall.

    `valid_to` inclusive. `purpose`: by the code where it is one the acts charge. `rule`: what the
    document holds the price to; without it the price mode alone is kept. `published_on`: when
    families could first read it; without it the first day it holds, or today if that is earlier —
    `published_at` still says when the system was told. Raises PricesOverlap, SellerNotAllowed,
    PriceOutsideAllowed.
    """
    draft = ItemDraft(
        code=code,
        name=name,
        item_class=item_class,
        purpose=purpose or _usual_purpose(code, item_class),
        list_source=list_source,
        terms=terms,
        rule=rule or PriceRule(price_mode),
        legal_basis=legal_basis,
        issuer=issuer,
        valid_from=valid_from,
        valid_to=valid_to,
        includes=includes,
    )
    ensure_may_sell(get_institution(institution_id), draft.purpose, name, valid_from, valid_to)
    draft.rule.ensure_allows(terms)
    item = TariffItem(institution_id=institution_id)
    fill_item(item, draft, by)
    item.published_at = clock.now()
    item.published_on = published_on or min(valid_from, clock.today())
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
        valid=days(policy.valid_from, policy.valid_to),
        published_at=clock.now(),
    )
    db.session.add(published)
    return published


def _usual_purpose(code: str, item_class: ItemClass) -> ItemPurpose:
    other = ItemPurpose.GOODS if item_class is ItemClass.GOODS else ItemPurpose.OTHER
    return PURPOSE_OF_CODE.get(code, other)
