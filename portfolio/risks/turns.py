"""What can be decided of a risk in a review, each with its key, its form and where that leads."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from portfolio.core.access import Permission, Scope, may
from portfolio.core.forms import listed
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.risks.forms.fields import steps
from portfolio.risks.forms.review import (
    ActionForm,
    AssignForm,
    DateForm,
    EscalateForm,
    NoteForm,
    PlanForm,
    ScoreForm,
    TurnForm,
    WhyForm,
)
from portfolio.risks.kinds import EscalationLevel, RiskState
from portfolio.risks.service.escalations import levels_for
from portfolio.risks.service.reviewing.deciding import Seen, open_actions
from portfolio.risks.service.reviewing.meetings import Review
from portfolio.risks.service.risks import RiskDetail
from portfolio.risks.words import LEVEL_WORDS

#: S and K as they are called on a risk's scale, by the fields' names.
Names = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Act:
    """Something that can be decided. name: of its form and its address; key: what opens it; submit: its button."""

    name: str
    key: str
    label: Any
    submit: Any
    form: TurnForm
    url: str


_WORDS: Mapping[str, tuple[str, Any, Any]] = {
    "score": ("", _l("Score it"), _l("Save the score")),
    "unchanged": ("U", _l("Unchanged"), _l("Unchanged")),
    "assign": ("O", _l("Assign"), _l("Assign")),
    "date": ("D", _l("Set a date"), _l("Set the date")),
    "action": ("P", _l("New action"), _l("Add the action")),
    "note": ("N", _l("Note"), _l("Save the note")),
    "accept": ("A", _l("Accept"), _l("Accept the risk")),
    "escalate": ("E", _l("Escalate"), _l("Escalate")),
    "close": ("C", _l("Close the risk"), _l("Close the risk")),
}


def seen_score(text: str | None) -> Seen:
    """The score in a form's `seen`; (0, 0), which no risk has, for what is no such text."""
    if text is None or len(text) != 2 or not set(text) <= set("01234"):
        return (0, 0)
    return (int(text[0]) or None, int(text[1]) or None)


def acts_of(
    review: Review, risk: RiskDetail, scope: Scope, names: Names, refused: TurnForm | None
) -> Mapping[str, Act]:
    """What the person may decide of a risk as it is, by name. refused: the form that was, which keeps its texts, also
    where meanwhile its act is no longer to be had."""
    offers = _Offers(names, open_actions(risk.id), levels_for(risk.id))
    found: dict[str, TurnForm] = {}
    for name, (is_there, make) in _possible(risk, scope, offers).items():
        if refused is not None and refused.act == name:
            form, fresh = refused, refused.outdated
        elif is_there:
            form, fresh = make(prefix=name, formdata=None, likelihood=risk.likelihood, impact=risk.impact), True
        else:
            continue
        _offer(form, offers)
        if fresh:
            _show(form, risk, offers.actions)
        found[name] = form
    return {
        name: Act(name, *_WORDS[name], form, _url(name, review.id, risk.id)) for name, form in found.items()
    }


@dataclass(frozen=True)
class _Offers:
    """What a risk's forms offer to choose from: the steps of its scale, its actions, the levels above."""

    names: Names
    actions: Mapping[int, tuple[str, int]]
    levels: Sequence[EscalationLevel]


def _url(name: str, review: int, risk: int) -> str:
    endpoint = "risks.review_close_risk" if name == "close" else f"risks.review_{name}"
    return url_for(endpoint, review_id=review, risk_id=risk)


def _possible(risk: RiskDetail, scope: Scope, offers: _Offers) -> Mapping[str, tuple[bool, type[TurnForm]]]:
    """Every act with its form, in their order, and whether the risk's state and the person's rights leave it."""
    assesses = may(Permission.RISK_ASSESS, scope)
    stands, scored = risk.state != RiskState.CLOSED, risk.likelihood is not None
    plans = assesses and stands and bool(offers.actions)
    return {
        "score": (assesses and stands, ScoreForm), "unchanged": (assesses and stands and scored, TurnForm),
        "assign": (plans, AssignForm), "date": (plans, DateForm), "action": (assesses and stands, ActionForm),
        "note": (assesses, NoteForm),
        "accept": (risk.state == RiskState.OPEN and scored and may(Permission.RISK_ACCEPT, scope), WhyForm),
        "escalate": (assesses and stands and bool(offers.levels), EscalateForm),
        "close": (stands and may(Permission.RISK_EDIT, scope), WhyForm),
    }


def _offer(form: TurnForm, offers: _Offers) -> None:
    """Give a form its choices."""
    if isinstance(form, ScoreForm):
        for axis, field in (("likelihood", form.likelihood), ("impact", form.impact)):
            field.choices = steps(tuple(f"{number} {name}" for number, name in enumerate(offers.names[axis], 1)))
    elif isinstance(form, PlanForm):
        form.offer_actions(offers.actions)
    elif isinstance(form, ActionForm):
        form.offer_people()
    elif isinstance(form, EscalateForm):
        form.level.choices = listed((level.value, LEVEL_WORDS[level]) for level in offers.levels)


def _show(form: TurnForm, risk: RiskDetail, actions: Mapping[int, tuple[str, int]]) -> None:
    """Let a form say what it was shown over: the score, and the versions of the actions, that stand now."""
    form.seen.process_data(f"{risk.likelihood or 0}{risk.impact or 0}")
    if isinstance(form, PlanForm):
        form.versions.process_data({key: version for key, (_, version) in actions.items()})
