"""People at the map: one who sends the forms of its acts, and one who acts through the services."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import html5lib
from flask.testing import FlaskClient

from portfolio.core.past import newest_event
from portfolio.effectmap.service import acts, undo
from portfolio.programmes.models import Node
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


class Person:
    """Somebody who acts on a map from now on, undoes and does again."""

    def __init__(self, key: int, programme: int) -> None:
        self.key, self.programme, self.since = key, programme, newest_event()
        self.left: list[int] = []

    def offered(self, place: int) -> undo.Act | None:
        """What can be undone (0) or done again (1)."""
        return undo.offered(self.key, self.programme, self.since, left=self.left)[place]

    @property
    def can_undo(self) -> str | None:
        """What an undo would take back, in words."""
        found = self.offered(0)
        return found.text if found else None

    @property
    def can_redo(self) -> str | None:
        """What a redo would do again, in words."""
        found = self.offered(1)
        return found.text if found else None

    def undo(self) -> None:
        """Take back the newest act."""
        found = self.offered(0)
        undo.undo(found and found.event, programme=self.programme, by=self.key, since=self.since, left=self.left)

    def redo(self) -> None:
        """Do again what was last undone."""
        found = self.offered(1)
        undo.redo(found and found.event, programme=self.programme, by=self.key, since=self.since, left=self.left)

    def leave(self, place: int = 0) -> None:
        """Pass over what an undo (0) or a redo (1) has been refused for."""
        found = self.offered(place)
        assert found
        self.left.append(found.event)

    def rename(self, node: int, title: str) -> None:
        """Give a node another title, as it stands now."""
        acts.rename(self.programme, node, title=title, version=Node.get_by_id(node).version, by=self.key)


def places() -> dict[int, int | None]:
    """The rank of every node, by id."""
    return dict(Node.select(Node.id, Node.rank).tuples())


def token_of(html: str) -> str:
    """The token that every form of a page sends."""
    forms = html5lib.parse(html).iter(f"{HTML}form")
    tokens = [values["csrf_token"][0] for values in map(values_of, forms) if "csrf_token" in values]
    assert tokens
    return tokens[0]
