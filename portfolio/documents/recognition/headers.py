"""What the columns of a risk table are called, and what makes a row of cells its header.

Trap: "Konsekvens" heads both a score column and a column of prose, "Risk" both the risk's text and a computed
risk value, "Uppföljning" both a note and a date. Such headers give several candidates, and the column's cells
decide (`resolved`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from functools import lru_cache

from portfolio.documents.recognition.dates import read_date
from portfolio.documents.recognition.reading import squeezed
from portfolio.documents.recognition.scores import Scale, is_nothing, looks_like_score
from portfolio.documents.recognition.wording import Phrases, listed, normalised


class Column(StrEnum):
    """What a column of a risk table holds."""

    DESCRIPTION = "description"
    LIKELIHOOD = "likelihood"
    IMPACT = "impact"
    PRODUCT = "product"
    COLOUR = "colour"
    ACTION = "action"
    RESPONSIBLE = "responsible"
    PRIORITY = "priority"
    DUE = "due"
    FOLLOW_UP = "follow_up"
    CONTROL_DATE = "control_date"
    REFERENCE = "reference"
    SCALE_NOTE = "scale_note"
    PROSE = "prose"
    UNKNOWN = "unknown"


_C = Column
_SYNONYMS: dict[tuple[Column, ...], str] = {
    (_C.DESCRIPTION,): (
        "beskrivning,riskbeskrivning,beskrivning av risk,beskrivning av risken,beskriv risken,"
        "risk beskrivning,identifierad risk,identifierade risker,risker,riskhändelse,händelse,"
        "oönskad händelse,hot,vad kan hända,vad kan gå fel,vad är risken,potential risk,identified risk,"
        "identified risks,riskscenario,scenario,description,risk description,risks,event,threat,"
        "what could go wrong,risk event,description of risk"
    ),
    (_C.DESCRIPTION, _C.PRODUCT): "risk",
    (_C.LIKELIHOOD,): (
        "s,sannolikhet,sannolikheten,l,likelihood,probability,p,s sannolikhet,sannolikhet s,sannolikhetsgrad,"
        "bedömd sannolikhet,sannol"
    ),
    (_C.IMPACT,): "k,i,impact,severity,k konsekvens,allvarlighetsgrad,konsekvensgrad,c,bedömd konsekvens,kons",
    (_C.IMPACT, _C.PROSE): "konsekvens,konsekvenser,consequence,consequences,påverkan",
    (_C.PRODUCT,): (
        "r,rv,sxk,s x k,s×k,s k,s × k,lxi,l x i,l i,riskvärde,risktal,riskpoäng,risk value,risk score,score,"
        "produkt,riskbedömning,total"
    ),
    (_C.COLOUR,): (
        "färg,färg a d,klass,riskklass,risknivå,nivå,färgkod,färgkod a d,colour,color,risk class,risk level,"
        "class,level,rag"
    ),
    (_C.ACTION,): (
        "åtgärd,åtgärder,förslag till åtgärd,förslag till åtgärder,åtgärdsförslag,planerad åtgärd,"
        "planerade åtgärder,föreslagen åtgärd,föreslagna åtgärder,riskreducerande åtgärder,"
        "riskreducerande åtgärd,handlingsplan,beskrivning av åtgärd,beskrivning av åtgärder,vad ska göras,"
        "hantering,action,actions,measure,measures,mitigation,treatment,response,planned action,"
        "planned actions,action plan"
    ),
    (_C.RESPONSIBLE,): (
        "ansvarig,ansvariga,ansvar,ansvarig enhet,ansvarig person,ansvarig förvaltning,ansvarig funktion,"
        "person responsible,unit responsible,vem gör vad,vem,vem gör,vem ansvarar,åtgärdsansvarig,riskägare,"
        "ägare,responsible,responsible unit,responsible person,owner,action owner,who"
    ),
    (_C.PRIORITY,): "prio,prioritet,prioritering,priority",
    (_C.DUE,): (
        "klart när,klart,klar,klart senast,klart datum,när,tidplan,deadline,slutdatum,datum,senast,tid,"
        "genomfört senast,förfallodatum,datum klart,slutförs,färdigt,due by,completion date,due,due date,"
        "when,date,by when,complete by,target date"
    ),
    (_C.FOLLOW_UP, _C.CONTROL_DATE): "uppföljning,kontroll,följs upp,follow up,followup,control,review",
    (_C.FOLLOW_UP,): (
        "uppföljning kontroll notering,uppföljning kontroll,kontroll uppföljning,kommentar uppföljning,"
        "notering,noteringar,kommentar,kommentarer,anteckning,anteckningar,uppföljning notering,note,notes,"
        "comment,comments,follow up note"
    ),
    (_C.CONTROL_DATE,): (
        "kontroll datum,kontrolldatum,uppföljningsdatum,datum för kontroll,datum för uppföljning,"
        "kontrolleras,control date,review date,follow up date"
    ),
    (_C.REFERENCE,): "nr,nummer,no,id,ref,risk nr,risk id,riskid,risknr,risknummer,löpnummer",
    (_C.PROSE,): (
        "orsak,orsaker,bakomliggande orsak,cause,causes,kategori,category,område,area,befintliga åtgärder,"
        "nuvarande åtgärder,existing controls,process,mål,berörd grupp,effekt"
    ),
}
_CANDIDATES = {phrase: columns for columns, words in _SYNONYMS.items() for phrase in listed(words)}
_PHRASES = Phrases(_CANDIDATES)
# Words that settle a longer header by themselves ("Ansvarig UBF", "Sannolikhet före åtgärd").
_LEADING = Phrases(
    listed(
        "sannolikhet,konsekvens,åtgärd,åtgärder,ansvarig,ansvar,klart,prio,prioritet,likelihood,probability,impact,"
        "action,actions,responsible,owner,risk,riskbeskrivning,riskvärde"
    )
)
# Scores after action or remaining risk are another assessment than the one the row is read for.
_LATER = re.compile(r"\b(?:efter|kvarstående|kvarvarande|after|residual|remaining)\b")
_SCALE_NOTE = re.compile(r"(?:skala|scale|grön|green|poäng|1 ?[-–] ?[0-9]|\(1 ?[-–] ?[0-9]).*", re.IGNORECASE)
_RANGE = re.compile(r"1 ?(?:[-–]|till|to) ?([0-9]{1,2})")
_RISK_WORDED = re.compile(r"\b(?:risk|oönskad|vad kan|what could)", re.IGNORECASE)
_LONGEST = 90
_WIDEST = 40
MOST_CELLS = 60

_REPEATABLE = (Column.DESCRIPTION, Column.RESPONSIBLE, Column.PROSE, Column.UNKNOWN)
Candidates = tuple[Column, ...]


@lru_cache(maxsize=2048)
def candidates(header: str) -> Candidates:
    """What a column with this header may hold, most likely first; `(UNKNOWN,)` when the words are not known."""
    plain = squeezed(header)
    if plain == "#":
        return (Column.REFERENCE,)
    if not plain or len(plain) > _LONGEST:
        return (Column.UNKNOWN,)
    phrase = _without_scale(normalised(plain))
    if _LATER.search(phrase):
        return (Column.UNKNOWN,)
    known = _PHRASES.closest(phrase) or _by_leading_word(phrase)
    if known:
        return _CANDIDATES[known]
    return (Column.SCALE_NOTE,) if _SCALE_NOTE.match(plain) else (Column.UNKNOWN,)


def foreign_scale(header: str) -> bool:
    """Whether the header names a scale that does not end at 4, so that its figures are not ours to read."""
    found = _RANGE.search(header)
    return found is not None and found[1] != "4"


def is_header(cells: Sequence[str]) -> bool:
    """Whether these cells head a risk table.

    They must name the risk's text and at least one of its scores, or name it as a risk and hold an assessment
    or action beside it, before anything else: a list of attendees, a budget or a plan has neither.
    """
    if not 3 <= len(cells) <= _WIDEST:
        return False
    found = [candidates(cell) for cell in cells]
    firsts = [columns[0] for columns in found]
    if Column.LIKELIHOOD in firsts and Column.IMPACT in firsts:
        known = [column for column in firsts if column is not Column.UNKNOWN]
        return len(known) >= 3 or _has_text_column(cells, firsts)
    if Column.DESCRIPTION not in firsts:
        return False
    at = firsts.index(Column.DESCRIPTION)
    if Column.LIKELIHOOD in firsts:
        return True
    return _RISK_WORDED.search(cells[at]) is not None and _has_assessment(firsts, at)


def continues_header(cells: Sequence[str]) -> bool:
    """Whether a row only goes on with the header above it: every cell is a column name or a note on the scale."""
    filled = [cell for cell in cells if cell.strip()]
    if not filled or len(cells) > _WIDEST or not all(len(cell) <= _LONGEST for cell in filled):
        return False
    return all(candidates(cell) != (Column.UNKNOWN,) for cell in filled)


def merged(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """A header on two rows as one: for each column the words that are known, joined where only that is."""
    width = max(len(upper), len(lower))
    above = [*upper, *[""] * (width - len(upper))]
    below = [*lower, *[""] * (width - len(lower))]
    return tuple(_merged_cell(a, b) for a, b in zip(above, below, strict=True))


def resolved(found: Sequence[Candidates], rows: Iterable[Sequence[str]]) -> tuple[Column, ...]:
    """One meaning for each column, decided by its cells where the header leaves a choice.

    A meaning is given once, to the first column that has it; only the risk's text (title, description) and
    "responsible" (unit, person) may stand in several.
    A table that scores risks without naming their text has it in the first column nobody else claims.
    """
    cells = [list(row) for row in rows]
    columns: list[Column] = []
    described = [at for at, choices in enumerate(found) if choices[0] is Column.DESCRIPTION]
    for at, choices in enumerate(found):
        values = [row[at] for row in cells if at < len(row) and not is_nothing(row[at])]
        column = choices[0] if len(choices) == 1 else _decided(choices, values)
        if column is Column.PRODUCT and choices[0] is Column.DESCRIPTION:
            column = _numbered_risk(columns, others=any(at != place for place in described))
        taken = column in columns and column not in _REPEATABLE
        columns.append(Column.UNKNOWN if taken else column)
    if Column.DESCRIPTION not in columns:
        for at, column in enumerate(columns):
            if column in (Column.UNKNOWN, Column.PROSE) and any(_is_wordy(row[at]) for row in cells if at < len(row)):
                columns[at] = Column.DESCRIPTION
                break
    return tuple(columns)


def _decided(choices: Candidates, values: Sequence[str]) -> Column:
    tests: dict[Column, Callable[[str], bool]] = {
        Column.IMPACT: lambda value: looks_like_score(value, Scale.IMPACT),
        Column.DESCRIPTION: _is_wordy,
        Column.FOLLOW_UP: lambda value: read_date(value).value is None,
    }
    fitting = sum(1 for value in values if tests[choices[0]](value))
    return choices[0] if 2 * fitting >= len(values) else choices[1]


def _numbered_risk(before: Sequence[Column], *, others: bool) -> Column:
    """What a column "Risk" full of figures is: the risk value behind the scores, else the risk's own number, else
    the text after all, in a table whose rows have slipped."""
    if Column.LIKELIHOOD in before or Column.IMPACT in before:
        return Column.PRODUCT
    return Column.REFERENCE if others else Column.DESCRIPTION


def _is_wordy(value: str) -> bool:
    return any(len(word) >= 3 and word[:3].isalpha() for word in value.split())


def _by_leading_word(phrase: str) -> str | None:
    words = phrase.split()
    if not 2 <= len(words) <= 5:
        return None
    return _LEADING.closest(words[0])


def _without_scale(phrase: str) -> str:
    words = [word for word in phrase.split() if not word.isdigit() and word not in ("skala", "scale")]
    return " ".join(words)


def _has_text_column(cells: Sequence[str], firsts: Sequence[Column]) -> bool:
    return any(c is Column.UNKNOWN and len(cell.strip()) > 2 for cell, c in zip(cells, firsts, strict=True))


def _has_assessment(firsts: Sequence[Column], at: int) -> bool:
    telling = {Column.IMPACT, Column.PRODUCT, Column.COLOUR, Column.ACTION}
    ahead = {Column.RESPONSIBLE, Column.DUE, Column.ACTION, Column.FOLLOW_UP}
    known = [column for column in firsts if column is not Column.UNKNOWN]
    return bool(telling & set(firsts)) and not ahead & set(firsts[:at]) and len(known) >= 3


def _merged_cell(upper: str, lower: str) -> str:
    upper, lower = squeezed(upper), squeezed(lower)
    both = f"{upper} {lower}".strip()
    for text in (both, lower, upper):
        if text and candidates(text)[0] not in (Column.UNKNOWN, Column.SCALE_NOTE):
            return text if text is not lower or not upper else lower
    return both
