"""Documents as PDF: our own template and font, nothing fetched, no character lost."""

import re
import threading
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Any

from flask import current_app
from markupsafe import Markup

from hardware.errors import PaperToolsMissing
from hardware.layout import CONTROLS
from hardware.papers import Paper, article
from hardware.qr import svg
from hardware.typeface import check_glyphs, cut_font
from kernel.i18n import in_chinese

REGULAR, BOLD = 400, 700
FACES = {"paper:regular": REGULAR, "paper:bold": BOLD}
FONT_RULES = "".join(
    f"@font-face{{font-family:Paper;font-weight:{weight};src:url({url})}}"
    for url, weight in FACES.items()
)
# What page numbers need, whatever the page says.
COUNTED = set(" 0123456789")
# A reference to a character by its number could smuggle in what CONTROLS has just taken out.
NUMBERED = re.compile(r"&#x?[0-9a-f]+;?", re.IGNORECASE)
# Pango and fontconfig keep fonts for the whole process; a document takes a third of a second.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Pdf:
    content: bytes
    pages: int


def write_paper(make: Callable[[], Paper]) -> Paper:
    """What `make` says, in Chinese whoever asks."""
    with in_chinese():
        return make()


def draw_paper(make: Callable[[], Paper]) -> tuple[Paper, Pdf]:
    """Written and drawn. Raises GlyphMissing, PaperToolsMissing."""
    paper = write_paper(make)
    return paper, draw(paper)


def draw(paper: Paper) -> Pdf:
    """Raises GlyphMissing, PaperToolsMissing."""
    with in_chinese():
        # Without what pages for a reader are given: there may be none (the command line).
        template = current_app.jinja_env.get_template("hardware/paper.html")
        page = template.render(paper=paper, article=article, picture_of=_code, ink=_ink)
    return render_pdf(page)


def render_pdf(html: str) -> Pdf:
    """A whole page of HTML as PDF/A; `font-family: Paper` is the font, pictures are inline.

    Control characters are left out. Raises GlyphMissing for what the font cannot draw,
    PaperToolsMissing where the machine has no Pango.
    """
    weasyprint, fetching = _load()
    clean = NUMBERED.sub(lambda found: CONTROLS.sub(" ", unescape(found[0])), html)
    clean = CONTROLS.sub(" ", clean)
    characters = set(unescape(clean)) | COUNTED
    check_glyphs(characters)

    class OnlyOurs(fetching.URLFetcher):  # type: ignore[name-defined,misc]
        """The two fonts, and pictures that are in the page itself."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            if url in FACES:
                font = cut_font(characters, weight=FACES[url])
                return fetching.URLFetcherResponse(url, font)
            if not url.startswith("data:"):
                raise ValueError("A document fetches nothing.")
            return super().fetch(url, headers)

    fetcher = OnlyOurs()
    with _one_at_a_time:
        fonts = weasyprint.text.fonts.FontConfiguration()
        rules = weasyprint.CSS(string=FONT_RULES, font_config=fonts, url_fetcher=fetcher)
        page = weasyprint.HTML(string=clean, url_fetcher=fetcher)
        drawn = page.render(stylesheets=[rules], font_config=fonts, pdf_variant="pdf/a-3u")
        return Pdf(bytes(drawn.write_pdf(pdf_variant="pdf/a-3u")), len(drawn.pages))


def _load() -> tuple[Any, Any]:
    """Only now, because it loads Pango, which only those who make PDFs need."""
    try:
        import weasyprint.text.fonts  # noqa: PLC0415
        import weasyprint.urls  # noqa: PLC0415
    except OSError as error:
        raise PaperToolsMissing from error
    return weasyprint, weasyprint.urls


def _code(payload: str) -> Markup:
    """A QR code that was read back, as the address of a picture."""
    return _address(svg(payload, side_mm=26))


def _ink(path: str) -> Markup:
    """A signature drawn on a screen, as the address of a picture."""
    return _address(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 200" width="600" height="200">'
        f'<path d="{Markup.escape(path)}" fill="none" stroke="#1f2623" stroke-width="4" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )


def _address(picture: str) -> Markup:
    encoded = b64encode(picture.encode()).decode()
    return Markup("data:image/svg+xml;base64,{}").format(encoded)
