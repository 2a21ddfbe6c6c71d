"""The commands of every feature, under `flask --app portfolio`."""
from __future__ import annotations

from flask import Flask

from .accounts.cli import create_user
from .core.cli import migrate
from .documents.cli import import_document
from .example.cli import load_example


def init_commands(app: Flask) -> None:
    """Add the features' commands to the application."""
    for command in (migrate, create_user, import_document, load_example):
        app.cli.add_command(command)
