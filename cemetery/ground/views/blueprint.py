"""The pages of the ground, and who opens them."""

from flask import Blueprint

from kernel.people.actors import Role

ground = Blueprint("ground", __name__, cli_group=None)
# The office looks at what lies in its region; only the administrator lays it out.
VIEWERS = (Role.DESK, Role.COLUMBARIUM, Role.ADMINISTRATOR, Role.OFFICER)
KEEPER = (Role.ADMINISTRATOR,)
