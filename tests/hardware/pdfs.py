"""PDFs read and drawn again by a library that did not write them."""

import re

import pypdfium2
from PIL import Image


def text_of(content: bytes) -> str:
    """What a reader would copy out of it, without any white space."""
    return "".join(pages_of(content))


def pages_of(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(content) as document:
        said = [page.get_textpage().get_text_bounded() for page in document]
    return [re.sub(r"\s", "", text) for text in said]


def picture_of(content: bytes, *, dots: int = 150) -> Image.Image:
    """The first page in grey, `dots` an inch."""
    with pypdfium2.PdfDocument(content) as document:
        return document[0].render(scale=dots / 72).to_pil().convert("L")
