"""The blueprint, and whose devices its pages show."""

import uuid

from flask import Blueprint

from kernel.errors import NotAllowed
from kernel.web import asker

hardware = Blueprint("hardware", __name__, cli_group=None)


def home_id() -> uuid.UUID:
    """The asker's institution. Raises NotAllowed for those who belong to none."""
    institution_id = asker().institution_id
    if institution_id is None:
        raise NotAllowed
    return institution_id
