"""The words in which history is told: for fields, for kinds of record, and for what a choice stores.

A feature gives the words of its own choices with `tell`; names of fields mean the same everywhere and stand here.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from .i18n import lazy_gettext as _l

FIELD_WORDS: dict[str, Any] = {
    "abbreviation": _l("Abbreviation"), "action": _l("Action"), "aliases": _l("Other names"),
    "analysis": _l("Risk analysis"),
    "approved_at": _l("Approved"), "approved_by": _l("Approved by"), "archived_at": _l("Archived"),
    "baseline": _l("Baseline"), "baseline_on": _l("Baseline date"), "benefit_kind": _l("Kind of benefit"),
    "comment": _l("Comment"),
    "confidence": _l("Confidence"), "confirmed_by": _l("Confirmed by"), "confirmed_on": _l("Confirmed on"),
    "control_effect": _l("Effect of the action"), "controlled_on": _l("Controlled on"),
    "control_on": _l("To be controlled on"),
    "decision": _l("Decision"), "definitions": _l("Definitions"), "digest": _l("SHA-256"),
    "description": _l("Description"), "done_on": _l("Done on"), "due": _l("Due"), "edition": _l("Edition"),
    "direction": _l("Direction"), "effect": _l("Effect"), "every_months": _l("Months between readings"),
    "effects": _l("Effects"), "email": _l("E-mail address"), "ended_on": _l("Ended on"), "ends": _l("Ends"),
    "evidence": _l("Evidence"), "evidence_kind": _l("Kind of evidence"), "follow_up": _l("Follow-up"),
    "forecast_end": _l("Forecast end"),
    "group": _l("Group"), "held_on": _l("Held on"), "impact": _l("Impact"), "import_rows": _l("Rows"),
    "is_default": _l("Default"), "judgement": _l("Judgement"),
    "kind": _l("Kind"), "language": _l("Language"), "lead": _l("Lead"), "left_on": _l("Last day"),
    "level": _l("Level"), "likelihood": _l("Likelihood"), "locked": _l("Locked"), "login": _l("Login"),
    "name": _l("Name"), "occasion": _l("Occasion"), "owner": _l("Owner"), "parent": _l("Belongs to"),
    "person": _l("Person"), "planned_end": _l("Planned end"), "planned_start": _l("Planned start"),
    "portfolio": _l("Portfolio"), "priority": _l("Priority"), "programme": _l("Programme"),
    "purpose": _l("Purpose"), "rationale": _l("Rationale"), "reason": _l("Reason"), "reference": _l("Reference"),
    "recipient": _l("Recipient"), "reported_at": _l("Reported"), "responsible": _l("Responsible"),
    "risk": _l("Risk"), "risks": _l("Risks"),
    "role": _l("Role"), "run_by": _l("Run by"), "run_by_programme": _l("Run by the programme"),
    "scale": _l("Risk scale"), "source": _l("Source"), "starts": _l("Starts"), "state": _l("State"),
    "strength": _l("Strength"), "taken_on": _l("Measured on"), "target": _l("Target"), "target_on": _l("Target date"),
    "text": _l("Text"), "title": _l("Title"), "unit": _l("Unit"), "unit_name": _l("Unit of measurement"),
    "units": _l("Units"), "valid_from": _l("From"), "valid_to": _l("To and including"), "value": _l("Value"),
    "affected": _l("Who is affected"), "answer": _l("Answer"), "answer_by": _l("To be answered by"),
    "answered_at": _l("Answered"), "answered_by": _l("Answered by"), "before_impact": _l("Impact before actions"),
    "before_likelihood": _l("Likelihood before actions"), "capacity": _l("Takes part as"), "category": _l("Category"),
    "cause": _l("Cause"), "cells": _l("Cells"), "classes": _l("Classes"),
    "closed_at": _l("Closed"), "closed_by": _l("Closed by"), "consequence": _l("Consequence"),
    "controller": _l("Controlled by"), "cost": _l("Cost"), "follows": _l("Follows"), "looked_at": _l("Looked at"),
    "impact_steps": _l("Steps of impact"), "likelihood_steps": _l("Steps of likelihood"),
    "note": _l("Note"), "occurred_on": _l("Occurred on"), "our_impact": _l("Our impact"),
    "our_likelihood": _l("Our likelihood"), "our_view": _l("Our view"), "outcome": _l("Outcome"),
    "party": _l("Organisation"), "query": _l("Filter"), "review_months": _l("Months between reviews"),
    "round": _l("Round"), "settled_at": _l("Settled"), "shared": _l("Shared"), "stance": _l("Stance"),
    "target_impact": _l("Impact aimed at"), "target_likelihood": _l("Likelihood aimed at"),
    "their_impact": _l("Their impact"),
    "their_likelihood": _l("Their likelihood"), "view": _l("Their view"),
}

_FIELDS_OF: dict[tuple[str, str], Any] = {
    ("link", "source"): _l("From"), ("link", "target"): _l("To"), ("person", "title"): _l("Job title"),
    ("person", "unit"): _l("Home unit"), ("risk", "cause"): _l("Because of"), ("risk", "consequence"): _l("Leads to"),
    ("risk", "title"): _l("What may happen"), ("role", "title"): _l("Own title"),
}

RECORD_WORDS: dict[str, Any] = {
    "account": _l("Account"), "action": _l("Action"), "activity": _l("Activity"), "analysis": _l("Risk analysis"),
    "disagreement": _l("Disagreement"), "escalation": _l("Escalation"), "occurrence": _l("Occurrence"),
    "review": _l("Risk review"), "saved_view": _l("Saved view"),
    "circumstance": _l("Circumstance"), "consequence": _l("Consequence"), "document": _l("Document"),
    "effect": _l("Effect"), "frozen_map": _l("Frozen map"), "goal": _l("Goal"), "group": _l("Group"),
    "import_row": _l("Row of a document, line"), "link": _l("Link"), "measure": _l("Measure"),
    "person": _l("Person"), "portfolio": _l("Portfolio"), "problem": _l("Problem"), "programme": _l("Programme"),
    "programme_group": _l("Working group"), "risk": _l("Risk"), "role": _l("Role"), "scale": _l("Risk scale"),
    "unit": _l("Unit"), "workstream": _l("Workstream"),
}

_VALUES: dict[tuple[str, str, str], Any] = {}
_SHOWN: dict[tuple[str, str], Callable[[str], str]] = {}
_DATE = re.compile(r"\d{4}-\d\d-\d\d(T.+)?")


def tell(field: str, words: Mapping[Any, Any], *, record: str = "") -> None:
    """Give the words for what a field stores; for one kind of record, where others store the same otherwise."""
    _VALUES.update({(record, field, str(value)): word for value, word in words.items()})


def tell_shown(field: str, show: Callable[[str], str], *, record: str) -> None:
    """Say how what a field of a kind of record stores is shown, where that is neither a choice nor a text."""
    _SHOWN[record, field] = show


tell("is_default", {True: _l("Yes"), False: _l("No")})
tell("locked", {True: _l("Yes"), False: _l("No")})


def field_word(name: str, record: str) -> str:
    """A field's name in a kind of record, in the reader's language."""
    return _first(_FIELDS_OF.get((record, name)), FIELD_WORDS.get(name), name.replace("_", " ").capitalize())


def record_word(kind: str) -> str:
    """A kind of record, in the reader's language."""
    return _first(RECORD_WORDS.get(kind), kind.replace("_", " ").capitalize())


def value_word(value: str, field: str, record: str) -> str:
    """What a field of a kind of record stores, in the reader's language; a text stays as it is."""
    show = _SHOWN.get((record, field))
    return show(value) if show else _first(_VALUES.get((record, field, value)), _VALUES.get(("", field, value)), value)


def _first(*words: Any) -> str:
    """The first word there is; asking a lazy one whether it is empty would translate it twice."""
    return str(next(word for word in words if word is not None))


def stored_date(value: str) -> date | datetime | None:
    """The date or the moment that history keeps as text; None for any other text."""
    if not _DATE.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    except ValueError:
        return None
