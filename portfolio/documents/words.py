"""The words a person reads for what an import stores as codes, in the reader's language."""
from __future__ import annotations

from typing import Any

from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.words import tell
from portfolio.documents.models import RowDecision
from portfolio.documents.recognition import Doubt, RowKind

KIND_WORDS: dict[RowKind, Any] = {
    RowKind.RISK: _l("Risk"),
    RowKind.PROBLEM: _l("Problem"),
    RowKind.CONSEQUENCE: _l("Consequence"),
    RowKind.CIRCUMSTANCE: _l("Circumstance"),
    RowKind.EFFECT: _l("Effect"),
    RowKind.ROLE: _l("Role"),
    RowKind.UNREADABLE: _l("Unreadable"),
}

DECISION_WORDS: dict[RowDecision, Any] = {
    RowDecision.WAITING: _l("Waiting"),
    RowDecision.ACCEPTED: _l("Accepted"),
    RowDecision.REJECTED: _l("Rejected"),
}
tell("decision", DECISION_WORDS, record="import_row")

DOUBT_WORDS: dict[Doubt, Any] = {
    Doubt.COLUMNS_SLIPPED: _l("Columns slipped"),
    Doubt.SCORE_MISSING: _l("Score missing"),
    Doubt.SCORE_UNCLEAR: _l("Score unclear"),
    Doubt.RESPONSIBLE_MISSING: _l("Nobody named"),
    Doubt.UNIT_UNKNOWN: _l("Unknown unit"),
    Doubt.DATE_UNCLEAR: _l("Date unclear"),
    Doubt.TWO_RISKS: _l("Two risks in one row"),
    Doubt.COLOUR_MISSING: _l("Colour missing"),
    Doubt.TEXT_DAMAGED: _l("Text looks damaged"),
}

DOUBT_EXPLANATIONS: dict[Doubt, Any] = {
    Doubt.COLUMNS_SLIPPED: _l(
        "The row has fewer cells than its heading, and the scores were found one step away from their columns. Compare "
        "them with the text of the document."
    ),
    Doubt.SCORE_MISSING: _l("Likelihood or impact is not given. A risk accepted without both stays unscored."),
    Doubt.SCORE_UNCLEAR: _l(
        "Something stands where the score should be that is no score from 1 to 4. It has been left out, not guessed."
    ),
    Doubt.RESPONSIBLE_MISSING: _l("The row names neither a unit nor a person."),
    Doubt.UNIT_UNKNOWN: _l(
        "A unit in the row is not in the organisation. Edit the row: write the unit's name or abbreviation, or take it "
        "away."
    ),
    Doubt.DATE_UNCLEAR: _l("The document gives a time that is no exact day. It has been left out, not guessed."),
    Doubt.TWO_RISKS: _l(
        "Two risks seem to share the row and its score. Split the row into two, and edit each to hold one of them."
    ),
    Doubt.COLOUR_MISSING: _l(
        "The colour of the cell did not come with the text. The class follows from the scores and the scale of the "
        "analysis."
    ),
    Doubt.TEXT_DAMAGED: _l("Words in the text look misread or run together. Compare with the original."),
}
