"""Texts broken into lines of a given width, for what the layout does not place: headings and legend."""
from __future__ import annotations

from typing import Final

from portfolio.graph.wrapping import text_width

#: From one line to the next, px.
LINE: Final = 20
_MEASURED_AT = 14


def width_in(text: str, size: int = _MEASURED_AT) -> int:
    """An upper estimate of a text's width in px, set at a size in px."""
    return int(text_width(text) * size / _MEASURED_AT) + 1


def lines_within(text: str, room: int, *, size: int = _MEASURED_AT) -> list[str]:
    """The whole text in lines no wider than the room; a word that is wider is cut."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if width_in(joined, size) <= room:
            lines[-1] = joined
            continue
        lines += _pieces(word, room, size)
    return [line for line in lines if line]


def _pieces(word: str, room: int, size: int) -> list[str]:
    pieces = [""]
    for sign in word:
        if pieces[-1] and width_in(pieces[-1] + sign, size) > room:
            pieces.append("")
        pieces[-1] += sign
    return pieces
