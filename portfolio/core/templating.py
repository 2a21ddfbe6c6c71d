"""What templates may call: dates and numbers in the reader's language, built files, and what one may do."""
from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent
from flask import Flask, g, request, url_for
from flask.templating import Environment
from flask_babel import get_locale
from markupsafe import escape

from . import clock, words
from .access import Permission, Scope, may


@dataclass(frozen=True)
class NavItem:
    """A place to go: in the shell, or among a programme's tabs."""

    label: str
    url: str
    current: bool = False


NodeUrl = Callable[[str, int], str]


class _Environment(Environment):
    """Templates whose globals are one plain mapping: they are copied for each template that another one imports from,
    and Jinja's own, a chain of two, takes as long to copy as a short page to draw."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


_SPECIAL = re.compile("[&<>\"']").search


def init_templating(app: Flask) -> None:
    """Give the templates their globals and filters."""
    app.jinja_environment = _Environment
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.add_template_filter(show_date, "date")
    app.add_template_filter(show_datetime, "datetime")
    app.add_template_filter(show_number, "number")
    app.add_template_filter(show_percent, "percent")
    app.add_template_filter(words.field_word)
    app.add_template_filter(words.record_word)
    app.add_template_filter(show_stored, "stored")
    app.add_template_filter(escaped)
    app.jinja_env.globals.update(
        asset=asset, csp_nonce=csp_nonce, may=may, Permission=Permission, locale=language, node_url=node_url,
        record_url=record_url, today=clock.today, url_for=address,
    )
    app.context_processor(lambda: {"current_person": g.get("identity"), "scope": g.get("scope")})


def language() -> str:
    """The reader's language: "sv" or "en"."""
    found: str = g.get("language") or str(get_locale() or "sv")
    return found


def csp_nonce() -> str:
    """This response's nonce for scripts; the Content-Security-Policy header names the same."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def asset(name: str) -> str:
    """The address of a built file in static/dist, changing whenever the file does."""
    return f"/static/dist/{name}?v={_fingerprint(name)}"


@cache
def _fingerprint(name: str) -> str:
    path = Path(__file__).parents[2] / "static" / "dist" / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.exists() else "missing"


_ON_MAP = frozenset({"goal", "effect", "consequence", "problem", "circumstance", "workstream", "activity", "risk"})
_NODE_PAGES = {
    "workstream": ("programmes.workstream", "workstream_id"),
    "activity": ("activities.show", "activity_id"),
    "risk": ("risks.risk", "risk_id"),
}


def node_url(kind: str, node_id: int) -> str:
    """The address of the page of anything that stands on the map."""
    return _page_of(*_NODE_PAGES.get(kind, ("effectmap.node", "node_id")), node_id)


_RECORD_PAGES = {
    "programme": ("overview.programme", "programme_id"), "portfolio": ("overview.portfolio", "portfolio_id"),
    "analysis": ("risks.analysis", "analysis_id"), "action": ("risks.action", "action_id"),
    "unit": ("organisation.unit", "unit_id"), "person": ("organisation.person", "person_id"),
    "group": ("organisation.group", "group_id"), "document": ("documents.review", "document_id"),
    "frozen_map": ("effectmap.frozen_map", "frozen_id"),
}


def record_url(record: str, record_id: int) -> str | None:
    """The address of a record's own page, from what history calls its kind; None for a kind without pages."""
    if record in _ON_MAP:
        return node_url(record, record_id)
    if record not in _RECORD_PAGES:
        return None
    return _page_of(*_RECORD_PAGES[record], record_id)


def _page_of(endpoint: str, argument: str, key: int) -> str:
    return f"{_before(request.script_root, endpoint, argument)}{key}"


# A page may hold a hundred links of one kind, and `url_for` takes as long as translating a sentence.
@lru_cache(maxsize=64)
def _before(_root: str, endpoint: str, argument: str) -> str:
    """What an address is before its id. _root: where the server has the application, which an address begins with."""
    values: dict[str, Any] = {argument: 0}
    return url_for(endpoint, **values).removesuffix("0")


def address(endpoint: str, **values: Any) -> str:
    """The address of a page, as `url_for` gives it, but kept: it is always the same."""
    return _address(request.script_root, endpoint, **values)


@lru_cache(maxsize=4096, typed=True)
def _address(_root: str, _endpoint: str, **values: Any) -> str:
    return url_for(_endpoint, **values)


def show_date(value: date | None, style: str = "medium") -> str:
    """A calendar date ("14 okt. 2026"); nothing for None."""
    return _in_words(value, style, language()) if value else ""


# A long list shows the same few days again and again, and wording one anew takes 40 µs.
@lru_cache(maxsize=4096)
def _in_words(value: date, style: str, locale: str) -> str:
    return format_date(value, format=style, locale=locale)


def show_stored(value: str, field: str, record: str) -> str:
    """A value that history keeps, as other pages show it: a date in words, a choice by its name, a text as it is."""
    found = words.stored_date(value)
    if isinstance(found, datetime):
        return show_datetime(found)
    return show_date(found) if found else words.value_word(value, field, record)


def show_datetime(value: datetime | None) -> str:
    """A moment on the organisation's wall clock ("14 okt. 2026 09:30")."""
    if value is None:
        return ""
    return _at_the_clock(clock.local(value).replace(tzinfo=None), language())


@lru_cache(maxsize=4096)
def _at_the_clock(value: datetime, locale: str) -> str:
    return format_datetime(value, "d MMM y HH:mm", locale=locale)


def show_number(value: int | float | Decimal | None) -> str:
    """A number with the language's separators; nothing for None."""
    return _in_digits(value, language()) if value is not None else ""


@lru_cache(maxsize=4096)
def _in_digits(value: int | float | Decimal, locale: str) -> str:
    return format_decimal(value, locale=locale)


def show_percent(value: float | Decimal | None) -> str:
    """A share (0.46) as per cent ("46 %"); nothing for None."""
    return _in_hundredths(value, language()) if value is not None else ""


@lru_cache(maxsize=4096)
def _in_hundredths(value: float | Decimal, locale: str) -> str:
    return format_percent(value, locale=locale)


def escaped(text: str) -> str:
    """A text for markup that is written with autoescape off, as the filter e gives it; one of thousands.

    Hardly any of them holds something to escape, and looking is cheaper than making Markup of each.
    """
    return str(escape(text)) if _SPECIAL(text) else text


def scope_of_request() -> Scope | None:
    """The scope that `@requires` resolved for this request."""
    found: Scope | None = g.get("scope")
    return found
