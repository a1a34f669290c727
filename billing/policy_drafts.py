"""A policy text on its way to being published: read strictly, begun, and compared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import NoReturn

import yaml

from billing.errors import PolicyError
from billing.policy import CountyPolicy, Policy
from billing.policy_text.file import parse_policy
from kernel.i18n import _
from kernel.regions import full_name, is_within

SKELETON = Path(__file__).with_name("policy_skeleton.txt")
VERSION = re.compile(r"^version:.*$", re.MULTILINE)
# What stands in an address: /policies/<code>/<version>.
CODE = re.compile(r"[\w-]{1,60}")
LONGEST = 60_000
LAST_YEAR = 2999
CONTEXT_LINES = 3


def read_draft(source: str, region: str) -> CountyPolicy:
    """For an office of `region` (empty: anywhere). Raises PolicyError with the line."""
    if len(source) > LONGEST:
        _refuse(1, _("文件太长。"))
    _refuse_aliases(source)
    policy = parse_policy(source, "")
    if not CODE.fullmatch(policy.code):
        _refuse(_line_of(source, "code"), _("code只能用字母、数字、“-”和“_”，最长60个字。"))
    if region and not is_within(policy.region, region):
        _refuse(_line_of(source, "region"), _("只能写%(place)s范围内的政策。"), full_name(region))
    if policy.version < 1:
        _refuse(_line_of(source, "version"), _("版本从1开始。"))
    if max(policy.valid_from, policy.valid_to or policy.valid_from).year > LAST_YEAR:
        _refuse(_line_of(source, "effective"), _("日期的年份不对。"))
    return policy


def read_waiver_draft(source: str, region: str) -> Policy:
    """A draft that lowers bills, so that it can be tried on them. Raises PolicyError."""
    policy = read_draft(source, region)
    if not isinstance(policy, Policy):
        _refuse(_line_of(source, "kind"), _("奖补不减少账单，只有减免政策可以测算。"))
    return policy


def begin_text(region: str, today: date) -> str:
    """A text to write over: it can be read as it stands and waives nothing worth having."""
    text = SKELETON.read_text(encoding="utf-8")
    return text.replace("REGION", region).replace("TODAY", today.isoformat())


def next_version(source: str, version: int) -> str:
    """The same text with a new version number; its days are for the writer to change."""
    return VERSION.sub(f"version: {version}", source, count=1)


def plain_text(typed: str) -> str:
    """As browsers send it, with lines ended as files end them."""
    return "\n".join(typed.splitlines()) + "\n" if typed.strip() else ""


@dataclass(frozen=True)
class DiffLine:
    """`sign`: "+" only in the new text, "−" only in the old, "" in both, "…" left out between."""

    sign: str
    text: str
    old: int | None = None
    new: int | None = None


def compare(old: str, new: str) -> list[DiffLine]:
    """What changed, each change with a few lines around it; empty where nothing did."""
    before, after = old.splitlines(), new.splitlines()
    found: list[DiffLine] = []
    for group in SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(
        CONTEXT_LINES
    ):
        if found:
            found.append(DiffLine("…", ""))
        for step, first, last, start, end in group:
            if step == "equal":
                pairs = zip(range(first, last), range(start, end), strict=True)
                found += [DiffLine("", before[i], i + 1, j + 1) for i, j in pairs]
                continue
            found += [DiffLine("−", before[i], old=i + 1) for i in range(first, last)]
            found += [DiffLine("+", after[j], new=j + 1) for j in range(start, end)]
    return found


def _refuse_aliases(source: str) -> None:
    """A few lines of them can stand for more than any machine can read."""
    for token in _tokens(source):
        if isinstance(token, yaml.AliasToken):
            _refuse(token.start_mark.line + 1, _("请不要用“*”引用别处的内容，直接写出来。"))


def _tokens(source: str) -> Iterator[yaml.Token]:
    try:
        yield from yaml.scan(source, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return  # parse_policy says where


def _line_of(source: str, key: str) -> int:
    lines = source.splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.startswith(f"{key}:")), 1)


def _refuse(line: int, reason: str, place: str = "") -> NoReturn:
    raise PolicyError(file="", line=line, reason=str(reason) % {"place": place})
