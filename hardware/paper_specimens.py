"""Every kind of A4 document: what it is called, who opens it, and one invented example.

Each package adds its own (wired in wsgi.py): cemetery knows agreements, hardware does not.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from flask import Flask, current_app

from hardware.papers import Paper
from kernel.errors import NotFound
from kernel.i18n import _
from kernel.people.actors import Role

PAPER_SPECIMENS = "paper_specimens"


@dataclass(frozen=True)
class PaperSpecimen:
    """`kind`: as on `Paper`; `readers`: who may open released ones; `make`: persons invented."""

    kind: str
    label: str
    readers: tuple[Role, ...]
    make: Callable[[], Paper]

    def paper(self) -> Paper:
        """Marked, so that nobody takes it for a real one."""
        return replace(self.make(), mark=str(_("样张，不作证明使用。")))


def add_paper_specimens(app: Flask, specimens: Iterable[PaperSpecimen]) -> None:
    known = app.extensions.setdefault(PAPER_SPECIMENS, {})
    known.update({specimen.kind: specimen for specimen in specimens})


def list_paper_specimens() -> list[PaperSpecimen]:
    return list(current_app.extensions.get(PAPER_SPECIMENS, {}).values())


def get_paper_specimen(kind: str) -> PaperSpecimen:
    """Raises NotFound."""
    specimen: PaperSpecimen | None = current_app.extensions.get(PAPER_SPECIMENS, {}).get(kind)
    if specimen is None:
        raise NotFound
    return specimen
