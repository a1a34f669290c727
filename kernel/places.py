"""Institutions (funeral homes, columbaria, the civil-affairs office) and where they are."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from kernel import clock
from kernel.db import Base, db, new_id
from kernel.errors import NotFound, Refusal
from kernel.i18n import _
from kernel.operations import operation
from kernel.people.actors import Actor
from kernel.regions import get_region


class InstitutionKind(StrEnum):
    """A 殡葬服务机构 runs a 殡仪馆, a 骨灰堂 or a 公墓 (国令824号); the bureau serves nobody."""

    FUNERAL_HOME = "funeral_home"
    COLUMBARIUM = "columbarium"
    CEMETERY = "cemetery"
    CIVIL_AFFAIRS = "civil_affairs"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]


KIND_LABELS = {
    InstitutionKind.FUNERAL_HOME: _("殡仪馆"),
    InstitutionKind.COLUMBARIUM: _("骨灰堂"),
    InstitutionKind.CEMETERY: _("公墓"),
    InstitutionKind.CIVIL_AFFAIRS: _("民政部门"),
}


class InstitutionExists(Refusal):
    message = _("机构代号 %(code)s 已经登记过。")
    field = "code"


class Institution(Base):
    """An organisation whose rows carry its id; only its own people and its county see them."""

    __tablename__ = "institutions"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    name: Mapped[str]
    region_code: Mapped[str] = mapped_column(index=True)
    # 统一社会信用代码 GB 32100
    credit_code: Mapped[str | None]
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    demo: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime]

    def __str__(self) -> str:
        return self.name


def find_institution(code: str) -> Institution | None:
    return db.session.scalar(select(Institution).filter_by(code=code))


def get_institution(institution_id: uuid.UUID) -> Institution:
    institution = db.session.get(Institution, institution_id)
    if institution is None:
        raise NotFound
    return institution


def list_institutions(kind: InstitutionKind, region_code: str = "") -> list[Institution]:
    """All of a kind inside a region (any level of the code; empty = everywhere), by code."""
    query = (
        select(Institution)
        .where(Institution.kind == kind, Institution.region_code.startswith(region_code))
        .order_by(Institution.code)
    )
    return list(db.session.scalars(query))


def list_serving_institutions(region_code: str) -> list[Institution]:
    """All that serve families inside a region, of every kind, by code."""
    query = (
        select(Institution)
        .where(
            Institution.kind != InstitutionKind.CIVIL_AFFAIRS,
            Institution.region_code.startswith(region_code),
        )
        .order_by(Institution.code)
    )
    return list(db.session.scalars(query))


@operation(_("登记机构"))
def add_institution(
    *,
    code: str,
    kind: InstitutionKind,
    name: str,
    region_code: str,
    by: Actor,
    credit_code: str | None = None,
    address: str = "",
    phone: str = "",
    demo: bool = False,
) -> Institution:
    """`code`: capitals that start its business numbers. Raises InstitutionExists, NotFound."""
    if find_institution(code):
        raise InstitutionExists(code=code)
    institution = Institution(
        code=code,
        kind=kind,
        name=name,
        region_code=get_region(region_code).code,
        credit_code=credit_code,
        address=address,
        phone=phone,
        demo=demo,
        added_at=clock.now(),
    )
    db.session.add(institution)
    return institution
