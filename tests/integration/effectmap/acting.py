"""A person at the map's picture, who sends the forms of its acts."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import html5lib
from flask.testing import FlaskClient

from tests.forms import HTML, values_of


@dataclass(frozen=True)
class Drawer:
    """A browser on a programme's map."""

    browser: FlaskClient
    programme: int

    @property
    def address(self) -> str:
        """The picture's address."""
        return f"/programmes/{self.programme}/map"

    def act(self, name: str, *, view: str = "", **typed: Any) -> Any:
        """Open the picture and send an act's form. view: the query of both; a value that is None is left out."""
        page = self.browser.get(self.address + view)
        assert page.status_code == 200
        data = {key: value for key, value in typed.items() if value is not None}
        return self.browser.post(f"{self.address}/{name}{view}", data={"csrf_token": token_of(page.text), **data})


def token_of(html: str) -> str:
    """The token that every form of a page sends."""
    forms = html5lib.parse(html).iter(f"{HTML}form")
    tokens = [values["csrf_token"][0] for values in map(values_of, forms) if "csrf_token" in values]
    assert tokens
    return tokens[0]
