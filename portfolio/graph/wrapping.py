"""Break a title into the few short lines that fit in a node of the map."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

#: Gives the width of a text in pixels, in the type the map is drawn with.
TextMeasure = Callable[[str], float]

LINE_WIDTH: Final = 200
MAX_LINES: Final = 3
_ELLIPSIS = "…"

# Widths in px at 14 px of DejaVu Sans, rounded up. Of the fonts that `system-ui` gives it is, with
# Verdana, the widest, so what fits here fits everywhere.
_WIDTHS = {
    4.2: "'ijlìíîïIÌÍÎÏ",
    4.8: " ,.:;/\\|",
    5.5: "-()[]ft",
    5.8: "r!",
    7.0: '"*_`\N{EN DASH}',
    7.4: "sz",
    7.8: "?cçL",
    8.3: "Fkvxyý",
    8.6: "PTYaoàáâãäåòóôõöÝ",
    8.9: "ESbdeghnpquèéêëñùúûüÈÉÊËß",
    9.2: "$0123456789{}K",
    9.8: "ABCRVXZÀÁÂÃÄÅÇ",
    10.6: "HNUÑÙÚÛÜ",
    11.1: "DGOQÒÓÔÕÖØ&",
    12.1: "Mw#+<=>~",
}


class _GlyphWidths(dict[str, float]):
    """Width of each character; one that is not in the table counts as the widest."""

    def __missing__(self, glyph: str) -> float:
        return 14.0


_GLYPHS = _GlyphWidths({glyph: width for width, glyphs in _WIDTHS.items() for glyph in glyphs})


def text_width(text: str) -> float:
    """An upper estimate, in px, of the width of a text set at 14 px in a system font."""
    return sum(map(_GLYPHS.__getitem__, text))


@lru_cache(maxsize=8192)  # the same titles come again at every view of the map
def wrap(title: str, measure: TextMeasure = text_width) -> tuple[str, ...]:
    """Break the title into at most MAX_LINES lines, none measured wider than LINE_WIDTH.

    Lines break between words; a word too long for a line is cut with a hyphen. What does not fit is
    replaced by an ellipsis. `measure` is asked about words, and widths are added.
    """
    words = title.split()
    space = measure(" ")
    lines: list[str] = []
    line, used = "", 0.0
    while words:
        word = words.pop(0)
        width = measure(word)
        if line and used + space + width <= LINE_WIDTH:
            line, used = f"{line} {word}", used + space + width
            continue
        if line:
            lines.append(line)
        if len(lines) == MAX_LINES:
            lines[-1] = _cut(lines[-1], measure, _ELLIPSIS)
            return tuple(lines)
        if width > LINE_WIDTH and len(word) > 1:
            line = _cut(word, measure, "-")
            words.insert(0, word[len(line) - 1 :])
            used = LINE_WIDTH
        else:
            line, used = word, width
    return (*lines, line) if line else tuple(lines)


def _cut(text: str, measure: TextMeasure, mark: str) -> str:
    """As much of the text as fits in a line with the mark after it, and the mark; at least one character."""
    room = LINE_WIDTH - measure(mark)
    end = 1
    while end < len(text) and measure(text[: end + 1]) <= room:
        end += 1
    return text[:end].rstrip() + mark
