"""经办人: who arranges and answers for the funeral, alone or through a delegate."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock, secrets
from kernel.db import Base, db, new_id
from kernel.errors import NotFound, Refusal
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.people.identity import parse_identity_number
from kernel.people.phones import last4, masked_phone, normalise_phone
from kernel.scope import OfInstitution


class Relation(StrEnum):
    """To the deceased; 近亲属 first, then those rules.md §2.7 names."""

    SPOUSE = "spouse"
    CHILD = "child"
    PARENT = "parent"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    RELATIVE = "relative"
    EMPLOYER = "employer"
    COMMITTEE = "committee"
    POLICE = "police"
    OTHER = "other"

    @property
    def label(self) -> str:
        return RELATION_LABELS[self]


RELATION_LABELS = {
    Relation.SPOUSE: _("配偶"),
    Relation.CHILD: _("子女"),
    Relation.PARENT: _("父母"),
    Relation.SIBLING: _("兄弟姐妹"),
    Relation.GRANDPARENT: _("祖父母、外祖父母"),
    Relation.GRANDCHILD: _("孙子女、外孙子女"),
    Relation.RELATIVE: _("其他亲属"),
    Relation.EMPLOYER: _("生前单位"),
    Relation.COMMITTEE: _("居（村）委会"),
    Relation.POLICE: _("公安机关"),
    Relation.OTHER: _("其他"),
}


class ClaimantNameMissing(Refusal):
    message = _("请填写经办人姓名。")
    field = "claimant_name"


class Claimant(OfInstitution, Base):
    """Who arranges the funeral. `delegate_name` acts with a written delegation (委托书)."""

    __tablename__ = "claimants"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    relation: Mapped[str]
    phone: Mapped[str] = mapped_column(secrets.EncryptedText("claimants.phone"))
    phone_index: Mapped[str] = mapped_column(index=True, info={"private": True})
    identity_number: Mapped[str | None] = mapped_column(
        secrets.EncryptedText("claimants.identity_number")
    )
    delegate_name: Mapped[str | None]
    registered_at: Mapped[datetime]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_phone(self) -> str:
        return masked_phone(self.phone)

    @property
    def phone_last4(self) -> str:
        return last4(self.phone)


def get_claimant(claimant_id: uuid.UUID) -> Claimant:
    claimant = db.session.get(Claimant, claimant_id)
    if claimant is None:
        raise NotFound
    return claimant


def phone_index(number: str) -> str:
    """The keyed hash that a number in its one spelling is found by."""
    return secrets.blind_index(number, context="claimants.phone")


@operation(_("登记经办人"))
def register_claimant(
    *,
    institution_id: uuid.UUID,
    name: str,
    relation: Relation,
    phone: str,
    by: Actor,
    delegate_name: str | None = None,
) -> Claimant:
    """Raises ClaimantNameMissing and the refusals of kernel.people.phones."""
    if not name.strip():
        raise ClaimantNameMissing
    number = normalise_phone(phone)
    claimant = Claimant(
        institution_id=institution_id,
        name=name.strip(),
        relation=relation,
        phone=number,
        phone_index=phone_index(number),
        delegate_name=(delegate_name or "").strip() or None,
        registered_at=clock.now(),
    )
    db.session.add(claimant)
    return claimant


@operation(_("核对经办人身份证"))
def record_claimant_identity(
    *, claimant_id: uuid.UUID, identity_number: str, by: Actor
) -> Claimant:
    """The clerk has seen the claimant's identity card. Refusals of kernel.people.identity."""
    claimant = get_claimant(claimant_id)
    claimant.identity_number = parse_identity_number(identity_number).number
    return claimant
