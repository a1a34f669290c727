"""What the demonstration gives the system: its commands."""

from flask import Flask

from demo.cli import demo as commands


def wire(app: Flask) -> None:
    app.cli.add_command(commands)
