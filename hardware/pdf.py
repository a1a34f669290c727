"""HTML of our own templates as a PDF: our font inside, nothing fetched, no character lost."""

import re
from html import unescape

from hardware.layout import CONTROLS
from hardware.typeface import check_glyphs, cut_font

REGULAR, BOLD = 400, 700
FACES = {"paper:regular": REGULAR, "paper:bold": BOLD}
FONT_RULES = "".join(
    f"@font-face{{font-family:Paper;font-weight:{weight};src:url({url})}}"
    for url, weight in FACES.items()
)
BLANK = re.compile(r"\s")


def render_pdf(html: str) -> bytes:
    """A whole page of HTML as PDF/A; `font-family: Paper` is the font, pictures are inline.

    Control characters are left out. Raises GlyphMissing for what the font cannot draw.
    """
    # Imported here because it loads Pango, which only those who make PDFs need.
    from weasyprint import CSS, HTML  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    clean = CONTROLS.sub(" ", html)
    characters = set(BLANK.sub("", unescape(clean))) | {" "}
    check_glyphs(characters)

    class OnlyOurs(URLFetcher):
        """The two fonts, and pictures that are in the page itself."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if url in FACES:
                return URLFetcherResponse(url, cut_font(characters, weight=FACES[url]))
            if not url.startswith("data:"):
                raise ValueError("A document fetches nothing.")
            found: URLFetcherResponse = super().fetch(url, headers)
            return found

    fetcher = OnlyOurs()
    fonts = FontConfiguration()
    rules = CSS(string=FONT_RULES, font_config=fonts, url_fetcher=fetcher)
    page = HTML(string=clean, url_fetcher=fetcher)
    return bytes(page.write_pdf(stylesheets=[rules], font_config=fonts, pdf_variant="pdf/a-3u"))
