"""Parts of a page that are drawn anew only when something has been saved since.

Every change of a record leaves its event in the same transaction, so the newest event tells whether anything on any
page can have changed: no part needs to be told what it depends on, and none is ever stale. People with the same grants,
language and day share what was drawn; what is a person's own (a form's token) is filled in each time.
"""
from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Any

from flask import Flask, current_app, g, render_template, request
from flask_wtf.csrf import generate_csrf

from . import clock, db
from .access import identity
from .history import stamp
from .templating import language

KEPT = 512
# A page of a large map takes a megabyte, a common one a tenth of that.
MOST_CHARACTERS = 50_000_000

# Where a form's token goes: nobody outside this process can write it into a text.
_TOKEN_SLOT = f"token-{secrets.token_urlsafe(16)}"


class Drawings:
    """The parts that have been drawn, the least used thrown away first.

    size: how many are kept at most; characters: how long they may be together.
    """

    def __init__(self, size: int = KEPT, characters: int = MOST_CHARACTERS) -> None:
        self._size, self._characters, self._held = size, characters, 0
        self._kept: OrderedDict[Hashable, str] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> str | None:
        """What was drawn for a key, or None."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: Hashable, html: str) -> None:
        """Keep what was drawn."""
        with self._lock:
            self._held += len(html) - len(self._kept.get(key, ""))
            self._kept[key] = html
            while len(self._kept) > self._size or self._held > self._characters:
                self._held -= len(self._kept.popitem(last=False)[1])


def init_drawings(app: Flask) -> None:
    """Give the application its drawings, and templates a token that can be filled in later."""
    app.extensions["malbild.drawings"] = Drawings()
    app.jinja_env.globals["csrf_token"] = token
    # Flask-WTF hands its own to every template it renders, before the environment's: this one comes after it.
    app.context_processor(lambda: {"csrf_token": token})


def drawn(template: str, context: Callable[[], Mapping[str, Any]], *key: Hashable) -> str:
    """A template's markup, for a page to write within {% autoescape false %}: a plain text, for as Markup it would be
    copied at every step, and a large map is a megabyte.

    context: gives the template's values, and is called only where it has to be drawn; it reads them itself, because
    what was read before may be older than the stamp it would be kept under. key: what the values depend on beside what
    is saved, the page's address with its query, the day, the language and the person's grants; where they are a
    person's own, that person.
    """
    if db.database.in_transaction():
        return _filled(_draw(template, context))
    who = identity()
    grants = (who.everywhere, frozenset(who.by_programme.items()), who.person in _owners())
    address = (request.script_root, request.full_path)
    whole = (template, address, key, language(), clock.today(), grants, stamp())
    drawings: Drawings = current_app.extensions["malbild.drawings"]
    html = drawings.get(whole)
    if html is None:
        html = _draw(template, context)
        drawings.put(whole, html)
    return _filled(html)


def _owners() -> frozenset[int]:
    """Who answers for what the page is about, and may therefore do more with it."""
    scope = g.get("scope")
    return scope.owners if scope else frozenset()


def _draw(template: str, context: Callable[[], Mapping[str, Any]]) -> str:
    g.drawing = True
    try:
        return render_template(template, **context())
    finally:
        g.drawing = False


def _filled(html: str) -> str:
    return html.replace(_TOKEN_SLOT, generate_csrf()) if _TOKEN_SLOT in html else html


def token() -> str:
    """A form's token, or its slot while a part is drawn that others will see."""
    return _TOKEN_SLOT if g.get("drawing") else generate_csrf()
