from flask import Blueprint

funeral = Blueprint("funeral", __name__)
