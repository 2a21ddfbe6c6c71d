"""Markup drawn once and filled many times, where a page repeats one shape fifty times.

A template draws the shape with a slot wherever a text of one's own goes; cut apart at its slots it is text and names by
turns, and filling it is all that is left to do for the next one.

    shape = cut(draw(slots("id", "title")))
    fill(shape, {"id": "7", "title": escape(title)})
"""
from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace

from markupsafe import Markup

_SIGN = "\x1a"  # a control character: no text of a template holds it


def slots(*names: str) -> SimpleNamespace:
    """A slot for each name, to give a template in the place of the texts."""
    return SimpleNamespace(**{name: Markup(f"{_SIGN}{name}{_SIGN}") for name in names})  # noqa: S704 – our own names


def cut(drawn: str) -> tuple[str, ...]:
    """What was drawn, as text and names of slots by turns; text first."""
    return tuple(str(drawn).split(_SIGN))


def fill(shape: tuple[str, ...], own: Mapping[str, str]) -> Markup:
    """The shape with a text in each slot. own: by name, escaped already. Raises KeyError for a slot without one."""
    pieces = list(shape)
    pieces[1::2] = [own[name] for name in pieces[1::2]]
    return Markup("".join(pieces))  # noqa: S704 – drawn by a template, and filled with what is escaped
