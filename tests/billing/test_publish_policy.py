"""减免政策: put in force from its file; two of one county never hold on the same day."""

import pytest
from flask import Flask

from billing.cli import billing as commands
from billing.errors import PolicyError, PolicyInForce
from billing.operations import publish_policy
from kernel.people.actors import SETUP
from tests import world

SOURCE = (world.POLICIES / "jiayu-2025.yaml").read_text(encoding="utf-8")


def test_a_second_policy_for_the_same_days_is_refused(home):
    with pytest.raises(PolicyInForce):
        publish_policy(source=SOURCE.replace("version: 1", "version: 2", 1), by=SETUP)


def test_a_file_with_a_mistake_names_its_line(context):
    with pytest.raises(PolicyError, match="7"):
        publish_policy(source=SOURCE.replace('region: "421221"', 'region: "999999"'), by=SETUP)


def test_the_command_line_publishes_a_file_or_says_why_not(context, app: Flask):
    runner = app.test_cli_runner()
    path = str(world.POLICIES / "jiayu-2025.yaml")
    assert "jiayu-2025 1" in runner.invoke(commands, ["publish-policy", path]).output
    again = runner.invoke(commands, ["publish-policy", path])
    assert again.exit_code == 1
