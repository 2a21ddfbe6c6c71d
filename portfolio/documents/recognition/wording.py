"""Comparing what a document writes with the phrases we know, letter damage included."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

_NOT_WORD = re.compile(r"[^a-z0-9åäöéüæø×]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_WITHOUT_DOTS = str.maketrans("åäöéü", "aaoeu")
_LONGEST = 80
_SHORTEST = 6


def listed(words: str) -> tuple[str, ...]:
    """The words of a comma-separated list: how the closed vocabularies are written down."""
    return tuple(words.split(","))


def normalised(text: str) -> str:
    """Lower case without brackets and punctuation: the form headings are compared in."""
    outside = _BRACKETS.sub(" ", text.casefold())
    return " ".join(_NOT_WORD.sub(" ", outside if outside.strip(" :.") else text.casefold()).split())


def undotted(text: str) -> str:
    """The text with å, ä, ö as a, a, o: the dots are what text recognition loses first."""
    return text.translate(_WITHOUT_DOTS)


class Phrases:
    """A closed set of phrases that finds a phrase in itself even when a letter or two are damaged.

    Short phrases must match exactly. From 6 letters one letter may differ, from 8 two (added, lost or changed);
    the first letter must be right, apart from its dots. Enough for what text recognition does to a heading, too
    little to join two different words of these sets.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._all = frozenset(phrases)
        self._alike: dict[tuple[str, int], list[str]] = defaultdict(list)
        for phrase in sorted(self._all):
            if len(phrase) >= _SHORTEST:
                self._alike[undotted(phrase[0]), len(phrase)].append(phrase)

    def closest(self, phrase: str) -> str | None:
        """The known phrase this is, or is a slightly damaged form of; None when it is neither."""
        if phrase in self._all:
            return phrase
        if not _SHORTEST <= len(phrase) <= _LONGEST:
            return None
        found = []
        for length in range(len(phrase) - 2, len(phrase) + 3):
            limit = 1 if max(length, len(phrase)) < 8 else 2
            for candidate in self._alike.get((undotted(phrase[0]), length), ()):
                apart = distance(phrase, candidate, limit)
                if apart <= limit:
                    found.append((apart, candidate))
        return min(found)[1] if found else None


def distance(first: str, second: str, limit: int) -> int:
    """How many letters must be added, lost or changed to make one the other; `limit` + 1 when more than that."""
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    previous = list(range(len(second) + 1))
    for row, letter in enumerate(first, start=1):
        current = [row]
        for column, other in enumerate(second, start=1):
            changed = previous[column - 1] + (letter != other)
            current.append(min(previous[column] + 1, current[column - 1] + 1, changed))
        if min(current) > limit:
            return limit + 1
        previous = current
    return previous[-1]
