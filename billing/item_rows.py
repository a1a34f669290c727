"""From a draft to the row that holds it."""

from datetime import date, timedelta

from sqlalchemy.dialects.postgresql import Range

from billing.item_draft import ItemDraft
from billing.kinds import ItemClass, ItemPurpose, ListSource
from billing.models import TariffItem
from kernel import clock
from kernel.people.actors import Actor


def fill_item(item: TariffItem, draft: ItemDraft, by: Actor) -> None:
    """Everything but whether and when it was published."""
    terms, rule = draft.terms, draft.rule
    item.code, item.name = draft.code, draft.name
    item.item_class, item.purpose = draft.item_class, draft.purpose
    item.list_source, item.price_mode = draft.list_source, rule.mode
    item.unit, item.measured_in = terms.unit, terms.measured_in
    item.price_fen = terms.price_fen
    item.price_low_fen, item.price_high_fen = terms.price_low_fen, terms.price_high_fen
    item.included, item.extra_price_fen = terms.included, terms.extra_price_fen
    item.round_up_to = terms.round_up_to
    item.base_fen, item.ceiling_fen = rule.base_fen, rule.ceiling_fen
    item.float_up_percent = rule.float_up_percent
    item.float_down_percent = rule.float_down_percent
    item.reference_low_fen = rule.reference_low_fen
    item.reference_high_fen = rule.reference_high_fen
    item.purchase_price_fen = rule.purchase_price_fen
    item.markup_percent = rule.markup_percent
    item.includes = list(draft.includes)
    item.legal_basis, item.issuer = draft.legal_basis, draft.issuer
    item.valid = days(draft.valid_from, draft.valid_to)
    item.drafted_at, item.drafted_by = clock.now(), str(by)


def draft_in(item: TariffItem) -> ItemDraft:
    """The row again as it was written."""
    return ItemDraft(
        code=item.code,
        name=item.name,
        item_class=ItemClass(item.item_class),
        purpose=ItemPurpose(item.purpose),
        list_source=ListSource(item.list_source),
        terms=item.terms,
        rule=item.rule,
        legal_basis=item.legal_basis,
        issuer=item.issuer,
        valid_from=item.valid_from,
        valid_to=item.valid_to,
        includes=tuple(item.includes),
    )


def days(first: date, last: date | None) -> Range[date]:
    """As PostgreSQL keeps it: up to, but not including, the day after the last."""
    return Range(first, last + timedelta(days=1) if last else None)
