"""Whether a description holds two risks that should be scored apart. A sign for a person, never a decision."""

from __future__ import annotations

import re

from portfolio.documents.recognition.wording import listed

_SENTENCE_END = re.compile(r"[.!?;] +(?=[A-ZÅÄÖ])|; ")
_FIRST = re.compile(r"(?:^| )(?:1[.)]|a\)) ")
_SECOND = re.compile(r" (?:2[.)]|b\)) ")
_RISK_PHRASE = re.compile(r"\brisk (?:för|att|of|that)\b", re.IGNORECASE)
_ABBREVIATIONS = ("t.ex.", "bl.a.", "m.m.", "dvs.", "resp.", "ca.", "e.g.", "i.e.", "etc.", "f.d.", "fr.o.m.")
# A sentence that opens so explains the one before it instead of naming another risk.
_EXPLAINS = frozenset(
    listed(
        "det,detta,den,de,dessa,därför,då,där,vilket,som,orsaken,exempelvis,ex,till,leder,kan,här,på,so,this,that,it,"
        "these,those,therefore,which,as,because,for,then"
    )
)
_VERBS_AND_LINKS = frozenset(
    listed(
        "bland,kan,blir,finns,saknas,saknar,kommer,riskerar,försvinner,ökar,minskar,uppstår,slutar,hos,may,will,is,are,among"
    )
)
_FEWEST_WORDS = 2


def names_two_risks(description: str, *, also_doubled: bool) -> bool:
    """Whether the text reads as two risks: two statements, a numbered pair, or "risk för" twice.

    A capital in the middle of a sentence (a full stop lost) counts when a verb or link follows it, or when the
    row is doubled elsewhere too (`also_doubled`: two units, or two actions), since it may be a mere name.
    """
    first = _FIRST.search(description)
    numbered = first is not None and _SECOND.search(description, first.end()) is not None
    if numbered or len(_RISK_PHRASE.findall(description)) > 1:
        return True
    statements = [part.split() for part in _SENTENCE_END.split(_without_abbreviations(description))]
    if any(_is_another(words) for words in statements[1:]):
        return True
    return any(_lost_stop(words, also_doubled=also_doubled) for words in statements)


def has_two_sentences(text: str) -> bool:
    """Whether a text holds two sentences or entries, as a cell with two actions does."""
    return any(part.strip() for part in _SENTENCE_END.split(_without_abbreviations(text))[1:])


def _without_abbreviations(text: str) -> str:
    for abbreviation in _ABBREVIATIONS:
        text = text.replace(abbreviation, abbreviation.replace(".", ""))
    return text


def _is_another(words: list[str]) -> bool:
    return len(words) >= _FEWEST_WORDS and words[0].casefold().strip(",") not in _EXPLAINS


def _lost_stop(words: list[str], *, also_doubled: bool) -> bool:
    for at in range(2, len(words) - 2):
        before, word, after = words[at - 1], words[at], words[at + 1]
        opens = word.isalpha() and len(word) > 3 and word.istitle()
        if opens and before.isalpha() and before.islower() and (also_doubled or after in _VERBS_AND_LINKS):
            return True
    return False
