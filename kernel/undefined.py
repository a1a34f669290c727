"""What a template gets for a name nobody gave it."""

from jinja2 import StrictUndefined, TemplateRuntimeError, Undefined, UndefinedError
from jinja2.utils import missing

_WRITTEN_BY_MACRO_AUTHORS = {None, "caller", "null", "undefined"}


class Missing(StrictUndefined):
    """A misspelt variable or attribute fails loudly; an absent key of a dict is merely empty.

    The components of govuk-frontend-jinja take one dict and ask it for keys they may not find, so
    jinja2.StrictUndefined itself would break every one of them.
    """

    def __new__(  # type: ignore[misc]  # on purpose: some names are allowed to be absent
        cls,
        hint: str | None = None,
        obj: object = missing,
        name: str | None = None,
        exc: type[TemplateRuntimeError] = UndefinedError,
    ) -> Undefined:
        if isinstance(obj, dict) or (obj is missing and name in _WRITTEN_BY_MACRO_AUTHORS):
            return Undefined(hint, obj, name, exc)
        return super().__new__(cls)
