from flask import Blueprint

booking = Blueprint("booking", __name__)
