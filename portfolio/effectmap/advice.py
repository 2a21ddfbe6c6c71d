"""Whether an effect is put as a benefit: advice while it is written, never a refusal (DOMAIN B2, the DOAM test).

A benefit is described as a change, can be observed, can be attributed to something that is done, and can be measured.
"""
from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from .measures.measuring import Course

_WORD = re.compile(r"[^\W\d_]+")

# Words that name a change, in the forms that titles use. Whole words: "ökar" is one, "öken" is none.
_SWEDISH = """
    minskad minskat minskade minskar minska minskning ökad ökat ökade ökar öka ökning kortare längre färre fler flera
    mer mindre snabbare fortare långsammare bättre sämre högre lägre större enklare lättare svårare tydligare klarare
    säkrare tryggare stabilare jämnare jämlikare rättvisare billigare dyrare effektivare smidigare tidigare senare
    oftare sällan starkare svagare bredare djupare närmare renare grönare friskare nöjdare likvärdigare tillgängligare
    förbättrad förbättrat förbättrade förbättrar förbättra förbättring försämrad försämring förkortad förkortat
    förkortade förkortar förkorta förenklad förenklat förenklade förenklar förenkla förenkling förstärkt stärkt stärkta
    stärker stärka höjd höjt höjda höjer höja höjning sänkt sänkta sänker sänka sänkning halverad halverat halverade
    halverar halvera fördubblad fördubblat fördubblade fördubblar utökad utökat utökade utökar breddad breddat breddade
    upphör slipper försvinner slopad slopat slopade
"""
_ENGLISH = """
    reduced reduces reduce reduction increased increases increase fewer less more shorter longer faster quicker slower
    better worse higher lower larger smaller greater simpler easier clearer safer stronger weaker cheaper earlier later
    fairer wider deeper closer cleaner healthier happier improved improves improve improvement shortened shortens
    shorten simplified simplifies simplify strengthened strengthens strengthen raised raises raise halved halves halve
    doubled doubles double decreased decreases decrease lowered lowers lower cut cuts saved saves ends stops
"""
_CHANGE_WORDS = frozenset(_SWEDISH.split()) | frozenset(_ENGLISH.split())


class Check(StrEnum):
    """What a benefit is tested for."""

    NAMED_AS_CHANGE = "named_as_change"
    OBSERVABLE = "observable"
    ATTRIBUTABLE = "attributable"
    MEASURABLE = "measurable"


@dataclass(frozen=True)
class Finding:
    """What one test found; one that does not hold is mended as the words for it say."""

    check: Check
    holds: bool


def advice_on(
    *, title: str, description: str, recipient: str, driven: bool, measures: Iterable[Course]
) -> tuple[Finding, ...]:
    """Test an effect as it stands, or as it is being typed; every test in its order.

    driven: whether a workstream drives it or an activity contributes to it.
    """
    return (
        Finding(Check.NAMED_AS_CHANGE, names_a_change(title)),
        Finding(Check.OBSERVABLE, bool(description.strip() and recipient.strip())),
        Finding(Check.ATTRIBUTABLE, driven),
        Finding(Check.MEASURABLE, any(course.start and course.goal for course in measures)),
    )


def names_a_change(title: str) -> bool:
    """Whether a title has a word for change, in Swedish or English ("Minskad …", "fewer …")."""
    return not _CHANGE_WORDS.isdisjoint(_WORD.findall(title.casefold()))
