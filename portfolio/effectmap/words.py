"""The words a person reads for what this feature stores, in the reader's language."""
from __future__ import annotations

from typing import Any

from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.words import tell
from portfolio.effectmap.models import ConsequenceLevel
from portfolio.programmes.models import EvidenceKind

LEVEL_WORDS: dict[str, Any] = {
    ConsequenceLevel.SPECIFIC: _l("One of several"),
    ConsequenceLevel.OVERALL: _l("Overall"),
}

#: How strong a link is held to be, 1–4.
STRENGTH_WORDS: dict[int, Any] = {
    1: _l("1 Weak"),
    2: _l("2 Fairly weak"),
    3: _l("3 Fairly strong"),
    4: _l("4 Strong"),
}

#: What a link's claim builds on.
EVIDENCE_WORDS: dict[str, Any] = {
    EvidenceKind.DOCUMENT: _l("Document"),
    EvidenceKind.INTERVIEW: _l("Interview"),
    EvidenceKind.MEASUREMENT: _l("Measurement"),
    EvidenceKind.ASSUMPTION: _l("Assumption"),
}

#: How sure one is that a link's claim holds, 1–4.
CONFIDENCE_WORDS: dict[int, Any] = {
    1: _l("1 Uncertain"),
    2: _l("2 Fairly uncertain"),
    3: _l("3 Fairly certain"),
    4: _l("4 Certain"),
}

tell("level", LEVEL_WORDS, record="consequence")
tell("strength", STRENGTH_WORDS, record="link")
tell("evidence_kind", EVIDENCE_WORDS, record="link")
tell("confidence", CONFIDENCE_WORDS, record="link")
