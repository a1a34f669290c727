"""What a screen can show: packages above register their kinds, for hardware knows no halls."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Flask, current_app

from kernel.errors import NotFound

if TYPE_CHECKING:
    from hardware.models import Screen

KINDS = "screen_kinds"


@dataclass(frozen=True)
class ScreenKind:
    """`draw` gives the HTML of what stands on a screen now; `topics` what news of it is called.

    `subjects`: (id, name) of everything in an institution such a screen can hang at; without, it
    shows the whole institution.
    """

    code: str
    label: str
    draw: Callable[["Screen"], str]
    topics: Callable[["Screen"], Sequence[str]]
    subjects: Callable[[uuid.UUID], Sequence[tuple[uuid.UUID, str]]] | None = None


def add_screen_kind(app: Flask, kind: ScreenKind) -> None:
    app.extensions.setdefault(KINDS, {})[kind.code] = kind


def screen_kinds() -> dict[str, ScreenKind]:
    """By code, in the order they were registered."""
    kinds: dict[str, ScreenKind] = current_app.extensions.get(KINDS, {})
    return kinds


def kind_of(screen: "Screen") -> ScreenKind:
    """Raises NotFound where the package that draws it is not there."""
    kind = screen_kinds().get(screen.kind)
    if kind is None:
        raise NotFound
    return kind
