"""The blueprint, and whom the till is for."""

from flask import Blueprint

from kernel.people.actors import Role

billing = Blueprint("billing", __name__, cli_group=None)
TILL = (Role.DESK, Role.ADMINISTRATOR)
