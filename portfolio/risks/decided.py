"""What reviews decide, and why risks need them, in words: the same on the screen, in the record and on paper."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from portfolio.core.i18n import gettext as _
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.telling import Change
from portfolio.core.templating import show_date
from portfolio.core.words import value_word
from portfolio.risks.kinds import DecisionKind
from portfolio.risks.service.matrix import Direction
from portfolio.risks.service.reviewing.keeping import Moved
from portfolio.risks.service.reviewing.needs import Reason
from portfolio.risks.service.standing import Aspect

#: Why a risk is on the agenda, each with the tone of its tag.
REASON_WORDS: Mapping[Reason, tuple[Any, str]] = {
    Reason.MOVED_UP: (_l("Has gone up"), "bad"),
    Reason.NEW: (_l("New"), "accent"),
    Reason.NO_PLAN: (_l("The plan lacks something"), "warning"),
    Reason.OVERDUE: (_l("An action is overdue"), "warning"),
    Reason.CONTROL_DUE: (_l("A control is due"), "notice"),
    Reason.ESCALATED: (_l("Escalated, waits for an answer"), "notice"),
    Reason.UNSEEN: (_l("Not looked at in time"), "notice"),
}

#: What a review is of.
HOME_WORDS: Mapping[str, Any] = {
    "analysis": _l("Risk analysis"), "programme": _l("Programme"), "unit": _l("Unit"), "portfolio": _l("Portfolio"),
}

#: What of a risk has changed since the review before.
ASPECT_WORDS: Mapping[str, Any] = {
    Aspect.TEXT: _l("words"), Aspect.SCORE: _l("score"), Aspect.ACTIONS: _l("actions"),
    Aspect.OWNER: _l("owner"), Aspect.STANCE: _l("what is meant to be done"),
}


def said(kind: str, changes: Iterable[Change]) -> str:
    """What a decision changed, before and after, as one line; "" where it changed nothing."""
    found = {change.field: change for change in changes}
    if kind == DecisionKind.SCORED:
        return _scored(found)
    action = _after(found, "action")
    parts = [_part(change) for name, change in found.items() if name not in {"action", "state"}]
    told = ", ".join(parts)
    return f"{action}: {told}" if action and told else action or told


def _scored(found: Mapping[str, Change]) -> str:
    names = ("likelihood", "impact", "risk_class")
    before = {name: found[name].before for name in names}
    after = {name: found[name].after for name in names}
    if before == after:
        return _("S %(likelihood)s, K %(impact)s, class %(risk_class)s, as before", **after)
    now = _("S %(likelihood)s, K %(impact)s, class %(risk_class)s", **after)
    if before["likelihood"] is None:
        return now
    was = _("S %(likelihood)s, K %(impact)s, class %(risk_class)s", **before)
    return f"{was} → {now}"


def _part(change: Change) -> str:
    """A field's change: "before → after"; without a value before only what stands now."""
    after = _word(change, change.after) or "–"
    return f"{_word(change, change.before)} → {after}" if change.before else after


def _word(change: Change, value: str | None) -> str:
    if not value:
        return ""
    if change.field in {"due", "answer_by"}:
        return show_date(date.fromisoformat(value))
    return value_word(value, change.field, "escalation")


def _after(found: Mapping[str, Change], name: str) -> str:
    return (found[name].after or "") if name in found else ""


def moved_words(one: Moved) -> str:
    """How a risk's score has moved since the review before."""
    score = {
        "s1": one.before[0], "k1": one.before[1], "s2": one.after[0], "k2": one.after[1], "was": one.class_before,
        "now": one.class_after,
    }
    if one.direction == Direction.UP:
        return _("up from S %(s1)s, K %(k1)s (%(was)s) to S %(s2)s, K %(k2)s (%(now)s)", **score)
    if one.direction == Direction.DOWN:
        return _("down from S %(s1)s, K %(k1)s (%(was)s) to S %(s2)s, K %(k2)s (%(now)s)", **score)
    return _("moved from S %(s1)s, K %(k1)s (%(was)s) to S %(s2)s, K %(k2)s (%(now)s)", **score)


def aspect_words(aspects: Sequence[str]) -> str:
    """What of a risk has changed, as a list in words."""
    return ", ".join(str(ASPECT_WORDS[aspect]) for aspect in aspects)
