"""Sentences for people: written in Chinese where they are used, translated when shown."""

from typing import cast

from flask_babel import get_locale, lazy_gettext


def _(sentence: str) -> str:
    return cast(str, lazy_gettext(sentence))


def language() -> str:
    """ "zh" or "en"; Chinese where nobody asked (jobs, the command line)."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"
