"""What other packages add to the case page, which must not know them (cemetery: the ashes)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Flask, current_app

if TYPE_CHECKING:
    from funeral.models import FuneralCase

# Takes a case, gives the HTML of its panel.
Panel = Callable[["FuneralCase"], str]
EXTENSION = "case_panels"


def add_panel(app: Flask, panel: Panel) -> None:
    app.extensions.setdefault(EXTENSION, []).append(panel)


def panels_of(case: "FuneralCase") -> list[str]:
    return [panel(case) for panel in current_app.extensions.get(EXTENSION, [])]
