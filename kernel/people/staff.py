"""Staff and officers: who may sign in, with which role, seeing which institutions."""

import uuid
from datetime import datetime
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import ForeignKey, bindparam, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from kernel import clock
from kernel.db import Base, db, new_id
from kernel.errors import Refusal
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor, ActorKind, Role
from kernel.places import Institution, list_serving_institutions
from kernel.scope import Scope

SHORTEST_PASSWORD = 12
hasher = PasswordHasher()


class LoginTaken(Refusal):
    message = _("登录名 %(login)s 已经有人使用。")
    field = "login"


class PasswordTooShort(Refusal):
    message = _("密码至少 12 位。")
    field = "password"


class SignInRefused(Refusal):
    message = _("登录名或密码不对，请重新输入。")
    field = "password"
    status = 403


class Staff(Base):
    """A person with a login. An officer's institution is the county office of their region."""

    __tablename__ = "staff"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institutions.id"), index=True)
    password_hash: Mapped[str] = mapped_column(info={"private": True})
    active: Mapped[bool] = mapped_column(default=True)
    added_at: Mapped[datetime]

    institution: Mapped[Institution] = relationship()

    def __str__(self) -> str:
        return self.name

    def actor(self) -> Actor:
        return Actor(ActorKind.STAFF, str(self.id), self.name, Role(self.role), self.institution_id)

    def scope(self) -> Scope:
        institution = self.institution
        if self.role != Role.OFFICER:
            return Scope((institution.id,))
        homes = list_serving_institutions(institution.region_code)
        return Scope((institution.id, *(home.id for home in homes)))


# In one question, put together once: every page of staff begins with both.
WITH_INSTITUTION = (
    select(Staff).where(Staff.id == bindparam("id")).options(joinedload(Staff.institution))
)


def find_staff(staff_id: uuid.UUID) -> Staff | None:
    return db.session.scalar(WITH_INSTITUTION, {"id": staff_id})


def find_login(login: str) -> Staff | None:
    return db.session.scalar(select(Staff).filter_by(login=login.strip().lower()))


def list_staff(institution_id: uuid.UUID, role: Role) -> list[Staff]:
    """Those of a role who may still sign in, by name."""
    query = (
        select(Staff)
        .filter_by(institution_id=institution_id, role=role, active=True)
        .order_by(Staff.name)
    )
    return list(db.session.scalars(query))


def staff_names(actors: set[str]) -> dict[str, str]:
    """ "staff:<id>" of the journal → the person's name."""
    ids = [
        uuid.UUID(actor.removeprefix("staff:")) for actor in actors if actor.startswith("staff:")
    ]
    people = db.session.scalars(select(Staff).where(Staff.id.in_(ids)))
    return {f"staff:{person.id}": person.name for person in people}


def say_who(by: str, names: dict[str, str]) -> str:
    """The journal's "staff:…" by name (`staff_names`), a family as 家属, a machine as 系统."""
    if by.startswith(f"{ActorKind.FAMILY}:"):
        return str(_("家属"))
    return names.get(by) or str(_("系统"))


def password_fits(staff: Staff | None, password: str) -> bool:
    """As slow for a login that does not exist as for a wrong password."""
    known = staff.password_hash if staff and staff.active else _hash_of_nobody()
    try:
        return hasher.verify(known, password) and staff is not None and staff.active
    except (VerifyMismatchError, InvalidHashError):
        return False


@lru_cache
def _hash_of_nobody() -> str:
    return hasher.hash("nobody")


@operation(_("登记工作人员"))
def add_staff(
    *,
    login: str,
    name: str,
    role: Role,
    institution_id: uuid.UUID,
    password: str,
    by: Actor,
) -> Staff:
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort
    if find_login(login):
        raise LoginTaken(login=login)
    staff = Staff(
        login=login.strip().lower(),
        name=name,
        role=role,
        institution_id=institution_id,
        password_hash=hasher.hash(password),
        added_at=clock.now(),
    )
    db.session.add(staff)
    return staff


@operation(_("登录"))
def sign_in(*, login: str, by: Actor) -> Staff | None:
    """Leaves the journal's word that this login was opened; the password was checked before."""
    return find_login(login)


@operation(_("拒绝登录"))
def refuse_sign_in(*, login: str, by: Actor) -> None:
    """Leaves the journal's word that a sign-in was refused."""
