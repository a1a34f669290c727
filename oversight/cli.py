"""flask oversight …"""

from flask.cli import AppGroup

oversight = AppGroup("oversight", help="")
