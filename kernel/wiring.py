"""What the kernel gives the system: its pages and its commands."""

from flask import Flask

from kernel.cli import kernel as commands
from kernel.texts.views import texts
from kernel.views import kernel


def wire(app: Flask) -> None:
    app.register_blueprint(kernel)
    app.register_blueprint(texts)
    app.cli.add_command(commands)
