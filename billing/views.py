from flask import Blueprint

billing = Blueprint("billing", __name__)
