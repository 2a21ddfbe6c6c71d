"""My page's cards, drawn fast: the page may show fifty of them, with a form in each.

A card differs from the next in little. So the template draws each shape of card once for a language, with slots where a
single activity's own facts go, and filling the slots is all that is left to do for a card.
"""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from flask import get_template_attribute
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape

from portfolio.activities.models import CLOSED
from portfolio.activities.service.follow_up import MyActivity
from portfolio.activities.transitions import next_states
from portfolio.activities.words import JUDGEMENT_WORDS, STATE_WORDS
from portfolio.core.drawn import token
from portfolio.core.templating import language, node_url, show_date

_SLOT = "\x1a"  # a control character: no text of a template holds it
_SAID_LENGTH = 200


@dataclass(frozen=True)
class Parts:
    """What a card shows beside the activity's own fields: texts and markup in the reader's language, and addresses.

    badge: late, soon or the state. said: the newest comment, shortened.
    """

    page: str
    badge: Markup
    facts: str
    said: str
    token: str


class Cards:
    """What the cards and the report form of one page share."""

    def __init__(self) -> None:
        self.language = language()
        self.choices = _choices(self.language)
        self.token: str = token()
        self._pages = node_url("activity", 0).removesuffix("0")

    def page(self, item: MyActivity) -> str:
        """The address of the activity's own page."""
        return f"{self._pages}{item.id}"

    def parts(self, item: MyActivity) -> Parts:
        """What the card of an activity shows beside its own fields."""
        words = _words(self.language)
        due = words["no end"]
        if item.end is not None:
            due = words["overdue" if item.days_late else "due"] % {"date": show_date(item.end)}
        said = item.comment
        return Parts(
            self.page(item), _badge(self.language, item.standing, item.weeks_late),
            f"{due} · {_reported(self.language, item.silent)} · {item.programme_reference}",
            said if len(said) <= _SAID_LENGTH else f"{said[:_SAID_LENGTH]}…", self.token,
        )

    def card(self, item: MyActivity, back: str | None, form: Any = None) -> Markup:
        """The card of an activity. back: the path of the page it stands on, or None. form: the refused one, or None."""
        parts = self.parts(item)
        if form is not None:
            return _draw(item, parts, self.choices, back, form)
        own = {
            "id": str(item.id), "reference": escape(item.reference), "title": escape(item.title),
            "page": parts.page, "badge": parts.badge, "facts": escape(parts.facts), "said": escape(parts.said),
            "token": parts.token, "back": escape(back or ""),
        }
        shown = (item.state, item.judgement, item.days_late > 0, parts.said != "", back is not None)
        pieces = list(_shape(self.language, shown))
        pieces[1::2] = [own[name] for name in pieces[1::2]]
        return Markup("".join(pieces))  # noqa: S704 – drawn by the template, and each value escaped above


def _draw(item: Any, parts: Any, choices: SimpleNamespace, back: str | None, form: Any) -> Markup:
    """The card as the template draws it."""
    drawn: Markup = get_template_attribute("activities/_card.html", "draw_card")(item, parts, choices, back, form)
    return drawn


@lru_cache(maxsize=256)
def _shape(reader: str, shown: tuple[str, str | None, bool, bool, bool]) -> tuple[str, ...]:
    """A card as text and names of slots by turns, text first.

    reader: the reader's language. shown: all that makes one shape differ from another, that is the activity's state and
    judgement, whether it is late, whether something has been said, and whether the report returns to a page.
    """
    state, judgement, late, said, returns = shown
    names = ("id", "reference", "title", "page", "badge", "facts", "said", "token", "back")
    slots = SimpleNamespace(**{name: escape(f"{_SLOT}{name}{_SLOT}") for name in names})
    slots.state, slots.judgement, slots.days_late, slots.closed = state, judgement, int(late), state in CLOSED
    slots.said = slots.said if said else ""
    drawn = _draw(slots, slots, _choices(reader), slots.back if returns else None, None)
    return tuple(str(drawn).split(_SLOT))


@lru_cache(maxsize=256)
def _badge(_reader: str, standing: str, weeks_late: int) -> Markup:
    badge: Markup = get_template_attribute("components/status_badge.html", "status_badge")(standing, weeks_late)
    return badge


@lru_cache(maxsize=8)
def _choices(_reader: str) -> SimpleNamespace:
    """judgements: (value, word) pairs; states: state → word; steps: state → the pairs that it may go to."""
    states = {state.value: str(word) for state, word in STATE_WORDS.items()}
    return SimpleNamespace(
        judgements=tuple((judgement.value, str(word)) for judgement, word in JUDGEMENT_WORDS.items()), states=states,
        steps={state: tuple((step.value, states[step]) for step in next_states(state)) for state in states},
    )


@lru_cache(maxsize=8)
def _words(_reader: str) -> dict[str, str]:
    return {"overdue": _("Should have been done %(date)s"), "due": _("Due %(date)s"), "no end": _("No end date")}


@lru_cache(maxsize=4096)
def _reported(_reader: str, days: int | None) -> str:
    words: str = _("never reported on")
    if days == 0:
        words = _("updated today")
    elif days is not None:
        words = ngettext("updated %(num)s day ago", "updated %(num)s days ago", days)
    return words
