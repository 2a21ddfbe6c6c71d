"""A browser without script, for tests that hold an application context of their own."""
from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class Browser(FlaskClient):
    """Every request in a context of its own, as in service: within one that a test holds, Flask would share `g`."""

    application: Flask

    def open(self, *arguments: Any, **options: Any) -> TestResponse:
        """Send a request."""
        with self.application.app_context():
            return super().open(*arguments, **options)
