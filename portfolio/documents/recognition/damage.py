"""Signs that text was damaged on its way here: by text recognition, by a wrong encoding, or by a picture that
a machine described instead of reading.

There is no word list of the whole language behind this, so most misread words pass unseen. What is looked for is
what can be named, and each sign is one a person would agree with:

1. LaTeX left in running text (a backslash command where a sign should be).
2. The replacement character, or the letter pairs UTF-8 leaves when it was read as Windows-1252.
3. The same small letter three times in a row, or a figure inside a word.
4. A word that is nearly, but not quite, one of the field's own words below: one letter wrong (two in words of
   12 letters or more), before the last three letters, where inflection cannot explain it; or such a word with
   one final letter that Swedish does not inflect with.
5. For whole blocks: a table row that repeats one word in every cell, a table that repeats the lines above it,
   a line given twice in a row.

Stray bold marks and double spaces are noise, not damage, and are removed in `reading`. A heading or label that
is nearly one we know is recognised (see `wording`), and everything under it is marked as damaged.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from portfolio.documents.recognition.reading import Line, squeezed
from portfolio.documents.recognition.wording import distance, listed, undotted

_LATEX = re.compile(r"(?<![\w:\\/])\\[a-zA-Z]+")
_MISDECODED = re.compile("�|Ã[\x80-¿€-™]|â€|Â[ \xa0«»§°]")
_TRIPLED = re.compile(r"([a-zåäö])\1\1")
_FIGURE_INSIDE = re.compile(r"[a-zåäö]{2}[015][a-zåäö]{2}")
_WORD = re.compile(r"[a-zåäö]{8,30}")
_INFLECTIONS = frozenset("aenrst")
_FIELD_WORDS = listed(
    "aktivitet,ansvarig,arbetsmiljö,arbetssätt,arbetsström,avveckling,bedömning,beställare,digitalisering,"
    "effektivitet,effektmål,fördröjs,förhindras,förmågor,försenas,försvaras,försvagas,försämras,försvårande,"
    "förutsättning,förvaltning,förväntan,förväntning,förändring,genomförande,gemensam,handlingsplan,"
    "implementering,infrastruktur,information,informationssäkerhet,initiativ,konsekvens,kompetens,kommunikation,"
    "kontroll,lagefterlevnad,medarbetare,nulägesbild,nyttorealisering,omständighet,"
    "omvärldsbevakning,organisation,otydlig,otydlighet,portföljledare,prioritering,programledare,programsponsor,"
    "resurser,riskanalys,samverkan,sannolikhet,styrgrupp,styrning,störning,systemportfölj,systemportföljen,säkerhet,"
    "tillgänglighet,tydlighet,uppföljning,upphandling,verksamhet,verksamhetsutveckling,återkoppling,åtgärder"
)
_NEAR_LINES = 25
_SAME_CELLS = 4
_BLOCK_GAP = 10


def is_damaged(*texts: str | None) -> bool:
    """Whether any of the texts shows one of the signs 1–4."""
    return any(_shows_sign(text) for text in texts if text)


def _shows_sign(text: str) -> bool:
    if _LATEX.search(text) or _MISDECODED.search(text):
        return True
    if _FIGURE_INSIDE.search(text) or any(_has_tripled(word) for word in text.split()):
        return True
    return any(_is_near_miss(word) for word in _WORD.findall(text.casefold()))


def _has_tripled(word: str) -> bool:
    return word.islower() and len(word) > 4 and not word.startswith("www") and _TRIPLED.search(word) is not None


def _by_opening() -> dict[str, list[str]]:
    openings: dict[str, list[str]] = defaultdict(list)
    for word in _FIELD_WORDS:
        openings[undotted(word[:2])].append(word)
    return dict(openings)


_OPENINGS = _by_opening()


@lru_cache(maxsize=4096)
def _is_near_miss(word: str) -> bool:
    terms = _OPENINGS.get(undotted(word[:2]), [])
    if any(word.startswith(term) for term in terms):
        return any(word[:-1] == term and word[-1] not in _INFLECTIONS for term in terms)
    return any(_opens_nearly_as(word, term) for term in terms)


def _opens_nearly_as(word: str, term: str) -> bool:
    limit = 2 if len(term) >= 12 else 1
    alike = next((at for at, pair in enumerate(zip(word, term, strict=False)) if pair[0] != pair[1]), len(word))
    if alike >= min(len(term), len(word)) - 3:
        return False
    lengths = range(len(term) - limit, len(term) + limit + 1)
    return any(distance(word[:length], term, limit) <= limit for length in lengths if length <= len(word))


def damaged_blocks(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """The (first, last) line numbers of blocks that show a sign of their own: signs 1, 2 and 5.

    Signs at most ten lines apart are one block: what a machine made of one picture stands together.
    """
    numbers = sorted(_signed_lines(lines))
    blocks: list[tuple[int, int]] = []
    for number in numbers:
        if blocks and number - blocks[-1][1] <= _BLOCK_GAP:
            blocks[-1] = (blocks[-1][0], number)
        else:
            blocks.append((number, number))
    return blocks


def _signed_lines(lines: Sequence[Line]) -> set[int]:
    signed: set[int] = set()
    for at, line in enumerate(lines):
        if _LATEX.search(line.text) or _MISDECODED.search(line.text) or _repeats_one_word(line.text):
            signed.add(line.number)
        if at and line.text == lines[at - 1].text and len(line.text.split()) >= 4 and "\t" not in line.text:
            signed.update((line.number - 1, line.number))
    return signed | _echoes(lines)


def _cells(text: str) -> list[str]:
    return [squeezed(cell) for cell in text.split("\t")] if "\t" in text else []


def _worded(cells: Sequence[str]) -> list[str]:
    return [cell for cell in cells if len(cell) >= 4 and cell[:4].isalpha()]


def _repeats_one_word(text: str) -> bool:
    words = _worded(_cells(text))
    return len(words) >= _SAME_CELLS and len(set(words)) == 1


def _echoes(lines: Sequence[Line]) -> set[int]:
    """The lines of tables that repeat at least two lines standing by themselves just above, and those lines."""
    alone: dict[str, int] = {}
    echoed: set[int] = set()
    pairs: list[tuple[int, int]] = []
    for line in [*lines, Line(len(lines) + 1, "", "")]:
        words = _worded(_cells(line.text))[:1]
        source = alone.get(words[0]) if words else None
        if source is not None and line.number - source <= _NEAR_LINES:
            pairs.append((source, line.number))
        elif "\t" not in line.text:
            if len(pairs) > 1:
                echoed.update(number for pair in pairs for number in pair)
            pairs = []
            alone[squeezed(line.text)] = line.number
    return echoed
