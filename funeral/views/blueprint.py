"""The blueprint, and whom its pages are for."""

import uuid
from datetime import timedelta
from typing import Any

from flask import Blueprint

from funeral.board import describe
from funeral.kinds import CustodyStep, DeathKind, FlagKind, PaperKind
from kernel.errors import NotAllowed
from kernel.i18n import _
from kernel.people.actors import Role
from kernel.people.identity import masked
from kernel.web import asker

funeral = Blueprint("funeral", __name__, cli_group=None)

HOME = (Role.DESK, Role.OPERATOR, Role.COLUMBARIUM, Role.ADMINISTRATOR)


def home_id() -> uuid.UUID:
    """The asker's funeral home."""
    institution_id = asker().institution_id
    if institution_id is None:
        raise NotAllowed
    return institution_id


@funeral.context_processor
def words() -> dict[str, Any]:
    """What our templates need beyond the common words."""
    return {
        "days_after": lambda day, days: (day + timedelta(days=days)).isoformat(),
        "describe": describe,
        "masked": masked,
        "paper_kinds": list(PaperKind),
        "steps": list(CustodyStep),
        "death_label": lambda kind: DeathKind(kind).label if kind else _("还没有登记"),
        "flag_label": lambda kind: FlagKind(kind).label,
        "step_label": lambda step: CustodyStep(step).label,
    }
