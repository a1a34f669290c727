"""The blueprint, and who keeps niches and plates."""

from flask import Blueprint

from kernel.people.actors import Role

cemetery = Blueprint("cemetery", __name__, cli_group=None)
KEEPERS = (Role.DESK, Role.COLUMBARIUM, Role.ADMINISTRATOR)
