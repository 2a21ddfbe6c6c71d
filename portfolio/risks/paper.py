"""A review's record on paper: A4, tagged, on one or two pages for what one meeting goes through."""
from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import typst

from portfolio.core.i18n import gettext as _
from portfolio.core.templating import language, show_date, show_datetime
from portfolio.risks.decided import HOME_WORDS, aspect_words, moved_words, said
from portfolio.risks.kinds import ActionState, DecisionKind, RiskClass, RiskState
from portfolio.risks.service.reviewing.keeping import Content, KeptDecision, KeptScale, Since
from portfolio.risks.service.standing import PlannedAction, Standing
from portfolio.risks.words import ACTION_STATE_WORDS, CLASS_WORDS, DECISION_WORDS, RISK_STATE_WORDS

_TEMPLATE = Path(__file__).with_name("paper.typ")


def pdf(content: Content, digest: str) -> bytes:
    """The record as PDF/UA-1, in the reader's language. digest: its SHA-256, printed on every page.

    Where a text holds a character that no font of the server can show, it is the same file without that standard's
    mark, which requires that all can be shown.
    """
    data = json.dumps({**words_of(content), "digest": f"SHA-256 {digest}"}, ensure_ascii=False)
    try:
        return _compile(data, pdf_standards=["ua-1"])
    except typst.TypstError:
        return _compile(data)


def _compile(data: str, **options: Any) -> bytes:
    made = typst.compile(str(_TEMPLATE), sys_inputs={"data": data}, format="pdf", **options)
    return made if isinstance(made, bytes) else b"".join(made)


def words_of(content: Content) -> dict[str, Any]:
    """Everything that the record says, in the reader's language: for the page and for the paper."""
    return {
        "language": language(), "title": content.title, "kind": _("Risk review"),
        "of": f"{HOME_WORDS[content.home]}: {content.home_name}", "facts": _facts(content), "note": content.note,
        "classes": _classes(content.risks), "decisions": _decisions(content.decisions),
        "since": _since(content.since), "risks": _risks(content.risks),
    }


def _facts(content: Content) -> list[list[str]]:
    return [
        [_("Begun"), _moment(show_datetime(content.started_at), content.started_by)],
        [_("Ended"), _moment(show_datetime(content.closed_at), content.closed_by)],
        [_("Took part"), ", ".join(content.participants) or "–"],
        [_("Risk scale"), "; ".join(scale_words(scale) for scale in content.scales)],
    ]


def _moment(at: str, who: str | None) -> str:
    return f"{at}, {who}" if who else at


def scale_words(scale: KeptScale) -> str:
    """Which scale it was, and who had approved it."""
    named = {"name": scale.name, "edition": scale.edition, "who": scale.approved_by}
    if scale.approved_by:
        return _("%(name)s v%(edition)s, approved by %(who)s", **named)
    return _("%(name)s v%(edition)s, not approved", **named)


def _classes(risks: Iterable[Standing]) -> list[dict[str, Any]]:
    """How many risks there were of each class, worst first; closed ones count in none."""
    counts = Counter(risk.risk_class for risk in risks if risk.state != RiskState.CLOSED)
    found = [
        {"letter": letter.value, "word": str(CLASS_WORDS[letter]), "count": counts[letter.value]}
        for letter in reversed(RiskClass)
    ]
    if counts[None]:
        found.append({"letter": "–", "word": _("Not assessed"), "count": counts[None]})
    return found


def _decisions(decisions: Iterable[KeptDecision]) -> dict[str, Any]:
    return {
        "title": _("Decisions"), "none": _("Nothing was decided."),
        "head": [_("Risk"), _("Decision"), _("Before and after"), _("Note"), _("By")],
        "rows": [
            [one.name, _decided(one.kind), said(one.kind, one.changes), one.note, one.who or "–"]
            for one in decisions
        ],
    }


def _decided(kind: str) -> str:
    return str(DECISION_WORDS[DecisionKind(kind)])


def _since(since: Since | None) -> dict[str, Any]:
    """What had changed since the review before, line by line."""
    if since is None:
        return {"title": _("Since the review before"), "lines": [_("This is the first review.")]}
    groups = (
        (_("New"), since.new), (_("Closed"), since.closed), (_("Open again"), since.reopened),
        (_("Accepted"), since.accepted), (_("No longer there"), since.dropped),
    )
    lines = [f"{one.name}: {moved_words(one)}" for one in since.moved]
    lines += [_("%(risk)s has changed: %(what)s", risk=risk, what=aspect_words(what)) for risk, what in since.changed]
    lines += [f"{word}: {', '.join(names)}" for word, names in groups if names]
    title = _("Since “%(title)s”, %(day)s", title=since.title, day=show_date(since.closed_at.date()))
    return {"title": title, "lines": lines or [_("Nothing has changed.")]}


def _risks(risks: Iterable[Standing]) -> dict[str, Any]:
    return {
        "title": _("Risks as they stood"),
        "head": [_("Class"), _("S"), _("K"), _("Risk"), _("Actions: who, when"), _("Owner")],
        "rows": [_risk(risk) for risk in worst_first(risks)],
    }


def worst_first(risks: Iterable[Standing]) -> list[Standing]:
    """Risks by class, the worst first, then as they were numbered; closed ones, and those without a score, last."""
    return sorted(risks, key=lambda risk: (risk.state == RiskState.CLOSED, -ord(risk.risk_class or "\0"), risk.risk))


def _risk(risk: Standing) -> dict[str, Any]:
    state = f" ({RISK_STATE_WORDS[RiskState(risk.state)]})" if risk.state != RiskState.OPEN else ""
    return {
        "letter": risk.risk_class or "–",
        "cells": [
            str(risk.likelihood or "–"), str(risk.impact or "–"), f"{risk.reference} {risk.title}{state}",
            "\n".join(map(_action, risk.actions)) or "–", risk.owner or "–",
        ],
    }


def _action(action: PlannedAction) -> str:
    """An action as one line: what, who, by when, and how far it had come."""
    who = ", ".join((*action.units, *((action.responsible,) if action.responsible else ()))) or "–"
    due = show_date(date.fromisoformat(action.due)) if action.due else "–"
    state = str(ACTION_STATE_WORDS[ActionState(action.state)]).lower()
    return f"{action.reference} {action.text}: {who}, {due} ({state})"
