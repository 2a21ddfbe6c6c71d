"""What is missing, in words: each gap a sentence, with a link to the very field in which it is mended."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from babel.lists import format_list

from portfolio.core.access import Permission, Scope, may
from portfolio.core.i18n import gettext as _
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.i18n import ngettext
from portfolio.core.templating import language
from portfolio.risks.addresses import addresses
from portfolio.risks.service.readiness import NOTES, Gap, Lack, Plan

# For each lack: what is said after the reference, the link's words, and the permission that mending it takes.
_WORDS: dict[Lack, tuple[Any, Any, Permission]] = {
    Lack.SCORE: (_l("has no score."), _l("Score it"), Permission.RISK_ASSESS),
    Lack.ACCEPTANCE: (
        _l("is proposed to be accepted, but nobody who may has done so."), _l("Accept it"), Permission.RISK_ACCEPT,
    ),
    Lack.ACTION: (_l("lacks an action."), _l("Add an action"), Permission.ACTION_EDIT),
    Lack.NEW_ACTION: (
        _l("needs a new action: the control showed no effect."), _l("Add an action"), Permission.ACTION_EDIT,
    ),
    Lack.WHO: (_l("has an action and a date but nobody responsible."), _l("Say who"), Permission.ACTION_EDIT),
    Lack.WHEN: (_l("has an action and somebody responsible but no date."), _l("Set a date"), Permission.ACTION_EDIT),
    Lack.WHO_AND_WHEN: (
        _l("has an action but nobody responsible and no date."), _l("Say who and when"), Permission.ACTION_EDIT,
    ),
    Lack.CONTROL: (_l("is done but has not been controlled."), _l("Control it"), Permission.ACTION_UPDATE),
    Lack.FAILED: (_l("showed no effect: plan a new action."), _l("Add an action"), Permission.ACTION_EDIT),
    Lack.PRIORITY: (_l("has no priority."), _l("Set a priority"), Permission.ACTION_EDIT),
    Lack.CONTROL_DATE: (_l("has no control date."), _l("Set a control date"), Permission.ACTION_EDIT),
}
# The lacks that are told of an action, not of a risk.
_OF_ACTION = frozenset({Lack.CONTROL, *NOTES})


# Where each is mended: the form, whether it is the action's or the risk's, and the field in it.
_PLACES: dict[Lack, tuple[str, str]] = {
    Lack.SCORE: ("risks.risk", "likelihood"),
    Lack.ACCEPTANCE: ("risks.accept_risk", "reason"),
    Lack.ACTION: ("risks.create_action", "text"),
    Lack.NEW_ACTION: ("risks.create_action", "text"),
    Lack.WHO: ("risks.edit_action", "responsible"),
    Lack.WHEN: ("risks.edit_action", "due"),
    Lack.WHO_AND_WHEN: ("risks.edit_action", "responsible"),
    Lack.CONTROL: ("risks.action", "effect"),
    Lack.FAILED: ("risks.create_action", "text"),
    Lack.PRIORITY: ("risks.edit_action", "priority"),
    Lack.CONTROL_DATE: ("risks.edit_action", "control_on"),
}


@dataclass(frozen=True)
class GapLine:
    """A gap in words. subject: what it is about, with its address; url, label: None for who may not mend it."""

    risk_class: str | None
    subject: str
    subject_url: str
    sentence: str
    url: str | None
    label: str | None


def gap_lines(gaps: Iterable[Gap], scope: Scope) -> tuple[GapLine, ...]:
    """Some gaps as sentences, in their order."""
    drawn: dict[Lack, _Words] = {}
    found = []
    for gap in gaps:
        if gap.lack not in drawn:
            drawn[gap.lack] = _words(gap.lack, scope)
        found.append(_line(gap, drawn[gap.lack]))
    return tuple(found)


@dataclass(frozen=True)
class _Words:
    """What all gaps of one kind share: their words and addresses, in the reader's language. of_action: the form is an
    action's, not a risk's."""

    sentence: str
    label: str | None
    form: Callable[[int], str]
    of_action: bool
    field: str
    subject: Callable[[int], str]


def _words(lack: Lack, scope: Scope) -> _Words:
    said, label, needed = _WORDS[lack]
    endpoint, field = _PLACES[lack]
    of_action = endpoint in {"risks.action", "risks.edit_action"}
    form = addresses(endpoint, "action_id" if of_action else "risk_id")
    subject = addresses("risks.action", "action_id") if lack in _OF_ACTION else addresses("risks.risk", "risk_id")
    return _Words(str(said), str(label) if may(needed, scope) else None, form, of_action, field, subject)


def _line(gap: Gap, words: _Words) -> GapLine:
    risk, action = (gap.risks[0] if gap.risks else None), gap.action
    subject, subject_key = gap.subject, risk.id if risk else 0
    form_key = action.id if action and words.of_action else subject_key
    if action is not None and gap.lack in _OF_ACTION:
        served = ", ".join(one.reference for one in gap.risks)
        subject, subject_key = f"{action.reference} ({served})", action.id
    mended = f"{words.form(form_key)}#{words.field}"
    worst = max((one.risk_class for one in gap.risks if one.risk_class), default=None)
    return GapLine(
        worst, subject, words.subject(subject_key), words.sentence, mended if words.label else None, words.label
    )


def plan_sentences(plan: Plan) -> tuple[str, ...]:
    """What a plan lacks, a sentence each, the gravest first; one that says so where it lacks nothing."""
    if not plan.risks:
        return ()
    lead = ngettext("%(num)s open risk", "%(num)s open risks", plan.risks)
    said = [
        _without_action(plan), *(_lacking(lack, plan.actions, count) for lack, count in plan.lacking.items() if count)
    ]
    found = [sentence for sentence in said if sentence]
    return (f"{lead}.", *(found or [_("The plan lacks nothing: every action has who, when, priority and control.")]))


def _without_action(plan: Plan) -> str:
    if plan.without_action == 0:
        return ""
    return ngettext("%(num)s risk lacks an action.", "%(num)s risks lack an action.", plan.without_action)


def _lacking(lack: Lack, actions: int, count: int) -> str:
    """That none of the actions, or so many of them, have what is asked of them."""
    if count == actions and actions > 1:
        return str(_NONE_HAS[lack])
    return _SOME_LACK[lack](count)


_NONE_HAS: dict[Lack, Any] = {
    Lack.WHO: _l("No action has anybody responsible."), Lack.WHEN: _l("No action has a due date."),
    Lack.PRIORITY: _l("No action has a priority."), Lack.CONTROL_DATE: _l("No action has a control date."),
}
_SOME_LACK: dict[Lack, Callable[[int], str]] = {
    Lack.WHO: lambda n: ngettext(
        "%(num)s action has nobody responsible.", "%(num)s actions have nobody responsible.", n
    ),
    Lack.WHEN: lambda n: ngettext("%(num)s action has no due date.", "%(num)s actions have no due date.", n),
    Lack.PRIORITY: lambda n: ngettext("%(num)s action has no priority.", "%(num)s actions have no priority.", n),
    Lack.CONTROL_DATE: lambda n: ngettext(
        "%(num)s action has no control date.", "%(num)s actions have no control date.", n
    ),
}

# What a risk lacks, as it stands in "It lacks …".
_THINGS: dict[Lack, Any] = {
    Lack.SCORE: _l("a score"), Lack.ACCEPTANCE: _l("the acceptance of somebody who may"), Lack.ACTION: _l("an action"),
    Lack.NEW_ACTION: _l("a new action, as the control showed no effect"), Lack.WHO: _l("somebody responsible"),
    Lack.WHEN: _l("a due date"), Lack.PRIORITY: _l("a priority"), Lack.CONTROL_DATE: _l("a control date"),
    Lack.CONTROL: _l("a control of what is done"),
    Lack.FAILED: _l("a new action, as the control showed no effect"),
}


def lacking_sentence(lacks: Iterable[Lack]) -> str:
    """Everything that one risk lacks (see `readiness.missing_of`), in a sentence."""
    things = [str(_THINGS[lack]) for lack in lacks]
    return _("Lacks %(things)s.", things=format_list(things, locale=language()))
