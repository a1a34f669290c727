"""Who asks for an operation: a member of staff, a family, a job."""

import uuid
from dataclasses import dataclass
from enum import StrEnum

from kernel.i18n import _


class Role(StrEnum):
    """What a person may do; pages name the roles they are open to."""

    DESK = "desk"
    OPERATOR = "operator"
    DRIVER = "driver"
    COLUMBARIUM = "columbarium"
    OFFICER = "officer"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.DESK: _("前台"),
    Role.OPERATOR: _("火化员"),
    Role.DRIVER: _("接运员"),
    Role.COLUMBARIUM: _("骨灰堂管理员"),
    Role.OFFICER: _("民政监管"),
    Role.ADMINISTRATOR: _("系统管理员"),
}


class ActorKind(StrEnum):
    STAFF = "staff"
    FAMILY = "family"
    JOB = "job"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """One person or machine. The journal keeps `str(actor)`, e.g. "staff:0192…"."""

    kind: ActorKind
    id: str
    name: str = ""
    role: Role | None = None
    institution_id: uuid.UUID | None = None
    region_code: str | None = None

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


def family(reference: str) -> Actor:
    """A family without an account, known by its draft or booking code."""
    return Actor(ActorKind.FAMILY, reference)


def job(name: str) -> Actor:
    return Actor(ActorKind.JOB, name)


SETUP = Actor(ActorKind.SYSTEM, "setup")
