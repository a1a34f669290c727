"""flask billing …"""

from flask.cli import AppGroup

billing = AppGroup("billing", help="")
