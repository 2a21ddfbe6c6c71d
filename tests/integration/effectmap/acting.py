"""A person at the map's picture, who sends the forms of its acts."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import html5lib
from flask.testing import FlaskClient

from tests.forms import HTML, values_of


@dataclass
class Drawer:
    """A browser on a programme's map."""

    browser: FlaskClient
    programme: int
    token: str = ""

    @property
    def address(self) -> str:
        """The picture's address."""
        return f"/programmes/{self.programme}/map"

    def act(self, name: str, *, view: str = "", **typed: Any) -> Any:
        """Send an act's form from the picture in a view (a query)."""
        if not self.token:
            self.token = token_of(self.browser.get(self.address).text)
        return self.browser.post(f"{self.address}/{name}{view}", data={"csrf_token": self.token, **typed})

    def undo(self) -> int | None:
        """The event that the picture's undo would take back; None where there is nothing to undo."""
        return self._offered("undo")

    def redo(self) -> int | None:
        """The event that the picture's redo would do again."""
        return self._offered("redo")

    def _offered(self, name: str) -> int | None:
        tree = html5lib.parse(self.browser.get(self.address).text)
        for form in tree.iter(f"{HTML}form"):
            if (form.get("action") or "").partition("?")[0] == f"{self.address}/{name}":
                button = next(form.iter(f"{HTML}button"))
                return int(button.get("value") or 0) or None
        return None


def token_of(html: str) -> str:
    """The token that every form of a page sends."""
    forms = html5lib.parse(html).iter(f"{HTML}form")
    tokens = [values["csrf_token"][0] for values in map(values_of, forms) if "csrf_token" in values]
    assert tokens
    return tokens[0]
