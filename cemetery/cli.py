"""flask cemetery …"""

from flask.cli import AppGroup

cemetery = AppGroup("cemetery", help="")
