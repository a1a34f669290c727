"""What the cemetery's texts are about, and their sentences (texts.yaml)."""

from pathlib import Path

from flask import current_app

from kernel.places import Institution
from kernel.texts.wording import add_wordings

WORDINGS = Path(__file__).with_name("texts.yaml")
# Of TextMessage.about_kind.
VISIT, VISIT_REQUEST, RIGHT, ASHES = "visit_bookings", "visit_requests", "rights", "ash_portions"
DEPOSIT = "ash_deposits"
add_wordings(WORDINGS)


def phone_of(home: Institution) -> str:
    """Whom to call; "本单位" where no number is known, so that the sentence stays whole."""
    return home.phone or current_app.config["HOTLINE"] or "本单位"
