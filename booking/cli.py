"""flask booking …"""

from flask.cli import AppGroup

booking = AppGroup("booking", help="")
