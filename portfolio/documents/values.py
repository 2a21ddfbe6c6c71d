"""From the words of a document to values that records can hold. Nothing is guessed: what is no value is refused."""
from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portfolio.core.errors import Invalid
from portfolio.core.folding import fold
from portfolio.core.forms import TITLE_LENGTH
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.programmes.models import Role
from portfolio.risks.kinds import Priority

Values = Mapping[str, object]

_PRIORITIES: dict[str, Priority] = {
    fold(word): priority
    for priority, words in (
        (Priority.HIGH, ("hög", "högt", "hög prioritet", "h", "high", "high priority", "1", "prio 1")),
        (Priority.MEDIUM, ("medel", "mellan", "normal", "m", "medium", "medium priority", "2", "prio 2")),
        (Priority.LOW, ("låg", "lågt", "låg prioritet", "l", "low", "low priority", "3", "prio 3")),
    )
    for word in words
}


@dataclass(frozen=True)
class RiskValues:
    """A risk with its action. units and person are names as the document or its reviewer writes them."""

    description: str
    likelihood: int | None
    impact: int | None
    units: tuple[str, ...]
    person: str
    action: str
    priority: Priority | None
    due: date | None
    follow_up: str
    control_date: date | None


@dataclass(frozen=True)
class NodeValues:
    """A problem, consequence, circumstance or effect. level is "" for all but a consequence."""

    title: str
    description: str
    level: str


@dataclass(frozen=True)
class RoleValues:
    """A role and the people who hold it; label is the document's own name for it."""

    role: Role
    label: str
    people: tuple[str, ...]


def risk_values(values: Values) -> RiskValues:
    """The values of a risk row. Raises Invalid at the value that is none."""
    return RiskValues(
        description=_required(values, "description"),
        likelihood=_score(values, "likelihood"),
        impact=_score(values, "impact"),
        units=_texts(values, "responsible_units"),
        person=_text(values, "responsible_person"),
        action=_text(values, "action"),
        priority=read_priority(_text(values, "priority")),
        due=_day(values, "due"),
        follow_up=_text(values, "follow_up"),
        control_date=_day(values, "control_date"),
    )


def node_values(values: Values) -> NodeValues:
    """The values of a problem, consequence, circumstance or effect row. Raises Invalid without a title."""
    title, whole = as_title(_required(values, "title"))
    description = "\n\n".join(text for text in (whole, _text(values, "description")) if text)
    return NodeValues(title, description, _text(values, "level"))


def role_values(values: Values) -> RoleValues:
    """The values of a role row. Raises Invalid at "role" for one that programmes do not have, at "people" for none."""
    name, label = _text(values, "role"), _text(values, "label")
    if name not in {role.value for role in Role}:
        raise Invalid(_l("Choose which role “%(label)s” is.", label=label or name), field="role")
    people = _texts(values, "people")
    if not people:
        raise Invalid(_l("Write who holds the role."), field="people")
    return RoleValues(Role(name), label, people)


def read_priority(text: str) -> Priority | None:
    """The priority that a word or figure gives; None for an empty text.

    Figures count 1 (high) to 3 (low). Raises Invalid at "priority" for any other word: it may belong to another scale.
    """
    if not text:
        return None
    found = _PRIORITIES.get(fold(text))
    if found is None:
        raise Invalid(_l("“%(text)s” is no priority known here. Write high, medium or low, or nothing.", text=text),
                      field="priority")
    return found


def as_title(text: str) -> tuple[str, str]:
    """A text as a title, and as the description where it is too long for a title alone (else "")."""
    plain = " ".join(text.split())
    if len(plain) <= TITLE_LENGTH:
        return plain, ""
    shortened = textwrap.shorten(plain, TITLE_LENGTH, placeholder="…")
    return (shortened if shortened != "…" else plain[: TITLE_LENGTH - 1] + "…"), plain


def _text(values: Values, name: str) -> str:
    value = values.get(name)
    return value.strip() if isinstance(value, str) else ""


def _required(values: Values, name: str) -> str:
    text = _text(values, name)
    if not text:
        raise Invalid(_l("Write something here."), field=name)
    return text


def _texts(values: Values, name: str) -> tuple[str, ...]:
    """The texts of a list, each once."""
    value = values.get(name)
    listed = value if isinstance(value, list | tuple) else ()
    return tuple(dict.fromkeys(text.strip() for text in listed if isinstance(text, str) and text.strip()))


def _score(values: Values, name: str) -> int | None:
    value = values.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or not 1 <= value <= 4:
        raise Invalid(_l("A score is 1, 2, 3 or 4."), field=name)
    return value


def _day(values: Values, name: str) -> date | None:
    value = values.get(name)
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) and value else None
    except ValueError as error:
        raise Invalid(_l("Write the day as year-month-day."), field=name) from error
