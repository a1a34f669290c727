"""YAML read strictly: each value knows its line, and a mistake says file, line and reason.

Values are read from the text as written, so 680.50 never passes through a float, and
unknown or repeated keys are mistakes, not surprises.
"""

import re
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import NoReturn, TypeVar

import yaml

from kernel.errors import Refusal
from kernel.i18n import _

Choice = TypeVar("Choice", bound=StrEnum)
NUMBER = re.compile(r"\d{1,7}(\.\d{1,4})?", re.ASCII)
FLAGS = {"true": True, "false": False}
MOST_ALIASES = 20


class YamlMistake(Refusal):
    message = _("%(file)s第%(line)s行：%(reason)s")
    status = 422


class Value:
    """One value of the file with the place it stands at; each reader refuses what it cannot be."""

    def __init__(self, node: yaml.Node, file: str, mistake: type[YamlMistake]) -> None:
        self.node = node
        self.file = file
        self.mistake = mistake

    @property
    def line(self) -> int:
        return int(self.node.start_mark.line) + 1

    @property
    def is_scalar(self) -> bool:
        return isinstance(self.node, yaml.ScalarNode)

    @property
    def is_list(self) -> bool:
        return isinstance(self.node, yaml.SequenceNode)

    def refuse(self, reason: str, **facts: object) -> NoReturn:
        raise self.mistake(file=self.file, line=self.line, reason=str(reason) % facts)

    def beside(self, node: yaml.Node) -> "Value":
        return Value(node, self.file, self.mistake)

    def entries(self) -> dict[str, "Value"]:
        """A mapping whose keys are free (codes, names)."""
        if not isinstance(self.node, yaml.MappingNode):
            self.refuse(_("这里要写成“名称: 值”的形式。"))
        found: dict[str, Value] = {}
        for key, value in self.node.value:
            name = self.beside(key).text()
            if name in found:
                self.beside(key).refuse(_("“%(key)s”写了两次。"), key=name)
            found[name] = self.beside(value)
        return found

    def fields(self, *required: str, optional: tuple[str, ...] = ()) -> dict[str, "Value"]:
        """A mapping whose keys are fixed."""
        found = self.entries()
        for key, value in found.items():
            if key not in required and key not in optional:
                value.refuse(_("不认识“%(key)s”这一项。"), key=key)
        for key in required:
            if key not in found:
                self.refuse(_("缺少“%(key)s”这一项。"), key=key)
        return found

    def items(self) -> list["Value"]:
        if not isinstance(self.node, yaml.SequenceNode):
            self.refuse(_("这里要写成以“-”开头的列表。"))
        if not self.node.value:
            self.refuse(_("列表里至少要有一项。"))
        return [self.beside(node) for node in self.node.value]

    def text(self) -> str:
        if not isinstance(self.node, yaml.ScalarNode) or not self.node.value.strip():
            self.refuse(_("这里要写一个值。"))
        return str(self.node.value).strip()

    def number(self) -> Decimal:
        """Zero or more, exactly as written: no exponents, at most four decimals."""
        text = self.text()
        if text.startswith("-"):
            self.refuse(_("“%(text)s”不能小于零。"), text=text)
        if not NUMBER.fullmatch(text):
            self.refuse(_("“%(text)s”不是数字。"), text=text)
        return Decimal(text)

    def whole(self) -> int:
        number = self.number()
        if number != int(number):
            self.refuse(_("“%(text)s”要写成整数。"), text=self.text())
        return int(number)

    def fen(self) -> int:
        """Written in yuan, at most two decimals."""
        number = self.number() * 100
        if number != int(number):
            self.refuse(_("“%(text)s”不是金额：以元为单位，最多两位小数。"), text=self.text())
        return int(number)

    def flag(self) -> bool:
        text = self.text()
        if text not in FLAGS:
            self.refuse(_("“%(text)s”要写成true或false。"), text=text)
        return FLAGS[text]

    def day(self) -> date:
        try:
            return date.fromisoformat(self.text())
        except ValueError:
            self.refuse(_("“%(text)s”不是日期，请写成2025-09-15的形式。"), text=self.text())

    def time_of_day(self) -> time:
        try:
            return time.fromisoformat(self.text())
        except ValueError:
            self.refuse(_("“%(text)s”不是时刻，请写成08:30的形式。"), text=self.text())

    def choice(self, words: type[Choice]) -> Choice:
        try:
            return words(self.text())
        except ValueError:
            self.refuse(
                _("“%(text)s”不在可选的词里：%(words)s。"),
                text=self.text(),
                words="、".join(words),
            )


class _BoundedLoader(yaml.SafeLoader):
    """A few aliases and none inside itself: else some lines could stand for a text without end."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.aliases = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()
            self.aliases += 1
            target = self.anchors.get(event.anchor)
            # A node still being read has no end yet.
            if self.aliases > MOST_ALIASES or (target is not None and target.end_mark is None):
                raise yaml.composer.ComposerError(None, None, "alias", event.start_mark)
        return super().compose_node(parent, index)


def read(text: str, file: str, mistake: type[YamlMistake] = YamlMistake) -> Value:
    """The whole document. Raises the mistake with the line where YAML itself is broken."""
    try:
        node = yaml.compose(text, Loader=_BoundedLoader)
    except RecursionError as error:
        raise mistake(file=file, line=1, reason=str(_("文件的层次太深。"))) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        reason = str(_("这一行的写法不合YAML格式，请检查缩进、冒号和引号。"))
        raise mistake(file=file, line=line, reason=reason) from error
    if node is None:
        raise mistake(file=file, line=1, reason=str(_("文件是空的。")))
    return Value(node, file, mistake)


def read_file(path: Path, mistake: type[YamlMistake] = YamlMistake) -> Value:
    return read(path.read_text(encoding="utf-8"), path.name, mistake)
