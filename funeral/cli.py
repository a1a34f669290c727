"""flask funeral …"""

from flask.cli import AppGroup

funeral = AppGroup("funeral", help="")
