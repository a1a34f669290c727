from flask import Blueprint

cemetery = Blueprint("cemetery", __name__)


def ashes_panel(case):
    return ""
