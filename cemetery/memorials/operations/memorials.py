"""A memorial page opened for a family, its consent changed, its link renewed; taken down."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cemetery.memorials.errors import (
    AskerNameMissing,
    MemorialExists,
    MemorialIdentityUnchecked,
    MemorialTakenDown,
    NoProofOfDeath,
    NotNearRelative,
    NotTheClaimant,
    TakeDownReasonMissing,
)
from cemetery.memorials.kinds import BY_DEFAULT, NEAR_RELATIVES, AskedBy, Part, PieceState
from cemetery.memorials.models import Memorial, MemorialKey
from cemetery.memorials.queries import memorials as queries
from cemetery.memorials.queries.pieces import list_pieces
from funeral.queries.cases import get_case
from hardware.qr import new_token
from kernel import clock
from kernel.db import db
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.people.claimants import Relation
from kernel.people.identity import parse_identity_number
from kernel.people.phones import normalise_phone

if TYPE_CHECKING:
    from funeral.models import FuneralCase


@dataclass(frozen=True)
class Asker:
    """Who of the family asks at the desk. `relation` None: the claimant of the case."""

    identity_number: str
    relation: Relation | None = None
    name: str = ""
    phone: str = ""


@operation(_("开设纪念页"))
def open_memorial(
    *,
    number: str,
    asker: Asker,
    identity_checked: bool,
    by: Actor,
    idempotency_key: str | None = None,
) -> Memorial:
    """By staff, for the claimant or another near relative. One taken down is opened again, with
    nothing agreed to but the years.

    Raises NoProofOfDeath, MemorialExists, MemorialIdentityUnchecked, NotTheClaimant,
    AskerNameMissing, NotNearRelative, and the refusals of identity numbers and telephones.
    """
    case = get_case(number)
    if not queries.has_proof_of_death(case.id):
        raise NoProofOfDeath
    if not identity_checked:
        raise MemorialIdentityUnchecked
    known = queries.find_memorial(case.id)
    memorial = queries.lock_memorial(known.id) if known else None
    if memorial and memorial.taken_down_at is None:
        raise MemorialExists
    if memorial is None:
        memorial = Memorial(institution_id=case.institution_id, case_id=case.id)
    _note_asker(memorial, case, asker)
    now = clock.now()
    memorial.taken_down_at = memorial.taken_down_by = memorial.taken_down_for = None
    memorial.taken_down_name = memorial.taken_down_relation = memorial.taken_down_reason = None
    memorial.agreed = [part.value for part in BY_DEFAULT]
    memorial.agreed_at, memorial.agreed_by = now, str(by)
    memorial.opened_at, memorial.opened_by = now, str(by)
    db.session.add(memorial)
    db.session.flush()
    _issue_key(memorial, by)
    return memorial


@operation(_("更换纪念页家属链接"))
def renew_memorial_key(
    *, number: str, identity_checked: bool, by: Actor, idempotency_key: str | None = None
) -> Memorial:
    """The old link stops working at once. Raises MemorialIdentityUnchecked, MemorialTakenDown."""
    if not identity_checked:
        raise MemorialIdentityUnchecked
    memorial = _lock_of_case(number)
    _revoke_key(memorial)
    _issue_key(memorial, by)
    return memorial


@operation(_("选择公开的内容"))
def agree_to_parts(
    *, token: str, parts: Collection[Part], by: Actor, idempotency_key: str | None = None
) -> Memorial:
    """By the family: exactly these are seen from now on. Refusals of get_memorial_of_key."""
    memorial = queries.lock_memorial_of_key(token)
    memorial.agreed = [part.value for part in Part if part in parts]
    memorial.agreed_at, memorial.agreed_by = clock.now(), str(by)
    return memorial


@operation(_("撤下纪念页"))
def take_down_memorial(
    *,
    number: str,
    asked_by: AskedBy,
    name: str,
    relation: Relation | None,
    reason: str,
    by: Actor,
    idempotency_key: str | None = None,
) -> Memorial:
    """By staff, on whose word is noted (PIPL art. 49: any near relative may have it removed).

    Raises TakeDownReasonMissing, AskerNameMissing, NotNearRelative, MemorialTakenDown.
    """
    if not reason.strip():
        raise TakeDownReasonMissing
    if asked_by is not AskedBy.INSTITUTION and not name.strip():
        raise AskerNameMissing
    if asked_by is not AskedBy.INSTITUTION and relation not in NEAR_RELATIVES:
        raise NotNearRelative
    memorial = _lock_of_case(number)
    memorial.taken_down_name = name.strip() or None
    memorial.taken_down_relation = relation.value if relation else None
    memorial.taken_down_reason = reason.strip()
    _take_down(memorial, asked_by, by)
    return memorial


@operation(_("家属撤下纪念页"))
def take_down_my_memorial(*, token: str, by: Actor, idempotency_key: str | None = None) -> Memorial:
    """At once, without a reason. Refusals of get_memorial_of_key."""
    memorial = queries.lock_memorial_of_key(token)
    _take_down(memorial, AskedBy.FAMILY, by)
    return memorial


def _note_asker(memorial: Memorial, case: "FuneralCase", asker: Asker) -> None:
    identity = parse_identity_number(asker.identity_number).number
    if asker.relation is None:
        claimant = case.claimant
        if claimant.identity_number and claimant.identity_number != identity:
            raise NotTheClaimant
        name, phone, relation = claimant.name, claimant.phone, claimant.relation
    else:
        if not asker.name.strip():
            raise AskerNameMissing
        if asker.relation not in NEAR_RELATIVES:
            raise NotNearRelative
        name, phone = asker.name.strip(), normalise_phone(asker.phone)
        relation = asker.relation.value
    memorial.asker_name, memorial.asker_phone = name, phone
    memorial.asker_relation, memorial.asker_identity = relation, identity


def _lock_of_case(number: str) -> Memorial:
    memorial = queries.find_memorial(get_case(number).id)
    if memorial is None:
        raise NotFound
    memorial = queries.lock_memorial(memorial.id)
    if memorial.taken_down_at:
        raise MemorialTakenDown
    return memorial


def _take_down(memorial: Memorial, asked_by: AskedBy, by: Actor) -> None:
    """Nothing is seen from this moment; what was written is erased some days later."""
    now = clock.now()
    memorial.agreed = []
    memorial.taken_down_at, memorial.taken_down_by = now, str(by)
    memorial.taken_down_for = asked_by.value
    _revoke_key(memorial)
    for piece in list_pieces(memorial.id):
        piece.state, piece.ended_at, piece.ended_by = PieceState.REMOVED.value, now, str(by)


def _revoke_key(memorial: Memorial) -> None:
    key = queries.live_key(memorial.id)
    if key:
        key.revoked_at = clock.now()
        db.session.flush()  # two links that work would be refused, even for a moment


def _issue_key(memorial: Memorial, by: Actor) -> None:
    db.session.add(
        MemorialKey(
            institution_id=memorial.institution_id,
            memorial_id=memorial.id,
            token=new_token(),
            issued_at=clock.now(),
            issued_by=str(by),
        )
    )
