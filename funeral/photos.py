"""An identity photo made safe to keep: written anew, so that nothing but the picture stays."""

from io import BytesIO

from PIL import Image, ImageOps

LONGEST_SIDE = 1600  # pixels; a face is told apart with far fewer
MOST_MB = 8
MOST_PIXELS = 60_000_000  # beyond today's telephones; a small file may claim far more
QUALITY = 85


class NotAPhoto(Exception):
    """Neither JPEG nor PNG, damaged, or larger than any camera makes."""


def plain_photo(raw: bytes) -> bytes:
    """JPEG, upright, at most 1600 px, without EXIF (place, time, camera). Raises NotAPhoto."""
    try:
        with Image.open(BytesIO(raw), formats=("JPEG", "PNG")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NotAPhoto
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        raise NotAPhoto from error
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    written = BytesIO()
    # A new picture from the pixels alone: whatever the file carried besides them stays behind.
    bare = Image.frombytes("RGB", picture.size, picture.tobytes())
    bare.save(written, format="JPEG", quality=QUALITY)
    return written.getvalue()
