"""Rows of risks with their actions, each shape drawn once for a language (see `portfolio.core.slots`)."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from flask import get_template_attribute
from flask_babel import gettext as _
from markupsafe import Markup, escape

from portfolio.core.slots import cut, fill, slots
from portfolio.core.templating import language, show_date
from portfolio.risks.service.plan import ActionLine, RiskLine
from portfolio.risks.service.register import RegisterRow
from portfolio.risks.transitions import UNFINISHED
from portfolio.risks.words import ACTION_STATE_WORDS, RISK_STATE_WORDS

_TEMPLATE = "risks/_rows.html"
_TEXT_LENGTH = 90
_ROW = (
    "reference", "title", "page", "state", "class", "likelihood", "impact", "plan", "owner", "home", "analysis",
    "analysis_page",
)
Addresses = Callable[[int], str]


class RiskRows:
    """Draws the rows of one page. An action that serves several risks is drawn once and shown with each."""

    def __init__(self, *, today: date, risk_url: Addresses, action_url: Addresses) -> None:
        self._reader, self._today = language(), today
        self._risk_url, self._action_url = risk_url, action_url
        self._actions: dict[int, Markup] = {}

    def plain(self, risks: Iterable[RiskLine], actions: Mapping[int, Sequence[ActionLine]]) -> Markup:
        """Rows without saying where the risks belong: the page says it."""
        shape = _row_shape(self._reader, False)
        return Markup("").join(fill(shape, self._own(risk, actions.get(risk.id, ()))) for risk in risks)

    def placed(
        self, risks: Iterable[RegisterRow], actions: Mapping[int, Sequence[ActionLine]], analysis_url: Addresses
    ) -> Markup:
        """Rows of the register, each with its programme or unit and its analysis."""
        shape = _row_shape(self._reader, True)
        drawn = []
        for risk in risks:
            own = self._own(risk, actions.get(risk.id, ()))
            own["home"], own["analysis"] = escape(risk.home), escape(risk.analysis_title)
            own["analysis_page"] = analysis_url(risk.analysis)
            drawn.append(fill(shape, own))
        return Markup("").join(drawn)

    def _own(self, risk: RiskLine | RegisterRow, actions: Sequence[ActionLine]) -> dict[str, str]:
        return {
            "reference": escape(risk.reference), "title": escape(risk.title), "page": self._risk_url(risk.id),
            "state": _state(self._reader, risk.state), "class": _letter(self._reader, risk.risk_class),
            "likelihood": str(risk.likelihood or "–"), "impact": str(risk.impact or "–"),
            "owner": escape(risk.owner_name or "–"),
            "plan": "".join(map(self._action, actions)) or _words(self._reader)["no action"],
        }

    def _action(self, action: ActionLine) -> Markup:
        known = self._actions.get(action.id)
        if known is None:
            words = _words(self._reader)
            who = ", ".join([*action.units, *([action.responsible_name] if action.responsible_name else ())])
            text = action.text if len(action.text) <= _TEXT_LENGTH else f"{action.text[:_TEXT_LENGTH - 1]}…"
            late = action.state in UNFINISHED and action.due is not None and action.due < self._today
            known = self._actions[action.id] = fill(_action_shape(self._reader, late), {
                "page": self._action_url(action.id), "label": escape(f"{action.reference} {text}"),
                "detail": escape(f"{who or '–'} · {show_date(action.due) or '–'} · {words[action.state]}"),
            })
        return known


@lru_cache(maxsize=16)
def _row_shape(_reader: str, placed: bool) -> tuple[str, ...]:
    return cut(_draw("draw_row", slots(*_ROW), placed))


@lru_cache(maxsize=16)
def _action_shape(_reader: str, late: bool) -> tuple[str, ...]:
    return cut(_draw("draw_action", slots("page", "label", "detail"), late))


@lru_cache(maxsize=32)
def _state(_reader: str, state: str) -> Markup:
    words = {known.value: word for known, word in RISK_STATE_WORDS.items()}
    return Markup("") if state == "open" else _draw("draw_state", str(words[state]))


@lru_cache(maxsize=32)
def _letter(_reader: str, letter: str | None) -> Markup:
    return _draw("draw_class", letter)


@lru_cache(maxsize=8)
def _words(_reader: str) -> dict[str, str]:
    states = {state.value: str(word) for state, word in ACTION_STATE_WORDS.items()}
    return {**states, "no action": escape(_("No action"))}


def _draw(macro: str, *parts: Any) -> Markup:
    drawn: Markup = get_template_attribute(_TEMPLATE, macro)(*parts)
    return drawn
