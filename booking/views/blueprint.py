from flask import Blueprint

booking = Blueprint("booking", __name__, cli_group=None)
