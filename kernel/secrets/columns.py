"""Column types whose values are text, JSON or bytes in Python and ciphertext in the database."""

import base64
import json
from typing import Any

from sqlalchemy import Column, Text, TypeDecorator, event
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.operators import OperatorType, is_, is_not

from kernel.secrets import keyring


class _Encrypted(TypeDecorator[Any]):
    """`context` is "table.column": ciphertext copied to another column cannot be read there.

    The column is marked private, so the journal never shows its values.
    """

    impl = Text
    cache_ok = True

    class Comparator(TypeDecorator.Comparator[Any]):
        """Every encryption differs, so a comparison would silently never match."""

        def operate(self, op: OperatorType, *other: Any, **kwargs: Any) -> Any:
            if op not in {is_, is_not}:
                raise TypeError("An encrypted column cannot be compared: search its blind index.")
            return super().operate(op, *other, **kwargs)

    comparator_factory = Comparator

    def __init__(self, context: str) -> None:
        super().__init__()
        self.context = context

    def process_bind_param(self, value: Any, _: Dialect) -> str | None:
        if value is None:
            return None
        return keyring.encrypt(self.written(value), context=self.context)

    def process_result_value(self, value: str | None, _: Dialect) -> Any:
        if value is None:
            return None
        return self.read(keyring.decrypt(value, context=self.context))

    def written(self, value: Any) -> str:
        raise NotImplementedError

    def read(self, text: str) -> Any:
        raise NotImplementedError


class EncryptedText(_Encrypted):
    """`EncryptedText("deceased.identity_number")`: a `str`."""

    cache_ok = True

    def written(self, value: str) -> str:
        return value

    def read(self, text: str) -> str:
        return text


class EncryptedJSON(_Encrypted):
    """Anything JSON can hold; to change it, assign a new value, for changes inside are not seen."""

    cache_ok = True

    def written(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def read(self, text: str) -> Any:
        return json.loads(text)


class EncryptedBytes(_Encrypted):
    """For small files only, such as one photo: at rest they take not quite twice their size."""

    cache_ok = True

    def written(self, value: bytes) -> str:
        return base64.b64encode(value).decode()

    def read(self, text: str) -> bytes:
        return base64.b64decode(text)


@event.listens_for(_Encrypted, "before_parent_attach", propagate=True)
def mark_private(_: _Encrypted, column: object) -> None:
    if isinstance(column, Column):
        column.info["private"] = True
