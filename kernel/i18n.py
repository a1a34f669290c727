"""Sentences for people: written in Chinese where they are used, translated when shown."""

from contextlib import AbstractContextManager
from typing import cast

from flask_babel import force_locale, get_locale, lazy_gettext


def _(sentence: str) -> str:
    return cast(str, lazy_gettext(sentence))


def language() -> str:
    """ "zh" or "en"; Chinese where nobody asked (jobs, the command line)."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"


def in_chinese() -> AbstractContextManager[None]:
    """Official documents are in Chinese, whatever language their reader has chosen."""
    return cast(AbstractContextManager[None], force_locale("zh_Hans_CN"))
