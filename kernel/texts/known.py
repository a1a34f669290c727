"""What texts are about: a package says where its record is shown, and hears of deliveries."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app

KNOWN = "texts_about"


@dataclass(frozen=True)
class About:
    """One kind of record. `link`: its page for staff. `delivered`: called with the record and the
    cause of a text, in the transaction that notes it as delivered; more than once does no harm."""

    word: str
    link: Callable[[uuid.UUID], str | None]
    delivered: Callable[[uuid.UUID, str], object] | None = None


def add_about(app: Flask, kind: str, about: About) -> None:
    app.extensions.setdefault(KNOWN, {})[kind] = about


def find_about(kind: str) -> About | None:
    about: About | None = current_app.extensions.get(KNOWN, {}).get(kind)
    return about
