"""A4 documents as data: what stands on them, top to bottom; `hardware.pdf` draws them.

Packages build these from what they know; nothing here knows a database or a page. Everything is
text already: amounts and dates are written by whoever knows them.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

Row = tuple[str, str]


@dataclass(frozen=True)
class Text:
    """A paragraph; `lead` is larger, `note` small."""

    text: str
    lead: bool = False
    note: bool = False


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Facts:
    """(label, value) rows, side by side where `pairs`."""

    rows: Sequence[Row]
    pairs: bool = False


@dataclass(frozen=True)
class Column:
    """`width`: of the paper, in percent; 0 shares what is left."""

    label: str
    number: bool = False
    width: int = 0


@dataclass(frozen=True)
class Cell:
    """`note` stands small below; `struck` is taken back."""

    text: str
    note: str = ""
    struck: bool = False


@dataclass(frozen=True)
class Table:
    """The head is repeated on every page. `foot`: rows that span `foot_span` columns first."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell | str]]
    foot: Sequence[Sequence[str]] = ()
    foot_span: int = 1


@dataclass(frozen=True)
class Sum:
    """The amount a family or a bureau looks for, in figures and in capitals."""

    label: str
    amount: str
    capitals: str


@dataclass(frozen=True)
class Clause:
    """One article of an agreement; `basis`: the law it rests on."""

    heading: str
    text: str
    basis: str = ""


@dataclass(frozen=True)
class Clauses:
    """Numbered 第一条, 第二条 … in their order."""

    clauses: Sequence[Clause]


@dataclass(frozen=True)
class Signature:
    """Who signs, on lines to be filled in by hand; or `drawn`, the `d` of an SVG path in a box of
    600 × 200, and `said`: by whom and when."""

    party: str
    lines: Sequence[str] = ()
    drawn: str = ""
    said: str = ""


@dataclass(frozen=True)
class Signatures:
    """Side by side, never torn apart by the end of a page."""

    parties: Sequence[Signature]


Block = Text | Heading | Facts | Table | Sum | Clauses | Signatures


@dataclass(frozen=True)
class Code:
    """A QR code in the head, the same for people's eyes and hands, and what it is for."""

    payload: str
    short_code: str
    caption: str


@dataclass(frozen=True)
class Paper:
    """One document. `kind`: what it is to machines; `subtitle`: a short line below the title;
    `mark`: tells an example from the real thing; `foot`: small print at the end; `framed`: with
    rules around."""

    kind: str
    number: str
    title: str
    issuer: str
    blocks: Sequence[Block]
    subtitle: str = ""
    mark: str = ""
    code: Code | None = None
    foot: Sequence[str] = ()
    framed: bool = False

    @property
    def digest(self) -> str:
        """SHA-256 of everything that is said: the same content has the same one for ever."""
        said = asdict(self) | {"blocks": [[name, asdict(x)] for name, x in self.named_blocks]}
        canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(canonical.encode()).hexdigest()

    @property
    def named_blocks(self) -> list[tuple[str, Block]]:
        """Each with the name of what it is, for who draws them."""
        return [(type(block).__name__, block) for block in self.blocks]

    @property
    def check(self) -> str:
        """The start of the digest as it is printed and shown, for people who compare the two."""
        return short_digest(self.digest)


def short_digest(digest: str) -> str:
    """Twelve characters in groups of four: "3F2A-90B1-77C4"."""
    return "-".join(digest[at : at + 4].upper() for at in range(0, 12, 4))


DIGITS = "一二三四五六七八九"


def article(number: int) -> str:
    """ "第三条", "第二十一条"; up to ninety-nine."""
    tens, ones = divmod(number, 10)
    said = ("" if tens == 1 else DIGITS[tens - 1]) + "十" if tens else ""
    return f"第{said}{DIGITS[ones - 1] if ones else ''}条"
