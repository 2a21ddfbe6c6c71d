"""Rows of risks with their actions, each shape drawn once for a language (see `portfolio.core.slots`)."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from flask import get_template_attribute
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape

from portfolio.core import clock
from portfolio.core.slots import cut, fill, slots
from portfolio.core.templating import language, show_date
from portfolio.risks.service.columns import COLUMN_WORDS, Column
from portfolio.risks.service.marks import Marks
from portfolio.risks.service.plan import ActionLine, RiskLine
from portfolio.risks.service.register import RegisterRow, ShownAction
from portfolio.risks.transitions import UNFINISHED
from portfolio.risks.words import ACTION_STATE_WORDS, CATEGORY_WORDS, LEVEL_WORDS, RISK_STATE_WORDS, STANCE_WORDS

_TEMPLATE = "risks/_rows.html"
_TEXT_LENGTH = 90
#: The columns of a list whose page says where the risks belong.
PLAIN = (Column.CLASS, Column.LIKELIHOOD, Column.IMPACT, Column.ACTIONS, Column.OWNER)
Addresses = Callable[[int], str]


@dataclass(frozen=True)
class Register:
    """What the rows of the register have beside their risks.

    columns: as chosen. analysis_url: the address of an analysis. waiting: as `waiting_levels` gives them. editable: the
    programmes in whose risks something may be changed here, None for all; kept: the address's query, which the forms of
    a row return to, ending in "&" or empty. focused: the risk whose row was just left, and gets the focus back.
    """

    columns: tuple[Column, ...]
    analysis_url: Addresses
    waiting: Mapping[int, tuple[str, date]] = field(default_factory=dict)
    editable: frozenset[int | None] | None = frozenset()
    kept: str = ""
    focused: int | None = None

    @property
    def has_tools(self) -> bool:
        """Whether there is anything to choose or change in any row."""
        return self.editable is None or bool(self.editable)

    def may_change(self, risk: RegisterRow) -> bool:
        """Whether something of a risk may be changed in its row; of a closed one nothing."""
        return risk.state != "closed" and (self.editable is None or risk.programme in self.editable)


class RiskRows:
    """Draws the rows of one page. An action that serves several risks stands in full with the first of them only."""

    def __init__(
        self, *, today: date, risk_url: Addresses, action_url: Addresses,
        marks: Callable[[Sequence[int]], Mapping[int, Marks]],
    ) -> None:
        self._reader, self._today, self._marks_of = language(), today, marks
        self._risk_url, self._action_url = risk_url, action_url
        self._shown: dict[int, tuple[int, str]] = {}

    def plain(
        self, risks: Sequence[RiskLine], actions: Mapping[int, Sequence[ActionLine]],
        *, among: Iterable[RiskLine] | None = None,
    ) -> Markup:
        """Rows without saying where the risks belong: the page says it. among: the whole list, of which this is a page.
        """
        references = {risk.id: risk.reference for risk in among or risks}
        shape = _row_shape(self._reader, PLAIN, None, False)
        drawn, marks = [], self._marks_of([risk.id for risk in risks])
        for risk in risks:
            own = self._own(risk, marks[risk.id])
            own["state_tag"] += _sentence(self._reader, marks[risk.id])
            serving = [_among(action, references) for action in actions.get(risk.id, ())]
            drawn.append(fill(shape, own | {"actions": self._plan(risk, serving)}))
        return Markup("").join(drawn)

    def placed(
        self, risks: Sequence[RegisterRow], actions: Mapping[int, Sequence[ShownAction]], beside: Register,
        *, only: int | None = None, instead: Mapping[int, Markup] = MappingProxyType({}),
    ) -> Markup:
        """Rows of the register. only: of these the one of a risk, as it stands among them; instead: by the id of a
        risk, what stands there in place of its row, or before all others where the list no longer holds the risk.
        """
        drawn, kept = [], escape(beside.kept)
        marks = self._marks_of([risk.id for risk in risks])
        values = [(name, _VALUES[column]) for column in beside.columns if (name := column.value) in _VALUES]
        for risk in risks:
            own = self._own(risk, marks[risk.id])
            own["actions"] = self._plan(risk, actions.get(risk.id, ()))
            for name, value in values:
                own[name] = value(self._reader, risk, beside)
            own["home"], own["analysis_title"] = escape(risk.home), escape(risk.analysis_title)
            own["analysis_page"], own["kept"] = beside.analysis_url(risk.analysis), kept
            may_change = beside.may_change(risk) if beside.has_tools else None
            if risk.id in instead:
                drawn.append(instead[risk.id])
            elif only in (None, risk.id):
                shape = _row_shape(self._reader, beside.columns, may_change, risk.id == beside.focused)
                drawn.append(fill(shape, own))
        elsewhere = instead.keys() - {risk.id for risk in risks}
        return Markup("").join([*(instead[key] for key in elsewhere), *drawn])

    def _own(self, risk: RiskLine | RegisterRow, marks: Marks) -> dict[str, str]:
        return {
            "id": str(risk.id), "reference": escape(risk.reference), "title": escape(risk.title),
            "page": self._risk_url(risk.id), "state_tag": _state(self._reader, risk.state) + _tags(self._reader, marks),
            "class": _letter(self._reader, risk.risk_class), "likelihood": str(risk.likelihood or "–"),
            "impact": str(risk.impact or "–"), "owner": escape(risk.owner_name or "–"),
        }

    def _plan(self, risk: RiskLine | RegisterRow, actions: Sequence[ShownAction]) -> str:
        found = "".join([self._action(risk, action) for action in actions])
        return found or _words(self._reader)["no action"]

    def _action(self, risk: RiskLine | RegisterRow, action: ShownAction) -> Markup:
        """An action in the cell of a risk: in full, or with the reference of the risk where it stands in full."""
        before = self._shown.setdefault(action.id, (risk.id, risk.reference))
        if before[0] != risk.id:
            return fill(_reference_shape(self._reader), {
                "action": escape(action.reference), "risk": escape(before[1]), "anchor": str(before[0]),
            })
        words = _words(self._reader)
        who = ", ".join([*action.units, *([action.responsible_name] if action.responsible_name else ())])
        text = action.text if len(action.text) <= _TEXT_LENGTH else f"{action.text[:_TEXT_LENGTH - 1]}…"
        late = action.state in UNFINISHED and action.due is not None and action.due < self._today
        detail = f"{who or '–'} · {show_date(action.due) or '–'} · {words[action.state]}"
        if action.served[1:]:
            detail += f" · {words['serves'] % {'risks': ', '.join(reference for _, reference in action.served)}}"
        return fill(_action_shape(self._reader, late), {
            "page": self._action_url(action.id), "label": escape(f"{action.reference} {text}"),
            "detail": escape(detail),
        })


def _tags(reader: str, marks: Marks) -> Markup:
    """What a list says of a risk beside its state."""
    words, said = _words(reader), []
    if marks.is_proposed:
        said.append(("notice", words["mark proposed"]))
    if marks.occurred_on is not None:
        said.append(("warning", words["mark occurred"] % {"date": show_date(marks.occurred_on)}))
    if marks.disagreements:
        said.append(("notice", words["mark disagreed"]))
    if marks.unseen is not None:
        said.append(("warning", escape(ngettext(
            "Not looked at since %(date)s, every month", "Not looked at since %(date)s, every %(num)s months",
            marks.unseen.months, date=show_date(marks.unseen.since),
        ))))
    return Markup(" ").join([Markup(""), *(fill(_tag_shape(reader, tone), {"text": text}) for tone, text in said)])


def _sentence(reader: str, marks: Marks) -> Markup:
    """What causes a risk and what it leads to, under what may happen."""
    words = _words(reader)
    parts = [
        words[f"part {name}"] % {name: escape(part.rstrip("."))}
        for name, part in (("cause", marks.cause), ("consequence", marks.consequence)) if part
    ]
    return fill(_sentence_shape(reader), {"text": f"{'. '.join(parts)}."}) if parts else Markup("")


def _among(action: ActionLine, references: Mapping[int, str]) -> ShownAction:
    """An action with the risks of a list that it serves, the oldest first."""
    served = tuple((key, references[key]) for key in sorted(action.risks) if key in references)
    return ShownAction(
        action.id, action.reference, action.text, action.state, action.due, action.responsible_name, action.units,
        served,
    )


_CODES: Mapping[str, Mapping[Any, Any]] = {
    "risk": RISK_STATE_WORDS, "category": CATEGORY_WORDS, "stance": STANCE_WORDS, "level": LEVEL_WORDS,
}


@lru_cache(maxsize=8)
def _words(_reader: str) -> dict[str, str]:
    """Words by the state of an action, by "kind code" for what else is stored, and sentences to fill."""
    found: dict[str, str] = {state.value: str(word) for state, word in ACTION_STATE_WORDS.items()}
    for kind, words in _CODES.items():
        found |= {f"{kind} {code.value}": escape(str(word)) for code, word in words.items()}
    return {
        **found, "no action": escape(_("No action")), "serves": _("serves %(risks)s"),
        "score": _("S %(likelihood)s, K %(impact)s"), "mark proposed": escape(_("Proposed to be accepted")),
        "mark occurred": escape(_("Occurred %(date)s")), "mark disagreed": escape(_("Disagreement")),
        "part cause": escape(_("Because of %(cause)s")), "part consequence": escape(_("Leads to %(consequence)s")),
    }


Value = Callable[[str, RegisterRow, Register], str]


def _score(reader: str, likelihood: int | None, impact: int | None) -> str:
    return _words(reader)["score"] % {"likelihood": likelihood, "impact": impact} if likelihood else "–"


def _waits(reader: str, risk: RegisterRow, beside: Register) -> str:
    level, day = beside.waiting.get(risk.id, ("", None))
    return f"{_words(reader)[f'level {level}']}, {show_date(day)}" if level else "–"


# What a cell of the register's own columns holds.
_VALUES: dict[str, Value] = {
    Column.BEFORE: lambda reader, risk, _: _score(reader, risk.before_likelihood, risk.before_impact),
    Column.TARGET: lambda reader, risk, _: _score(reader, risk.target_likelihood, risk.target_impact),
    Column.CATEGORY: lambda reader, risk, _: _words(reader)[f"category {risk.category}"] if risk.category else "–",
    Column.STANCE: lambda reader, risk, _: _words(reader)[f"stance {risk.stance}"] if risk.stance else "–",
    Column.STATE: lambda reader, risk, _: _words(reader)[f"risk {risk.state}"],
    Column.CAUSE: lambda _reader, risk, _: escape(risk.cause or "–"),
    Column.CONSEQUENCE: lambda _reader, risk, _: escape(risk.consequence or "–"),
    Column.LOOKED_AT: lambda _reader, risk, _: (
        show_date(clock.local(risk.looked_at).date()) if risk.looked_at else "–"
    ),
    Column.ESCALATED: _waits,
}


# The texts of a row for which its shape has slots, beside those of the chosen columns.
_ALWAYS = ("id", "reference", "title", "page", "state_tag", "home", "analysis_title", "analysis_page", "kept")


@lru_cache(maxsize=256)
def _row_shape(_reader: str, columns: tuple[Column, ...], may_change: bool | None, focused: bool) -> tuple[str, ...]:
    """may_change: whether the row has tools, or None where no row of the list has any."""
    own = slots(*_ALWAYS, *(column.value for column in columns))
    shown = [(column.value, str(COLUMN_WORDS[column]), vars(own)[column.value]) for column in columns]
    return cut(_draw("draw_row", own, shown, may_change, focused))


@lru_cache(maxsize=16)
def _action_shape(_reader: str, late: bool) -> tuple[str, ...]:
    return cut(_draw("draw_action", slots("page", "label", "detail"), late))


@lru_cache(maxsize=8)
def _reference_shape(_reader: str) -> tuple[str, ...]:
    return cut(_draw("draw_reference", slots("action", "risk", "anchor")))


@lru_cache(maxsize=16)
def _tag_shape(_reader: str, tone: str) -> tuple[str, ...]:
    return cut(_draw("draw_tag", slots("text"), tone))


@lru_cache(maxsize=8)
def _sentence_shape(_reader: str) -> tuple[str, ...]:
    return cut(_draw("draw_sentence", slots("text")))


@lru_cache(maxsize=32)
def _state(_reader: str, state: str) -> Markup:
    words = {known.value: word for known, word in RISK_STATE_WORDS.items()}
    return Markup("") if state == "open" else _draw("draw_state", str(words[state]))


@lru_cache(maxsize=32)
def _letter(_reader: str, letter: str | None) -> Markup:
    return _draw("draw_class", letter)


def _draw(macro: str, *parts: Any) -> Markup:
    drawn: Markup = get_template_attribute(_TEMPLATE, macro)(*parts)
    return drawn
