"""The pages of memorials, and what they share. None of them is for search engines."""

from flask import Blueprint, Response, render_template, request, session
from werkzeug.exceptions import RequestEntityTooLarge

from cemetery.memorials.errors import MemorialPhotoUnread
from cemetery.memorials.rules import memorial_rules
from hardware.qr import token_of
from kernel.people.actors import Role

memorials = Blueprint("memorials", __name__, cli_group=None)
STAFF = (Role.DESK, Role.COLUMBARIUM, Role.ADMINISTRATOR)
OPENED = "memorials"
MOST_OPENED = 20


@memorials.url_value_preprocessor
def allow_photos(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Before the form is read for the first time, as the check of its token does."""
    if endpoint == "memorials.add_memorial_picture":
        # A picture and the rest of its form.
        request.max_content_length = (memorial_rules().picture_megabytes + 1) * 1024 * 1024


@memorials.errorhandler(RequestEntityTooLarge)
def refuse_large(_error: RequestEntityTooLarge) -> tuple[str, int]:
    refusal = MemorialPhotoUnread(most=memorial_rules().picture_megabytes)
    return render_template("kernel/refusal.html", sentence=refusal), refusal.status


@memorials.after_request
def keep_from_search_engines(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def remember_key(token: str) -> None:
    """This browser has said the digits of the telephone."""
    opened = [each for each in session.get(OPENED, []) if each != token_of(token)]
    session[OPENED] = [*opened, token_of(token)][-MOST_OPENED:]


def is_remembered(token: str) -> bool:
    return token_of(token) in session.get(OPENED, [])
