"""Headings and labels that say what stands under them: problems, consequences, circumstances, effects, roles,
risks.

A heading stands by itself (Markdown mark, blank line above, capitals, a colon, or a list right below); a label
is followed by its text on the same line. Trap: "Konsekvens: 3" is a score, "önskade effekter" the end of a
wrapped sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from portfolio.documents.recognition.document import Document, markdown_level, marker_of, without_markdown
from portfolio.documents.recognition.scores import Scale, looks_like_score
from portfolio.documents.recognition.wording import Phrases, listed, normalised


class Topic(StrEnum):
    """What a heading announces."""

    PROBLEM = "problem"
    CONSEQUENCE = "consequence"
    OVERALL = "overall"
    CIRCUMSTANCE = "circumstance"
    EFFECT = "effect"
    ROLES = "roles"
    RISKS = "risks"


@dataclass(frozen=True)
class Subject:
    """A topic as a text names it: `damaged` when only nearly so; `loose` when the words leave room for doubt
    ("Konsekvenser av …"), so that only a list under them counts."""

    topic: Topic
    damaged: bool = False
    loose: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading in the document; `level` is Markdown's or 0, `indent` is -1 unless it is itself a list item."""

    subject: Subject
    level: int = 0
    indent: int = -1


_NOUNS = {
    Topic.PROBLEM: "problem,problemen,problemet,problembild,problemområden,problems",
    Topic.CONSEQUENCE: "konsekvens,konsekvenser,konsekvenserna,consequence,consequences",
    Topic.EFFECT: "effekt,effekter,effekterna,effektmål,förmågor,förmågeområden,effects,outcomes,capabilities,"
    "capability areas,effekter förmågor,effekter och förmågor,effects and capabilities,effektmålen",
    Topic.RISKS: "risker,riskerna,risks",
}
_ADJECTIVES = (
    "observerade,identifierade,upplevda,nuvarande,dagens,möjliga,tänkbara,troliga,förväntade,önskade,prioriterade,"
    "viktigaste,huvudsakliga,centrala,observed,identified,current,present,possible,potential,likely,expected,"
    "desired,target,intended,prioritised,main,key"
)
_PHRASES = {
    Topic.PROBLEM: "problem i nuläget,nulägesproblem,problem och brister,problem och utmaningar,problem areas",
    Topic.CONSEQUENCE: "konsekvenser av problemen,följder,konsekvenser av nuläget",
    Topic.OVERALL: "övergripande konsekvens,övergripande konsekvenser,samlad konsekvens,sammantagen konsekvens,"
    "overall consequence,overall consequences",
    Topic.CIRCUMSTANCE: "försvårande omständigheter,försvårande omständighet,försvårande faktorer,"
    "aggravating circumstances,aggravating circumstance,aggravating factors",
    Topic.EFFECT: "mål och effekter,outcome targets,effektmål och nyttor,förväntade nyttor och effekter",
    Topic.ROLES: "roller,roller i programmet,roller och ansvar,programmets roller,programorganisation,roles,"
    "roles and responsibilities,programme roles,program roles,programme organisation",
    Topic.RISKS: "riskanalys,risklista,risk analysis,risk register,riskregister",
}
_LOOSE_LINKS = frozenset(listed("av,i,med,om,för,till,som,vi,of,in,with,if,we,from,that"))
_CAPABILITY = re.compile(
    r"\b(?:höj|stärk|öka|utveckl|bygg|rais|strengthen|build|improv)\w{0,6}\b.{0,40}(?:förmåg|mognad|capabilit|maturity)",
    re.IGNORECASE,
)
_NUMBERING = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}[.)]? +")
_PREFIXED = re.compile(r"(?::| [-–—]) +")
_LONGEST = 90
_LONGEST_LABEL = 60


def _topics() -> dict[str, Topic]:
    topics = {phrase: topic for topic, phrases in _PHRASES.items() for phrase in listed(phrases)}
    for topic, nouns in _NOUNS.items():
        for noun in listed(nouns):
            topics.setdefault(noun, topic)
            for adjective in listed(_ADJECTIVES):
                topics.setdefault(f"{adjective} {noun}", topic)
    return topics


_TOPICS = _topics()
_KNOWN = Phrases(_TOPICS)
_SINGLE_NOUNS = {noun: topic for topic, nouns in _NOUNS.items() for noun in listed(nouns) if " " not in noun}


@lru_cache(maxsize=2048)
def subject_of(text: str) -> Subject | None:
    """What a heading or label of these words announces, or None."""
    if not text or len(text) > _LONGEST:
        return None
    words = without_markdown(text)
    numbering = _NUMBERING.match(words)
    plain = words[numbering.end() if numbering else 0 :].rstrip(":").strip()
    phrase = normalised(plain)
    return _named(phrase) or _named_behind_prefix(plain) or _loosely_named(phrase, plain)


def _named(phrase: str) -> Subject | None:
    if phrase in _TOPICS:
        return Subject(_TOPICS[phrase])
    if any(character.isdigit() for character in phrase):
        return None
    close = _KNOWN.closest(phrase)
    alike = close is not None and len(close.split()) == len(phrase.split())
    return Subject(_TOPICS[close], damaged=True) if close and alike else None


def _named_behind_prefix(plain: str) -> Subject | None:
    """ "Nuläge: problem", "Bakgrund - roller"."""
    parts = _PREFIXED.split(plain)
    topic = _TOPICS.get(normalised(parts[-1])) if 1 < len(parts) <= 3 else None
    return Subject(topic) if topic else None


def _loosely_named(phrase: str, plain: str) -> Subject | None:
    words = phrase.split()
    if 2 < len(words) <= 8 and words[0] in _SINGLE_NOUNS and words[1] in _LOOSE_LINKS:
        return Subject(_SINGLE_NOUNS[words[0]], loose=True)
    if len(words) <= 8 and _CAPABILITY.search(plain) and not plain.endswith((".", "?")):
        return Subject(Topic.EFFECT, loose=True)
    return None


def heading_at(document: Document, at: int) -> Heading | None:
    """The heading the line at this index is, or None."""
    text = document.text(at)
    if document.is_blank(at) or len(text) > _LONGEST or document.is_claimed(at):
        return None
    level = markdown_level(text)
    marker = marker_of(text)
    if marker and marker.rank:
        return _item_heading(document, at, marker.body, marker.indent)
    subject = subject_of(text.strip())
    if subject is None or (not level and not _stands_alone(document, at)):
        return None
    return Heading(subject, level)


def _item_heading(document: Document, at: int, body: str, indent: int) -> Heading | None:
    """A list item that only names a topic and has a list of its own below it."""
    subject = subject_of(body)
    below = marker_of(document.text(document.next_filled(at + 1)))
    deeper = below is not None and below.indent > indent
    exact = subject is not None and not subject.loose and not subject.damaged
    return Heading(subject, indent=indent) if subject and exact and deeper else None


def _stands_alone(document: Document, at: int) -> bool:
    text = document.text(at).strip()
    if text[0].islower() or document.goes_on(at):
        return False
    if text.isupper() or text.endswith(":") or document.lines[at].raw.strip().startswith("**"):
        return True
    return document.is_blank(at - 1) or marker_of(document.text(document.next_filled(at + 1))) is not None


def label_at(document: Document, at: int) -> tuple[Subject, str] | None:
    """What the line's label ("Problem:", "Problem 2:") announces and the text behind it, or None."""
    text = document.text(at)
    if ":" not in text[: _LONGEST_LABEL + 20] or document.is_claimed(at):
        return None
    marker = marker_of(text)
    label, _, rest = (marker.body if marker else text.strip()).partition(":")
    if len(label) > _LONGEST_LABEL or not rest.strip() or label[:1].islower():
        return None
    subject = subject_of(label.rstrip("0123456789 "))
    if subject is None or subject.loose or subject.topic in (Topic.ROLES, Topic.RISKS):
        return None
    return None if looks_like_score(rest.strip(), Scale.IMPACT) else (subject, rest.strip())
