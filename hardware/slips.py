"""What to put on paper. A slip knows nothing of printers; it is stored as JSON with its job."""

from dataclasses import asdict, dataclass
from typing import Any

SIZES = (1, 2, 3, 4)


@dataclass(frozen=True)
class Text:
    """A paragraph; line breaks in it are kept. `size` 2 is twice as wide and high; 1 to 4."""

    text: str
    bold: bool = False
    centre: bool = False
    size: int = 1

    def __post_init__(self) -> None:
        if self.size not in SIZES:
            raise ValueError(f"Printers know the sizes 1 to 4, not {self.size}.")


@dataclass(frozen=True)
class Fact:
    """One line of "label：value"; a long value goes on under itself, its line breaks are kept."""

    label: str
    value: str


@dataclass(frozen=True)
class Amount:
    """A label and an amount in fen at the right edge; the note stands below. Totals are `bold`."""

    label: str
    amount_fen: int
    note: str = ""
    bold: bool = False


@dataclass(frozen=True)
class Charge:
    """A bill line in fen, in columns 应收 减免 应付; the first of a run brings the heading."""

    label: str
    gross_fen: int
    waived_fen: int
    due_fen: int
    note: str = ""
    bold: bool = False

    def __post_init__(self) -> None:
        if self.gross_fen - self.waived_fen != self.due_fen:
            raise ValueError("A charge must obey gross - waived = due.")


@dataclass(frozen=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True)
class Code:
    """A QR code of `prefix + token`, under it the token for people to read, then the caption.

    `small`: half the size, for labels. `says`: what the code says instead, too long to be read.
    """

    token: str
    caption: str = ""
    prefix: str = ""
    small: bool = False
    says: str = ""

    @property
    def payload(self) -> str:
        return self.says or f"{self.prefix}{self.token}"


Row = Text | Fact | Amount | Charge | Rule | Code

ROWS: dict[str, type[Row]] = {
    "text": Text,
    "fact": Fact,
    "amount": Amount,
    "charge": Charge,
    "rule": Rule,
    "code": Code,
}
KINDS = {row: kind for kind, row in ROWS.items()}


@dataclass(frozen=True)
class Slip:
    """A thermal document, top to bottom. `issuer` is the small line above the large title."""

    title: str
    rows: tuple[Row, ...] = ()
    issuer: str = ""

    def as_json(self) -> dict[str, Any]:
        rows = [{"kind": KINDS[type(row)]} | _plain(asdict(row)) for row in self.rows]
        return {"title": str(self.title), "issuer": str(self.issuer), "rows": rows}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Slip":
        rows = (ROWS[row["kind"]](**_fields(row)) for row in stored["rows"])
        return cls(title=stored["title"], issuer=stored["issuer"], rows=tuple(rows))


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    """Sentences still waiting for their language become text: paper does not change later."""
    return {name: value if isinstance(value, int) else str(value) for name, value in fields.items()}


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    """Jobs stored before there were sizes say `large` where a text has size 2."""
    fields = {name: value for name, value in row.items() if name not in {"kind", "large"}}
    return fields | {"size": 2} if row.get("large") else fields
