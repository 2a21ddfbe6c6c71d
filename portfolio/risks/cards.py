"""My page's cards of actions and controls, each shape drawn once for a language (see `portfolio.core.slots`)."""
from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from flask import get_template_attribute
from flask_babel import gettext as _
from markupsafe import Markup, escape

from portfolio.core.drawn import token
from portfolio.core.slots import cut, fill, slots
from portfolio.core.templating import language, record_url, show_date
from portfolio.risks.kinds import ActionState
from portfolio.risks.service.follow_up import Task
from portfolio.risks.transitions import UNFINISHED, next_action_states
from portfolio.risks.words import ACTION_STATE_WORDS, EFFECT_WORDS

_ACTION, _CONTROL = "risks/_action_card.html", "risks/_control_card.html"
_WEEK = 7


class TaskCards:
    """What the cards of one page share."""

    def __init__(self) -> None:
        self.language = language()
        self._token: str = token()
        self._pages = (record_url("action", 0) or "").removesuffix("0")

    def action(self, item: Task, back: str | None, form: Any = None) -> Markup:
        """The card of an action to report on. back: the path of its page, or None. form: the refused one, or None."""
        words = _words(self.language)
        due = words["no date"]
        if item.due is not None:
            due = words["overdue" if item.days_late else "due"] % {"date": show_date(item.due)}
        waits = item.state in UNFINISHED
        standing = "late" if item.days_late else "soon" if item.is_soon and waits else item.state
        facts = f"{_against(words, item)} · {due}"
        return self._card(_ACTION, item, standing=standing, facts=facts, back=back, form=form)

    def control(self, item: Task, back: str | None, form: Any = None) -> Markup:
        """The card of an action to control."""
        words = _words(self.language)
        facts = _against(words, item)
        if item.control_on is not None:
            facts = f"{words['control'] % {'date': show_date(item.control_on)}} · {facts}"
        waits = item.state == ActionState.DONE
        standing = item.state if not waits else "late" if item.days_late else "control"
        return self._card(_CONTROL, item, standing=standing, facts=facts, back=back, form=form)

    def _card(
        self, template: str, item: Task, *, standing: str, facts: str, back: str | None, form: Any
    ) -> Markup:
        own = {
            "id": str(item.id), "reference": escape(item.reference), "text": escape(item.text),
            "page": f"{self._pages}{item.id}", "badge": _badge(self.language, standing, item.days_late // _WEEK),
            "facts": escape(facts), "token": self._token, "back": escape(back or ""),
        }
        late = item.days_late > 0
        if form is not None:
            parts = SimpleNamespace(**own, state=item.state, late=late)
            return _draw(template, self.language, parts, own["back"] if back else None, form)
        return fill(_shape(template, self.language, item.state, late, back is not None), own)


def _draw(template: str, reader: str, parts: SimpleNamespace, back: str | None, form: Any) -> Markup:
    """The card as its template draws it, from texts that are escaped already."""
    drawn: Markup = get_template_attribute(template, "draw_card")(parts, _choices(reader), back, form)
    return drawn


@lru_cache(maxsize=256)
def _shape(template: str, reader: str, state: str, late: bool, returns: bool) -> tuple[str, ...]:
    """A card with slots for one action's own texts; the arguments are all that makes one shape differ from another."""
    parts = slots("id", "reference", "text", "page", "badge", "facts", "token", "back")
    parts.state, parts.late = state, late
    return cut(_draw(template, reader, parts, parts.back if returns else None, None))


@lru_cache(maxsize=256)
def _badge(_reader: str, standing: str, weeks_late: int) -> Markup:
    badge: Markup = get_template_attribute("components/status_badge.html", "status_badge")(standing, weeks_late)
    return badge


@lru_cache(maxsize=8)
def _choices(_reader: str) -> SimpleNamespace:
    """states: state → word; steps: state → the (value, word) pairs that it may go to; effects: (value, word) pairs."""
    states = {state.value: str(word) for state, word in ACTION_STATE_WORDS.items()}
    return SimpleNamespace(
        states=states,
        steps={state: [(step.value, states[step]) for step in next_action_states(state)] for state in states},
        effects=[(effect.value, str(word)) for effect, word in EFFECT_WORDS.items()],
    )


@lru_cache(maxsize=8)
def _words(_reader: str) -> dict[str, str]:
    return {
        "against": _("Action against"), "overdue": _("Should have been done %(date)s"), "due": _("Due %(date)s"),
        "no date": _("No date"), "control": _("Control %(date)s"),
    }


def _against(words: dict[str, str], item: Task) -> str:
    return f"{words['against']} {', '.join(item.risks)}"
