"""The person who died: named or unnamed, with or without an identity number."""

import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Connection, event, func, inspect, select
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from kernel import clock, secrets
from kernel.db import Base, db, new_id
from kernel.errors import NotFound, Refusal
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.people.identity import Sex, masked, one_spelling, parse_identity_number
from kernel.people.name_index import Named, forget_names, index_names
from kernel.scope import OfInstitution


class IdentityKind(StrEnum):
    """What identifies the deceased; 国卫规划发〔2026〕5号 knows people without any document."""

    ID_CARD = "id_card"
    OTHER = "other"
    INFANT = "infant"
    UNNAMED = "unnamed"
    # Of ashes from elsewhere, whose certificate shows none. Nobody chooses it on a form.
    UNSTATED = "unstated"

    @property
    def label(self) -> str:
        return IDENTITY_LABELS[self]


IDENTITY_LABELS = {
    IdentityKind.ID_CARD: _("居民身份证"),
    IdentityKind.OTHER: _("其他证件"),
    IdentityKind.INFANT: _("未登记的婴儿"),
    IdentityKind.UNNAMED: _("无名逝者"),
    IdentityKind.UNSTATED: _("证件未登记"),
}
ASKED_KINDS = tuple(kind for kind in IdentityKind if kind is not IdentityKind.UNSTATED)
WITHOUT_NUMBER = (IdentityKind.INFANT, IdentityKind.UNNAMED, IdentityKind.UNSTATED)


class NameMissing(Refusal):
    message = _("请填写逝者姓名；无名逝者请选择“无名逝者”。")
    field = "deceased_name"


class IdentityMissing(Refusal):
    message = _("请填写证件号码；没有证件请选择“未登记的婴儿”或“无名逝者”。")
    field = "identity_number"


class DiedInFuture(Refusal):
    message = _("离世日期不能晚于今天，请核对。")
    field = "died_on"


class DiedBeforeBirth(Refusal):
    message = _("离世日期早于出生日期，请核对身份证号和离世日期。")
    field = "died_on"


class Deceased(OfInstitution, Base):
    """One person who died, as one institution knows them."""

    __tablename__ = "deceased"
    __table_args__ = (
        CheckConstraint(
            "(identity_number IS NULL) = (identity_kind IN ('infant', 'unnamed', 'unstated'))",
            name="number_unless_none_exists",
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(index=True)
    identity_kind: Mapped[str]
    identity_number: Mapped[str | None] = mapped_column(
        secrets.EncryptedText("deceased.identity_number")
    )
    identity_index: Mapped[str | None] = mapped_column(index=True, info={"private": True})
    sex: Mapped[str]
    born_on: Mapped[date | None]
    died_on: Mapped[date]
    # GB/T 2260 code of the household registration; None where it is not known.
    household_registration: Mapped[str | None]
    waiver_class: Mapped[str]
    registered_at: Mapped[datetime]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_identity(self) -> str:
        """Masked number, or the words for having none."""
        if self.identity_number is None:
            return str(IdentityKind(self.identity_kind).label)
        return masked(self.identity_number)


@event.listens_for(Deceased, "after_insert")
def make_findable(_mapper: Mapper[Deceased], connection: Connection, deceased: Deceased) -> None:
    """Whichever operation stores a name, it is found by it."""
    index_names(connection, [Named(deceased.id, deceased.institution_id, deceased.name)])


@event.listens_for(Deceased, "after_update")
def rename(_mapper: Mapper[Deceased], connection: Connection, deceased: Deceased) -> None:
    """And no longer by the one before."""
    if inspect(deceased).attrs.name.history.has_changes():
        forget_names(connection, [deceased.id])
        index_names(connection, [Named(deceased.id, deceased.institution_id, deceased.name)])


@dataclass(frozen=True)
class Particulars:
    """What is said of one who died, after every check."""

    name: str
    identity_kind: IdentityKind
    identity_number: str | None
    sex: Sex
    born_on: date | None
    died_on: date


def check_deceased(
    *,
    name: str,
    identity_kind: IdentityKind,
    identity_number: str | None,
    sex: Sex,
    born_on: date | None,
    died_on: date,
) -> Particulars:
    """Sex and birth follow from an ID card's number and overrule what was said.

    Raises the refusals of kernel.people.identity, and IdentityMissing, DiedInFuture,
    DiedBeforeBirth, NameMissing.
    """
    number = (identity_number or "").strip() or None
    if identity_kind in WITHOUT_NUMBER:
        number = None
    elif number is None:
        raise IdentityMissing
    if identity_kind is IdentityKind.ID_CARD and number:
        identity = parse_identity_number(number)
        number, born_on, sex = identity.number, identity.born_on, identity.sex
    if died_on > clock.today():
        raise DiedInFuture
    if born_on and died_on < born_on:
        raise DiedBeforeBirth
    return Particulars(_name(name, identity_kind), identity_kind, number, sex, born_on, died_on)


def get_deceased(deceased_id: uuid.UUID) -> Deceased:
    deceased = db.session.get(Deceased, deceased_id)
    if deceased is None:
        raise NotFound
    return deceased


def lock_deceased(deceased_id: uuid.UUID) -> Deceased:
    """The person, held until this operation ends. Raises NotFound."""
    deceased = db.session.get(Deceased, deceased_id, with_for_update=True, populate_existing=True)
    if deceased is None:
        raise NotFound
    return deceased


def identity_index(number: str) -> str:
    """The keyed hash that a number, as typed, is found by."""
    return secrets.blind_index(one_spelling(number), context="deceased.identity_number")


def hold_identity(identity_number: str | None) -> None:
    """Until this transaction ends: whoever registers one person at the same moment queues here."""
    if identity_number:
        key = func.hashtextextended(identity_index(identity_number), 0)
        db.session.execute(select(func.pg_advisory_xact_lock(key)))


@operation(_("登记逝者"))
def register_deceased(
    *,
    institution_id: uuid.UUID,
    name: str,
    identity_kind: IdentityKind,
    identity_number: str | None,
    sex: Sex,
    born_on: date | None,
    died_on: date,
    household_registration: str | None,
    waiver_class: str,
    by: Actor,
) -> Deceased:
    """Raises the refusals of check_deceased."""
    known = check_deceased(
        name=name,
        identity_kind=identity_kind,
        identity_number=identity_number,
        sex=sex,
        born_on=born_on,
        died_on=died_on,
    )
    return _stored(institution_id, known, household_registration, waiver_class)


@operation(_("登记骨灰的逝者"))
def admit_deceased(
    *,
    institution_id: uuid.UUID,
    known: Particulars,
    household_registration: str | None,
    by: Actor,
) -> Deceased:
    """Whose ashes have come to an institution that has no case for them; of their circumstances
    (the class of a waiver) it is told nothing."""
    return _stored(institution_id, known, household_registration, "")


def put_right(deceased: Deceased, known: Particulars, household_registration: str | None) -> None:
    """As it should have been said from the start; the person is locked by whoever calls it."""
    for field, value in asdict(known).items():
        setattr(deceased, field, value)
    number = known.identity_number
    deceased.identity_index = identity_index(number) if number else None
    deceased.household_registration = household_registration


def _stored(
    institution_id: uuid.UUID,
    known: Particulars,
    household_registration: str | None,
    waiver_class: str,
) -> Deceased:
    deceased = Deceased(
        institution_id=institution_id,
        identity_index=identity_index(known.identity_number) if known.identity_number else None,
        household_registration=household_registration,
        waiver_class=waiver_class,
        registered_at=clock.now(),
        **asdict(known),
    )
    db.session.add(deceased)
    return deceased


def _name(name: str, identity_kind: IdentityKind) -> str:
    """The unified form of 2026 writes 无 where nobody knows the name."""
    name = name.strip()
    if identity_kind is IdentityKind.UNNAMED:
        return name or "无"
    if not name:
        raise NameMissing
    return name
