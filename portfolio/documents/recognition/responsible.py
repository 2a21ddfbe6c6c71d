"""Who answers for an action: a cell to units, a person, and whether a unit is unknown.

A unit is an abbreviation (two to six capitals) or a name ending as unit names do (förvaltningen, nämnden,
kontoret, enheten …). A person is two or more capitalised words, or a function (IT-chef, rektor). A single
capitalised word counts as a unit, as "Kommunikation" does in the documents. Units are kept as the document
writes them.

`unit-unknown` without a list of known units is raised only for text that is not plausibly a unit or a person
("se ovan", "alla berörda"); with a list it is raised for every unit that is not on it. The text is kept either
way, so that the person who reviews the row sees what stood there.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from portfolio.documents.recognition.reading import squeezed
from portfolio.documents.recognition.scores import is_nothing


@dataclass(frozen=True)
class Responsible:
    """Who a cell names. `unknown` says that at least one unit is not known, or not plausibly a unit."""

    units: tuple[str, ...] = ()
    person: str | None = None
    unknown: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether nobody is named."""
        return not self.units and self.person is None


_ABBREVIATION = re.compile(r"[A-ZÅÄÖ]{2,6}")
_UNIT_END = re.compile(
    r".*(?:förvaltning|nämnd|kontor|enhet|avdelning|styrelse|sektion|sektor|bolag|stab|område|skola|skolor"
    r"|verksamhet|grupp|förbund|department|division|unit|office|committee|board|section|team)"
    r"(?:en|et|n|ens|ets|arna|erna|s)?",
    re.IGNORECASE,
)
_FUNCTION_END = re.compile(
    r".*(?:chef|ledare|samordnare|ansvarig|direktör|sekreterare|handläggare|controller|strateg|rektor|ombud"
    r"|utvecklare|arkitekt|specialist|manager|officer|director|head|lead|coordinator|ägare|owner)(?:en|n|er|na|s)?",
    re.IGNORECASE,
)
_UNSET = frozenset({"?", "??", "tbd", "vakant", "ej utsedd", "ej utsett", "ej klart", "not set", "none", "ingen"})
_SEPARATOR = re.compile(r"\s*[/,;+\n]\s*|\s+&\s+|(?<=[A-ZÅÄÖ]{2})&(?=[A-ZÅÄÖ]{2})")
_AND = re.compile(r"\s+(?:och|samt|and)\s+")
_BRACKETED = re.compile(r"([^()]+)\(([^()]+)\)")
_LONGEST = 160


def read_responsible(text: str, known_units: Collection[str] | None = None) -> Responsible:
    """Who the cell names; see the module's text for the rules. Never raises."""
    plain = squeezed(text)
    if is_nothing(plain) or plain.casefold() in _UNSET:
        return Responsible()
    known = {unit.casefold() for unit in known_units} if known_units is not None else None
    units: list[str] = []
    people: list[str] = []
    unknown = False
    for part in _parts(plain, known or set()):
        if _is_person(part) and part.casefold() not in (known or ()):
            people.append(part)
        elif part not in units:
            units.append(part)
            unknown |= not _is_unit(part) if known is None else part.casefold() not in known
    return Responsible(tuple(units), ", ".join(people) or None, unknown)


def is_unit_abbreviations(text: str) -> bool:
    """Whether the cell holds nothing but abbreviations as units have them: "UBF", "KOF/ UBF"."""
    parts = _parts(squeezed(text), set()) if len(text) <= _LONGEST else []
    return bool(parts) and all(_ABBREVIATION.fullmatch(part) for part in parts)


def looks_responsible(text: str) -> bool:
    """Whether a cell plainly names units or people: every part of it is one of the two."""
    if len(text) > _LONGEST or any(character.isdigit() for character in text):
        return False
    if squeezed(text).casefold() in _UNSET:
        return True
    return all(_is_person(part) or _is_unit(part) for part in _parts(squeezed(text), set()))


def names_function(text: str) -> bool:
    """Whether the text names a person by function: "IT-chef", "biträdande rektor"."""
    words = text.split()
    return bool(words) and any(_FUNCTION_END.fullmatch(word) for word in (words[0], words[-1]))


def _parts(plain: str, known: Collection[str]) -> list[str]:
    if plain.casefold() in known or len(plain) > _LONGEST:
        return [plain]
    bracketed = _BRACKETED.fullmatch(plain)
    if bracketed:
        return [*_parts(bracketed[1].strip(), known), *_parts(bracketed[2].strip(), known)]
    pieces = [piece.strip(" .") for piece in _SEPARATOR.split(plain)]
    return [part for piece in pieces if piece for part in _split_at_and(piece, known)]


def _split_at_and(piece: str, known: Collection[str]) -> list[str]:
    """ "UBF och KOF" is two; "Vård och omsorg" and "Kultur- och fritidsförvaltningen" are one."""
    sides = [side for side in _AND.split(piece) if side]
    whole = piece.casefold() in known or len(sides) < 2
    if whole or not all(side.casefold() in known or _stands_alone(side) for side in sides):
        return [piece]
    return sides


def _stands_alone(side: str) -> bool:
    ended = _UNIT_END.fullmatch(side) is not None and side[0].isupper()
    return _ABBREVIATION.fullmatch(side) is not None or ended or _is_person(side)


def _is_unit(part: str) -> bool:
    if _ABBREVIATION.fullmatch(part) or _UNIT_END.fullmatch(part):
        return True
    words = part.split()
    return part[0].isupper() and (len(words) == 1 or " och " in part) and len(words) <= 5


def _is_person(part: str) -> bool:
    words = part.split()
    if not words or len(words) > 4 or _UNIT_END.fullmatch(words[-1]):
        return False
    if names_function(part):
        return True
    names = [word for word in words if _is_name(word)]
    return len(words) >= 2 and len(names) == len(words)


def _is_name(word: str) -> bool:
    letters = word.replace("-", "").replace(".", "").replace("'", "")
    return letters.isalpha() and word[0].isupper() and not _ABBREVIATION.fullmatch(word)
