"""Keys made at random on first use and kept in one file only its owner can read."""

import base64
import json
import os
import tempfile
from pathlib import Path

NAMES = ("SECRET_KEY", "DATA_KEY", "JOURNAL_KEY")
KEY_BYTES = 32


class SecretsIncomplete(Exception):
    """The file lacks a key. A new one would make old fields unreadable, so none is made."""


def load_or_create_secrets(path: Path) -> dict[str, str]:
    """SECRET_KEY, DATA_KEY and JOURNAL_KEY: base64, 32 bytes each; the file is JSON, mode 0600.

    Processes that start together get the same keys. Raises SecretsIncomplete for a damaged file.
    """
    if not path.exists():
        _create(path)
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return {name: _checked(kept[name]) for name in NAMES}
    except (ValueError, KeyError, TypeError):
        raise SecretsIncomplete(
            f"{path} does not hold {', '.join(NAMES)} as base64: put it back from a backup."
        ) from None


def _create(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # made 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({name: _random_key() for name in NAMES}, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        # A link appears whole and only once: whoever comes second reads the first one's keys.
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()


def _random_key() -> str:
    return base64.b64encode(os.urandom(KEY_BYTES)).decode()


def _checked(key: str) -> str:
    if len(base64.b64decode(key, validate=True)) != KEY_BYTES:
        raise ValueError
    return key
