"""A review's record on paper: A4, tagged, on one or two pages for what one meeting goes through."""
from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import typst

from portfolio.core import clock
from portfolio.core.i18n import gettext as _
from portfolio.core.templating import language, show_date, show_datetime
from portfolio.risks.decided import HOME_WORDS, aspect_words, moved_words, said
from portfolio.risks.kinds import ActionState, DecisionKind, RiskClass, RiskState
from portfolio.risks.service.reviewing.keeping import Content, KeptDecision, KeptScale, Moved, Since
from portfolio.risks.service.standing import PlannedAction, Standing
from portfolio.risks.words import ACTION_STATE_WORDS, CLASS_WORDS, DECISION_WORDS, RISK_STATE_WORDS

_TEMPLATE = Path(__file__).with_name("paper.typ")


def pdf(content: Content, digest: str) -> bytes:
    """The record as PDF/UA-1, in the reader's language. digest: its SHA-256, printed on every page.

    Where a text holds a character that no font of the server can show, it is the same file without that standard's
    mark, which requires that all can be shown.
    """
    data = json.dumps({**_on_paper(content), "digest": f"SHA-256 {digest}"}, ensure_ascii=False)
    try:
        return _compile(data, pdf_standards=["ua-1"])
    except typst.TypstError:
        return _compile(data)


def _compile(data: str, **options: Any) -> bytes:
    made = typst.compile(str(_TEMPLATE), sys_inputs={"data": data}, format="pdf", **options)
    return made if isinstance(made, bytes) else b"".join(made)


def words_of(content: Content) -> dict[str, Any]:
    """What the record says on its page, in the reader's language."""
    return {
        **_head(content), "decisions": _decisions(content.decisions), "since": _since(content.since),
        "risks": _risks(content.risks),
    }


def _on_paper(content: Content) -> dict[str, Any]:
    """The same on paper, where each risk stands once, with what was decided of it; risks that the table beneath names
    go by their reference."""
    return {**_head(content), "since": _since(content.since, briefly=True), "risks": _together(content)}


def _head(content: Content) -> dict[str, Any]:
    return {
        "language": language(), "title": content.title, "kind": _("Risk review"),
        "of": f"{HOME_WORDS[content.home]}: {content.home_name}", "facts": _facts(content), "note": content.note,
        "classes": _classes(content.risks),
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


def _since(since: Since | None, *, briefly: bool = False) -> dict[str, Any]:
    """What had changed since the review before, line by line. briefly: without how scores have moved, by reference."""
    if since is None:
        return {"title": _("Since the review before"), "lines": [_("This is the first review.")]}
    groups = (
        (_("New"), since.new), (_("Closed"), since.closed), (_("Open again"), since.reopened),
        (_("Accepted"), since.accepted),
    )
    named: Callable[[str], str] = _reference if briefly else str
    changed = [_("%(risk)s has changed: %(what)s", risk=risk, what=aspect_words(what)) for risk, what in since.changed]
    moved = [f"{one.name}: {moved_words(one)}" for one in since.moved]
    lines = _changed_briefly(since) if briefly else [*moved, *changed]
    lines += [f"{word}: {', '.join(map(named, names))}" for word, names in groups if names]
    lines += [_("No longer there") + ": " + ", ".join(since.dropped)] if since.dropped else []
    title = _("Since “%(title)s”, %(day)s", title=since.title, day=show_date(clock.local(since.closed_at).date()))
    return {"title": title, "lines": lines or [_("Nothing has changed.")]}


def _changed_briefly(since: Since) -> list[str]:
    """One line for all that has changed, by what of it."""
    by_aspects: dict[tuple[str, ...], list[str]] = {}
    for risk, what in since.changed:
        by_aspects.setdefault(what, []).append(_reference(risk))
    found = [f"{', '.join(risks)} ({aspect_words(what)})" for what, risks in by_aspects.items()]
    return [_("Changed: %(risks)s", risks="; ".join(found))] if found else []


def _reference(name: str) -> str:
    """The reference of a risk that is kept by reference and title."""
    return name.partition(" ")[0]


def _risks(risks: Iterable[Standing]) -> dict[str, Any]:
    return {
        "title": _("Risks as they stood"),
        "head": [_("Class"), _("S"), _("K"), _("Risk"), _("Actions: who, when"), _("Owner")],
        "rows": [_risk(risk) for risk in worst_first(risks)],
    }


def _together(content: Content) -> dict[str, Any]:
    """Each risk once: its class and score, at the review before and now, what was decided of it, and its plan. What is
    there no more, but was decided of, stands last."""
    decided: dict[int, list[KeptDecision]] = {}
    for one in content.decisions:
        decided.setdefault(one.risk, []).append(one)
    earlier = {one.name: one for one in content.since.moved} if content.since else {}
    known = {risk.risk for risk in content.risks}
    rows = [_both(risk, decided.get(risk.risk, []), earlier) for risk in worst_first(content.risks)]
    rows += [
        {"letter": "–", "was": "", "score": "–", "name": told[0].name, "owner": "", "decided": _told(told),
         "plan": "–"}
        for risk, told in decided.items() if risk not in known
    ]
    return {
        "title": _("Risks and decisions"),
        "head": [_("Class"), _("S, K"), _("Risk"), _("Decision"), _("Actions: who, when")], "rows": rows,
    }


def _both(risk: Standing, decided: Sequence[KeptDecision], earlier: Mapping[str, Moved]) -> dict[str, Any]:
    was = earlier.get(f"{risk.reference} {risk.title}")
    then = f"{was.class_before or '–'} {was.before[0]}, {was.before[1]}" if was else ""
    score = f"{risk.likelihood}, {risk.impact}" if risk.likelihood else "–"
    owner = _("Risk owner: %(name)s", name=risk.owner) if risk.owner else ""
    return {
        "letter": risk.risk_class or "–", "was": then, "score": score,
        "name": f"{risk.reference} {risk.title}{_state(risk)}", "decided": _told(decided) or "–",
        "owner": owner, "plan": "\n".join(map(_action, risk.actions)) or "–",
    }


def _told(decided: Iterable[KeptDecision]) -> str:
    """Decisions in words, a line each: what, before and after, why, and who wrote it down."""
    return "\n".join(map(_decision, decided))


def _decision(one: KeptDecision) -> str:
    change = said(one.kind, one.changes)
    what = f"{_decided(one.kind)}: {change}" if change else _decided(one.kind)
    return ". ".join(filter(None, (what, one.note.rstrip("."), one.who)))


def worst_first(risks: Iterable[Standing]) -> list[Standing]:
    """Risks by class, the worst first, then as they were numbered; closed ones, and those without a score, last."""
    return sorted(risks, key=lambda risk: (risk.state == RiskState.CLOSED, -ord(risk.risk_class or "\0"), risk.risk))


def _risk(risk: Standing) -> dict[str, Any]:
    return {
        "letter": risk.risk_class or "–",
        "cells": [
            str(risk.likelihood or "–"), str(risk.impact or "–"), f"{risk.reference} {risk.title}{_state(risk)}",
            "\n".join(map(_action, risk.actions)) or "–", risk.owner or "–",
        ],
    }


def _state(risk: Standing) -> str:
    return f" ({RISK_STATE_WORDS[RiskState(risk.state)]})" if risk.state != RiskState.OPEN else ""


def _action(action: PlannedAction) -> str:
    """An action as one line: what, who, by when, and how far it had come."""
    who = ", ".join((*action.units, *((action.responsible,) if action.responsible else ()))) or "–"
    due = show_date(date.fromisoformat(action.due)) if action.due else "–"
    state = str(ACTION_STATE_WORDS[ActionState(action.state)]).lower()
    return f"{action.reference} {action.text}: {who}, {due} ({state})"
