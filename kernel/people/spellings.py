"""How a name may be typed by who looks for it: another form of a character, pinyin, initials."""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import islice, product

from opencc.opencc import OpenCC
from pypinyin import Style, pinyin

LATIN = re.compile(r"[a-zü]+")
# Between the parts of names from other languages each keyboard has its own dot; pinyin has spaces
# and apostrophes. A variation selector only asks the font for another shape of the same character.
# ^ and $ stand in no name, as they mark here where one begins and ends.
BETWEEN = re.compile(r"[\s·•・‧∙.．\-'’`_^$\u200b-\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
# Rare forms that stand on identity cards and that few keyboards offer, beside those OpenCC knows.
SAME_NAME = str.maketrans("𠮷喆淸靑吿歩徳産寛髙﨑", "吉哲清青告步德产宽高崎")
# Of one name, and of one of its characters; surnames like 单 have three, others more in books only.
MOST_SPOKEN, MOST_READINGS = 12, 2
CHARACTERS_CACHED = 20_000
START, END = "^", "$"
# Before a part of a name among the keys, so that it is not taken for the beginning of one.
PART = "$"


def folded(name: str) -> str:
    """One form for all ways to write a name: simplified characters, no dots, small letters."""
    plain = BETWEEN.sub("", unicodedata.normalize("NFKC", name)).lower()
    # One by one: in phrases a character may be simplified in another way than alone.
    return "".join(_simplified(character) for character in plain)


def keys_of(name: str) -> list[str]:
    """What a name can be found by from its beginning: itself, its pinyin, its initials.

    The surname in all its readings (单 dan chan shan), the rest in the usual ones.
    """
    plain = folded(name)
    if not plain:
        return []
    given = (_readings(character)[:MOST_READINGS] for character in plain[1:])
    # Whoever has a long name has it from another language, where characters have one reading.
    if len(plain) > MOST_SPOKEN:
        given = (reading[:1] for reading in given)
    spoken = list(islice(product(_readings(plain[0]), *given), MOST_SPOKEN))
    keys = {plain}
    keys |= {"".join(syllables) for syllables in spoken}
    keys |= {"".join(syllable[0] for syllable in syllables) for syllables in spoken}
    return sorted(keys)


def parts_of(name: str) -> list[str]:
    """What a name can be found by from within: "张国强" → $国强, $强. Never of Latin letters."""
    plain = folded(name)
    starts = range(1, len(plain)) if not plain.isascii() else ()
    return sorted({f"{PART}{plain[at:]}" for at in starts})


def pairs_of(name: str) -> list[str]:
    """Each two neighbouring characters, with where the name begins and ends; "" has none."""
    plain = folded(name)
    return sorted(set(pairs_in(f"{START}{plain}{END}"))) if plain else []


def pairs_in(text: str) -> list[str]:
    """In their order: "张国强" → 张国, 国强."""
    return [text[at : at + 2] for at in range(len(text) - 1)]


def spoken_key(words: str) -> str:
    """The pinyin or initials that were typed, as `keys_of` writes them; "" for anything else."""
    plain = folded(words)
    return plain.replace("ü", "v") if LATIN.fullmatch(plain) else ""


@lru_cache(CHARACTERS_CACHED)
def _readings(character: str) -> tuple[str, ...]:
    """The usual one first. A character without a known reading stands for itself."""
    found = pinyin(character, style=Style.NORMAL, heteronym=True)
    return tuple(reading.replace("ü", "v") for reading in found[0]) if found else (character,)


@lru_cache(CHARACTERS_CACHED)
def _simplified(character: str) -> str:
    simple: str = _converter().convert(character)
    return simple.translate(SAME_NAME)


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
