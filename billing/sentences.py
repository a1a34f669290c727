"""Sentences with figures that outlive the page: kept in Chinese, shown in the reader's language."""

from dataclasses import dataclass

from kernel.i18n import _, language
from kernel.money import yuan2


def N_(sentence: str) -> str:  # noqa: N802 (the name that gettext's extractor looks for)
    """Mark for translation without translating: an assessment is stored as it was written."""
    return sentence


@dataclass(frozen=True)
class Sentence:
    """One or more sentences: each a template marked with N_ and what fills it."""

    parts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    def __add__(self, other: "Sentence") -> "Sentence":
        return Sentence(self.parts + other.parts)

    def __str__(self) -> str:
        """In the language of whoever reads it now; what fills it is translated where it can be."""
        said = (
            str(_(template)) % {name: str(_(fact)) for name, fact in facts}
            for template, facts in self.parts
        )
        return (" " if language() == "en" else "").join(said)

    @property
    def chinese(self) -> str:
        """As it is stored: the same whoever reads it, and after every change of a translation."""
        return "".join(template % dict(facts) for template, facts in self.parts)


NOTHING = Sentence(())


def say(template: str, **facts: str) -> Sentence:
    return Sentence(((template, tuple(facts.items())),))


def amount(fen: int) -> str:
    """For sentences that say 元 themselves: "1,500", "62.50"."""
    return yuan2(fen).removesuffix(".00")
