"""QR codes: short random tokens, drawn with `qrcode`, released only after they were read back."""

import io
import re
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Any

import zxingcpp
from PIL import Image
from qrcode.constants import ERROR_CORRECT_H
from qrcode.main import QRCode

from hardware.errors import CodeTooLong, CodeUnreadable

# Capitals and digits go into the small alphanumeric code; I, L, O and U are left out (Crockford).
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TOKEN_LENGTH = 16  # 80 random bits
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
LONGEST = 300  # bytes; more would be too fine for paper
QUIET = 4  # modules of white around a code, ISO/IEC 18004
# Also U, which is in no code, and the letters of other alphabets that look like ours.
LOOK_ALIKE = str.maketrans("АВЕКМНОРСТХІΑΒΕΖΗΚΜΝΟΡΤΧΙ", "ABEKMHOPCTXIABEZHKMNOPTXI")
MISREAD = LOOK_ALIKE | str.maketrans(
    {"O": "0", "О": "0", "Ο": "0", "I": "1", "І": "1", "Ι": "1", "L": "1", "U": "V"}
    | {"-": None, " ": None}
)
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－﹣", "-"))
# What some scanners put before the content to say which kind of code it was, e.g. "]Q1" for QR
# (ISO/IEC 15424, AIM symbology identifiers).
SYMBOLOGY = re.compile(r"\][A-Za-z][0-9A-Za-z]")
# Around the content: spaces, Enter and Tab, STX and ETX.
AROUND = "".join(map(chr, range(0x21))) + "\x7f"


@dataclass(frozen=True)
class Matrix:
    """A drawn and read code: rows of modules, True is dark, the quiet zone included."""

    rows: tuple[tuple[bool, ...], ...]

    @property
    def size(self) -> int:
        return len(self.rows)

    def image(self, module: int = 1) -> Image.Image:
        """A black and white picture, `module` dots a module."""
        picture = Image.new("1", (self.size, self.size), 1)
        picture.putdata([not dark for row in self.rows for dark in row])
        return picture.resize((self.size * module, self.size * module), Image.Resampling.NEAREST)


def new_token() -> str:
    """16 characters nobody can guess and nobody misreads."""
    return "".join(secrets.choice(ALPHABET) for _ in range(TOKEN_LENGTH))


def is_token(text: str) -> bool:
    return len(text) == TOKEN_LENGTH and set(text) <= set(ALPHABET)


def short_code(token: str) -> str:
    """The token in groups of four for people; a business number is shown as it is."""
    if not is_token(token):
        return token
    return "-".join(token[at : at + 4] for at in range(0, TOKEN_LENGTH, 4))


def cleaned(text: str) -> str:
    """What was meant: half-width characters, without what scanners and input methods add."""
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    plain = unicodedata.normalize("NFKC", seen).translate(DASHES).strip(AROUND)
    return SYMBOLOGY.sub("", plain, count=1) if SYMBOLOGY.match(plain) else plain


def token_of(text: str) -> str:
    """What a person typed or a scanner read, as a token: address, hyphens and case are dropped."""
    return cleaned(text).rsplit("/", 1)[-1].upper().translate(MISREAD)


def plate_url(address: str, token: str) -> str:
    """`address`: a host, which then speaks HTTPS, or the public address with its scheme.

    Capitals throughout, so that 40 characters at level H need only 33 modules.
    """
    return f"{_capitals(address)}/P/{token}"


def certificate_url(address: str, token: str) -> str:
    """What the QR code of a certificate says; as short and in capitals as a plate's."""
    return f"{_capitals(address)}/C/{token}"


def ticket_url(address: str, token: str) -> str:
    """Where the family's phone shows how many wait before it."""
    return f"{_capitals(address)}/Q/{token}"


def memorial_url(address: str, token: str) -> str:
    """Where the family looks after its memorial page."""
    return f"{_capitals(address)}/M/{token}"


def _capitals(address: str) -> str:
    return (address if "://" in address else f"https://{address}").upper()


def draw(payload: str) -> Matrix:
    """The smallest level H code that reads back as `payload`.

    Raises CodeTooLong past LONGEST bytes, CodeUnreadable if no drawing reads back.
    """
    if len(payload.encode()) > LONGEST:
        raise CodeTooLong(content=payload[:20] + "…", longest=LONGEST)
    for larger in range(3):
        try:
            matrix = _matrix(payload, larger)
        except ValueError:
            # qrcode 8.2 cannot divide by some data ("glog(0)", python-qrcode #330); the next
            # version splits the same data into other blocks.
            continue
        if read_back(matrix.image(3)) == payload:
            return matrix
    raise CodeUnreadable(content=payload)


def _matrix(payload: str, larger: int) -> Matrix:
    code: QRCode[Any] = QRCode(error_correction=ERROR_CORRECT_H, border=QUIET)
    code.add_data(payload)
    if larger:
        code.version = code.best_fit() + larger
    code.make(fit=True)
    return Matrix(tuple(tuple(map(bool, row)) for row in code.get_matrix()))


def read_back(picture: Image.Image) -> str | None:
    """What a scanner reads in the picture; None if there is no code or more than one."""
    found = zxingcpp.read_barcodes(picture.convert("L"), formats=QR)
    return found[0].text if len(found) == 1 else None


def png(payload: str, *, module: int = 8) -> bytes:
    """A PNG file of the code."""
    file = io.BytesIO()
    draw(payload).image(module).save(file, "PNG", optimize=True)
    return file.getvalue()


def svg(payload: str, *, side_mm: float = 40) -> str:
    """An SVG for engraving, `side_mm` wide with its quiet zone; dark modules are one path."""
    matrix = draw(payload)
    path = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(matrix.rows)
        for x, dark in enumerate(row)
        if dark
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side_mm}mm" height="{side_mm}mm" '
        f'viewBox="0 0 {matrix.size} {matrix.size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{matrix.size}v{matrix.size}H0z"/><path d="{path}"/></svg>'
    )
