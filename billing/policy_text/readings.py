"""Points a policy document leaves open, and the reading this county put in their place."""

import yaml

from billing.policy import Setting
from kernel.checked_yaml import Value
from kernel.i18n import _


class Readings:
    """Puts the county's reading where the file says {setting: name}, and keeps the names used."""

    def __init__(self, settings: dict[str, tuple[Setting, Value]]) -> None:
        self.settings = settings
        self.used: set[str] = set()

    def fields(
        self, value: Value, *required: str, optional: tuple[str, ...] = ()
    ) -> dict[str, Value]:
        """The value's fields, each replaced by its reading where it rests on one."""
        found = value.fields(*required, optional=optional)
        return {key: self.read(each) for key, each in found.items()}

    def read(self, value: Value) -> Value:
        if not _is_setting(value):
            return value
        name = value.fields("setting")["setting"]
        if name.text() not in self.settings:
            name.refuse(_("county_settings里没有“%(name)s”。"), name=name.text())
        self.used.add(name.text())
        return self.settings[name.text()][1]

    def refuse_unused(self) -> None:
        for name, (_setting, value) in self.settings.items():
            if name not in self.used:
                value.refuse(_("设定“%(name)s”没有用到。"), name=name)


def _is_setting(value: Value) -> bool:
    return isinstance(value.node, yaml.MappingNode) and "setting" in value.entries()


def names_in(value: Value) -> tuple[str, ...]:
    """The settings a value rests on, itself or any level down."""
    if _is_setting(value):
        return (value.entries()["setting"].text(),)
    if isinstance(value.node, yaml.MappingNode):
        below = list(value.entries().values())
    elif isinstance(value.node, yaml.SequenceNode) and value.node.value:
        below = value.items()
    else:
        return ()
    return tuple(dict.fromkeys(name for each in below for name in names_in(each)))


def read_settings(document: Value) -> dict[str, tuple[Setting, Value]]:
    block = document.entries().get("county_settings")
    settings = {}
    for code, value in (block.entries() if block else {}).items():
        found = value.fields("question", "value", "choices", "note")
        choices = found["choices"].entries()
        chosen = found["value"].text()
        if chosen not in choices:
            found["value"].refuse(
                _("“%(text)s”不在choices里：%(words)s。"), text=chosen, words="、".join(choices)
            )
        setting = Setting(
            code=code,
            question=found["question"].text(),
            value=chosen,
            reading=choices[chosen].text(),
            note=found["note"].text(),
        )
        settings[code] = (setting, found["value"])
    return settings
