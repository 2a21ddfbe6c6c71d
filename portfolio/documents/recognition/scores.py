"""A score cell to a number 1–4, or to the statement that it cannot be read.

The words are the labels of the default scale. Its impact words are MSB's; other common municipal words
(lindrig, kännbar, möjlig …) belong to scales we have not confirmed, so they are known but unclear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from portfolio.documents.recognition.reading import squeezed
from portfolio.documents.recognition.wording import listed


class Scale(StrEnum):
    """The two scales a risk is scored on."""

    LIKELIHOOD = "likelihood"
    IMPACT = "impact"


@dataclass(frozen=True)
class Score:
    """`value` 1–4, or None with `given` telling an empty cell from one that cannot be read."""

    value: int | None
    given: bool

    @property
    def is_unclear(self) -> bool:
        """Whether something stands there that is no score."""
        return self.given and self.value is None


_WORDS: dict[Scale, dict[str, int]] = {
    Scale.LIKELIHOOD: {
        "osannolik": 1,
        "osannolikt": 1,
        "unlikely": 1,
        "mindre sannolik": 2,
        "mindre sannolikt": 2,
        "less likely": 2,
        "sannolik": 3,
        "sannolikt": 3,
        "likely": 3,
        "mycket sannolik": 4,
        "mycket sannolikt": 4,
        "very likely": 4,
    },
    Scale.IMPACT: {
        "försumbar": 1,
        "försumbart": 1,
        "försumbara": 1,
        "negligible": 1,
        "måttlig": 2,
        "måttligt": 2,
        "måttliga": 2,
        "moderate": 2,
        "betydande": 3,
        "significant": 3,
        "allvarlig": 4,
        "allvarligt": 4,
        "allvarliga": 4,
        "severe": 4,
        "serious": 4,
    },
}
_UNCONFIRMED = frozenset(
    listed(
        "möjlig,möjligt,trolig,troligt,lindrig,lindriga,kännbar,kännbara,katastrofal,mycket allvarlig,"
        "synnerligen allvarlig,låg,lågt,medel,hög,högt,mycket hög,mycket låg,liten,stor,sällan,ibland,ofta,"
        "nästan säker,possible,rare,probable,almost certain,very unlikely,low,medium,high,very high,very low,"
        "minor,major,critical,catastrophic,oklart,okänt,vet ej,unclear,unknown,?,??"
    )
)
_EMPTY = frozenset({"", "-", "–", "—", ".", "n/a", "na", "e/t", "saknas", "ej angivet", "ej bedömd"})
# A figure alone, with ",0", in brackets, or behind its scale's own letter; a figure followed by words.
_NUMBER = {
    Scale.LIKELIHOOD: re.compile(r"\(?(?:[slp] ?[=:]? ?)?([0-9]{1,2})(?:[.,]0)?\)?"),
    Scale.IMPACT: re.compile(r"\(?(?:[kic] ?[=:]? ?)?([0-9]{1,2})(?:[.,]0)?\)?"),
}
_NUMBER_AND_WORDS = re.compile(r"([0-9]{1,2}) ?[-–=:(.,]? ?([^0-9()]{3,40})\)?")
_LONGEST = 40


def is_nothing(text: str) -> bool:
    """Whether a cell says nothing: empty, a dash, or a word for "not given"."""
    return len(text) <= _LONGEST and squeezed(text).casefold() in _EMPTY


def read_score(text: str, scale: Scale) -> Score:
    """The score a cell gives on a scale.

    A number outside 1–4, a span ("2-3"), a pair ("2/3"), a word of another scale or of none, and a number
    that contradicts its word are all unclear: given, without a value.
    """
    if is_nothing(text):
        return Score(None, given=False)
    if len(text) > _LONGEST:
        return Score(None, given=True)
    plain = squeezed(text).casefold()
    return Score(_number(plain, scale) or _WORDS[scale].get(plain), given=True)


def _number(plain: str, scale: Scale) -> int | None:
    alone = _NUMBER[scale].fullmatch(plain)
    if alone:
        return _within(int(alone[1]))
    described = _NUMBER_AND_WORDS.fullmatch(plain)
    if described and _WORDS[scale].get(described[2].strip()) == int(described[1]):
        return _within(int(described[1]))
    return None


def _within(value: int) -> int | None:
    return value if 1 <= value <= 4 else None


def is_bare_digit(text: str) -> bool:
    """Whether the cell is nothing but a digit 1–4: what wanders when columns slip."""
    return text.strip() in {"1", "2", "3", "4"}


def looks_like_score(text: str, scale: Scale) -> bool:
    """Whether a cell could stand in a score column at all, readable or not."""
    if len(text) > _LONGEST:
        return False
    plain = squeezed(text).casefold()
    if read_score(plain, scale).value is not None or plain in _UNCONFIRMED:
        return True
    return len(plain) <= 12 and any(character.isdigit() for character in plain) and not _has_long_word(plain)


def _has_long_word(plain: str) -> bool:
    return any(len(word) > 3 and word.isalpha() for word in plain.split())
