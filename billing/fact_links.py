"""Where the record behind a charge is shown; filled in wsgi.py by the packages that keep it."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Flask, current_app

from billing.kinds import FactKind

if TYPE_CHECKING:
    from billing.models import Charge

# Takes the id of the record, gives the address of its page, if it has one.
Link = Callable[[uuid.UUID], str | None]
LINKS = "fact_links"


def add_fact_link(app: Flask, kind: FactKind, link: Link) -> None:
    app.extensions.setdefault(LINKS, {})[kind] = link


def link_of(charge: "Charge") -> str | None:
    if charge.fact_kind is None or charge.fact_id is None:
        return None
    link: Link | None = current_app.extensions.get(LINKS, {}).get(FactKind(charge.fact_kind))
    return link(charge.fact_id) if link else None
