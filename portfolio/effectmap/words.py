"""The words a person reads for what this feature stores, in the reader's language."""
from __future__ import annotations

from typing import Any

from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.words import tell
from portfolio.effectmap.advice import Check
from portfolio.effectmap.measures.measuring import Better, Standing
from portfolio.effectmap.models import BenefitKind, ConsequenceLevel
from portfolio.programmes.models import EvidenceKind

LEVEL_WORDS: dict[str, Any] = {
    ConsequenceLevel.SPECIFIC: _l("One of several"),
    ConsequenceLevel.OVERALL: _l("Overall"),
}

#: What kind of benefit an effect is.
BENEFIT_WORDS: dict[str, Any] = {
    BenefitKind.FINANCIAL: _l("Financial"),
    BenefitKind.REDISTRIBUTION: _l("Redistribution"),
    BenefitKind.QUALITY: _l("Quality"),
    BenefitKind.OTHER: _l("Other benefit"),
}

#: Which way a measure should go.
DIRECTION_WORDS: dict[str, Any] = {
    Better.MORE: _l("Up: a higher figure is better"),
    Better.LESS: _l("Down: a lower figure is better"),
}

#: How a measure stands against its path.
STANDING_WORDS: dict[str, Any] = {
    Standing.BEHIND: _l("Behind its path"),
    Standing.NOT_MEASURED: _l("Not measured"),
    Standing.NO_PATH: _l("Without a path"),
    Standing.ON_PATH: _l("On its path"),
    Standing.AHEAD: _l("Ahead of its path"),
    Standing.REACHED: _l("Target reached"),
}

#: What a benefit is tested for: what holds, and how it is mended where it does not.
ADVICE_WORDS: dict[str, tuple[Any, Any]] = {
    Check.NAMED_AS_CHANGE: (
        _l("Named as a change"),
        _l("Begin the title with what changes, such as fewer, shorter, less or increased: not with what is built."),
    ),
    Check.OBSERVABLE: (
        _l("Can be observed"),
        _l("Describe what will be seen to be different, and name the recipient who will notice it."),
    ),
    Check.ATTRIBUTABLE: (
        _l("Can be attributed"),
        _l("Link it from the workstream that drives it, or from an activity that contributes to it."),
    ),
    Check.MEASURABLE: (
        _l("Can be measured"),
        _l("Give it a measure with a baseline and a target, each with its date."),
    ),
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
tell("benefit_kind", BENEFIT_WORDS, record="effect")
tell("direction", DIRECTION_WORDS, record="measure")
