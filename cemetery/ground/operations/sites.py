"""Sites: where there is a place for ashes, and what it is."""

import uuid
from dataclasses import asdict, dataclass

from cemetery.ground.errors import (
    ApprovalMissing,
    HoursMissing,
    KindHasUnits,
    SiteExists,
    SiteNameMissing,
)
from cemetery.ground.queries.sites import find_site_named, list_zones, lock_site
from cemetery.models import Site, SiteKind
from kernel import clock
from kernel.db import db
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor

# Built only with the approval of the civil-affairs office (殡葬管理条例).
APPROVED = {
    SiteKind.COMMERCIAL_COLUMBARIUM,
    SiteKind.PUBLIC_CEMETERY,
    SiteKind.COMMERCIAL_CEMETERY,
}


@operation(_("登记安放点"))
def add_site(
    *,
    institution_id: uuid.UUID,
    kind: SiteKind,
    name: str,
    visiting_hours: str,
    by: Actor,
    address: str = "",
    approval: str = "",
    idempotency_key: str | None = None,
) -> Site:
    """`approval`: name and number of the document. Raises SiteNameMissing, HoursMissing,
    ApprovalMissing, SiteExists."""
    site = Site(institution_id=institution_id, added_at=clock.now())
    _write(site, kind, _Words(name, address, visiting_hours, approval))
    db.session.add(site)
    return site


@operation(_("修改安放点"))
def change_site(
    *,
    site_id: uuid.UUID,
    kind: SiteKind,
    name: str,
    visiting_hours: str,
    by: Actor,
    address: str = "",
    approval: str = "",
    idempotency_key: str | None = None,
) -> Site:
    """Raises as add_site does, and KindHasUnits: what may lie there turns on its kind."""
    site = lock_site(site_id)
    if kind != site.kind and list_zones(site.id):
        raise KindHasUnits
    _write(site, kind, _Words(name, address, visiting_hours, approval))
    return site


@dataclass(frozen=True)
class _Words:
    """What is written about a site."""

    name: str
    address: str
    visiting_hours: str
    approval: str


def _write(site: Site, kind: SiteKind, words: _Words) -> None:
    said = {name: str(value).strip() for name, value in asdict(words).items()}
    if not said["name"]:
        raise SiteNameMissing
    if not said["visiting_hours"]:
        raise HoursMissing
    if kind in APPROVED and not said["approval"]:
        raise ApprovalMissing
    if said["name"] != site.name and find_site_named(site.institution_id, said["name"]):
        raise SiteExists
    site.kind = kind
    for name, value in said.items():
        setattr(site, name, value)
