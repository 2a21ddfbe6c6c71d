"""Editing scales: what has been approved or is in use stays as it is, so a change makes a new version of it.

And moving an analysis to another version, which first says of which risks the class changes.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from peewee import IntegrityError, fn

from portfolio.core.db import rows, write
from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.history import Subject, change, create, record_event
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.risks.kinds import Axis, RiskClass, RiskState
from portfolio.risks.models import RiskAnalysis, RiskScale, ScaleCell, ScaleClass, ScaleLevel
from portfolio.risks.service import analyses
from portfolio.risks.service.analyses import analysis_of
from portfolio.risks.service.locking import hold_register, hold_scale
from portfolio.risks.service.plan import RiskLine, plan_in
from portfolio.risks.service.presets import PRESETS
from portfolio.risks.service.risks import reopen_risk
from portfolio.risks.service.scales import IMPACTS, LIKELIHOODS, RECORD, REVIEW_MONTHS, Cell, scale_of

Score = tuple[int, int]
SCORES: tuple[Score, ...] = tuple((likelihood, impact) for likelihood in range(1, 5) for impact in range(1, 5))
_MONTHS = range(1, 61)


@dataclass(frozen=True)
class Step:
    """What a step of an axis is called, and what helps to choose it, in both languages."""

    name_sv: str
    name_en: str
    help_sv: str = ""
    help_en: str = ""


@dataclass(frozen=True)
class ScaleContent:
    """All that can be edited of a scale. steps: by axis and 1–4; cells: by (S, K); months: by class, None for never."""

    name: str
    source: str
    steps: Mapping[tuple[str, int], Step]
    cells: Mapping[Score, Cell]
    months: Mapping[str, int | None]


@dataclass(frozen=True)
class ClassChange:
    """A risk that another scale classes otherwise; before and after are its cells."""

    risk: RiskLine
    before: Cell
    after: Cell

    @property
    def reopens(self) -> bool:
        """Whether it has been accepted: what was accepted is no longer so, and the risk is open again."""
        return self.risk.state == RiskState.ACCEPTED


def content_of(scale_id: int) -> ScaleContent:
    """What a scale holds, for its form and its page. Raises NotFound."""
    found = scale_of(scale_id)
    source: str = RiskScale.select(RiskScale.source).where(RiskScale.id == scale_id).scalar()
    steps = ScaleLevel.select(
        ScaleLevel.axis, ScaleLevel.value, ScaleLevel.name_sv, ScaleLevel.name_en, ScaleLevel.help_sv,
        ScaleLevel.help_en,
    ).where(ScaleLevel.scale == scale_id)
    months = ScaleClass.select(ScaleClass.risk_class, ScaleClass.review_months).where(ScaleClass.scale == scale_id)
    return ScaleContent(
        found.name, source, {(axis, value): Step(*words) for axis, value, *words in rows(steps)}, found.cells,
        dict(rows(months)),
    )


def preset_content(key: str) -> ScaleContent:
    """A published scheme as what a form starts from: a plan is required outside class A. Raises NotFound."""
    preset = PRESETS.get(key)
    if preset is None:
        raise NotFound
    named = {Axis.LIKELIHOOD: LIKELIHOODS, Axis.IMPACT: IMPACTS}
    return ScaleContent(
        preset.name, preset.source,
        {(axis.value, value): Step(*names) for axis, all_names in named.items()
         for value, names in enumerate(all_names, 1)},
        {(s, k): Cell(letter := preset.classes[s - 1][k - 1], letter != RiskClass.A) for s, k in SCORES},
        REVIEW_MONTHS,
    )


def add_scale(content: ScaleContent, *, by: int | None) -> int:
    """Add a scale that nobody has approved; returns its id. Under a name that is taken it is that one's next version.

    Raises Invalid at what is missing or cannot be (see `_check`).
    """
    _check(content)
    with write():
        return _insert(content, follows=None, by=by)


def save_scale(scale_id: int, content: ScaleContent, *, version: int | None, by: int | None) -> int:
    """Save a scale and return the id of what holds it now.

    That is the scale itself as long as it is a draft: nobody has approved it and no analysis uses it. Else it is a new
    version, approved by nobody, and the one that was changed stays. Raises NotFound, Stale, and Invalid as `add_scale`.
    """
    _check(content)
    with write():
        hold_scale(scale_id)
        found = scale_of(scale_id)
        before = content_of(scale_id)
        if version is not None and version != found.version:
            raise Stale(saved={"name": before.name, "source": before.source}, version=found.version)
        if content == before:
            return scale_id
        if found.approved_at is not None or _is_used(scale_id):
            return _insert(replace(content, name=found.name), follows=scale_id, by=by)
        _overwrite(scale_id, content, before, by=by)
    return scale_id


def _is_used(scale_id: int) -> bool:
    used: bool = RiskAnalysis.select().where(RiskAnalysis.scale == scale_id).exists()
    return used


def _insert(content: ScaleContent, *, follows: int | None, by: int | None) -> int:
    last = RiskScale.select(fn.MAX(RiskScale.edition)).where(RiskScale.name == content.name).scalar()
    values = {"name": content.name, "edition": (last or 0) + 1, "source": content.source, "follows": follows}
    scale_id = create(RiskScale, values, record=RECORD, by=by, also=_told(None, content))
    _fill(scale_id, content)
    return scale_id


def _overwrite(scale_id: int, content: ScaleContent, before: ScaleContent, *, by: int | None) -> None:
    values = {"name": content.name, "source": content.source}
    try:
        with write():
            saved = change(RiskScale, scale_id, values, version=None, record=RECORD, by=by)
    except IntegrityError as error:
        raise Invalid(_l("Another scale has this name and version."), field="name") from error
    rest_differs = replace(before, name=content.name, source=content.source) != content
    if rest_differs:
        for model in (ScaleCell, ScaleLevel, ScaleClass):
            model.delete().where(model.scale == scale_id).execute()
        _fill(scale_id, content)
        record_event(Subject(RECORD, scale_id), "changed", _told(before, content), by=by)
    if rest_differs and not saved:
        RiskScale.update(version=RiskScale.version + 1).where(RiskScale.id == scale_id).execute()


def _fill(scale_id: int, content: ScaleContent) -> None:
    ScaleCell.insert_many(
        {"scale": scale_id, "likelihood": s, "impact": k, "risk_class": cell.risk_class,
         "requires_plan": cell.requires_plan}
        for (s, k), cell in content.cells.items()
    ).execute()
    ScaleLevel.insert_many(
        {"scale": scale_id, "axis": axis, "value": value, **asdict(step)}
        for (axis, value), step in content.steps.items()
    ).execute()
    ScaleClass.insert_many(
        {"scale": scale_id, "risk_class": letter, "review_months": months} for letter, months in content.months.items()
    ).execute()


def _told(before: ScaleContent | None, after: ScaleContent) -> dict[str, tuple[Any, Any]]:
    """What history keeps of cells, steps and intervals: the whole as texts, where they differ."""
    texts = [None if one is None else _texts(one) for one in (before, after)]
    was, now = texts[0] or {}, texts[1] or {}
    return {name: (was.get(name), text) for name, text in now.items() if was.get(name) != text}


def _texts(content: ScaleContent) -> dict[str, str]:
    rows_of_cells = ("".join(_letter(content.cells[s, k]) for k in range(1, 5)) for s in range(1, 5))
    axes = {
        axis.value: "; ".join(
            f"{value} {step.name_sv}/{step.name_en}"
            + (f" ({step.help_sv}/{step.help_en})" if step.help_sv or step.help_en else "")
            for value in range(1, 5) for step in (content.steps[axis.value, value],)
        )
        for axis in Axis
    }
    months = ", ".join(f"{letter} {content.months[letter] or '–'}" for letter in RiskClass)
    return {"cells": " | ".join(rows_of_cells), "review_months": months,
            **{f"{axis}_steps": text for axis, text in axes.items()}}


def _check(content: ScaleContent) -> None:
    """Raise Invalid at the first thing that is missing or cannot be: a name, a step's name, a cell, an interval."""
    named = {"name": content.name} | {
        f"name_{axis.value}_{value}_{language}": getattr(content.steps.get((axis.value, value)), f"name_{language}", "")
        for axis in Axis for value in range(1, 5) for language in ("sv", "en")
    }
    for field, name in named.items():
        if not name:
            raise Invalid(_l("Write something here."), field=field)
    for s, k in SCORES:
        if getattr(content.cells.get((s, k)), "risk_class", None) not in set(RiskClass):
            raise Invalid(_l("Every cell needs a class: A, B, C or D."), field=f"cell_{s}_{k}")
    for letter in RiskClass:
        months = content.months.get(letter.value)
        if months is not None and months not in _MONTHS:
            raise Invalid(_l("Between 1 and 60 months, or nothing for never."), field=f"months_{letter.value}")


def class_changes(analysis_id: int, scale_id: int) -> tuple[ClassChange, ...]:
    """The risks of an analysis that another scale classes otherwise, or of which it asks a plan where the present one
    does not, by number. Raises NotFound."""
    now, then = scale_of(analysis_of(analysis_id).scale), scale_of(scale_id)
    risks, _ = plan_in("analysis", analysis_id)
    found = ((risk, now.cell(risk.likelihood, risk.impact), then.cell(risk.likelihood, risk.impact)) for risk in risks)
    return tuple(ClassChange(risk, was, new) for risk, was, new in found if was and new and was != new)


def move_scale(
    analysis_id: int, *, scale: int, version: int | None, by: int | None, seen: str | None = None, reason: str = "",
) -> None:
    """Put an analysis on another scale or another version of it; accepted risks that it classes otherwise open again.

    seen: the changes of class that were shown before, as `told` writes them; where they are others by now, nothing is
    moved. Raises NotFound, Stale, and Invalid: at "scale" once the analysis has been adopted, or where it stands there
    already.
    """
    with write():
        hold_register(analysis_id)
        hold_scale(scale)
        found = analysis_of(analysis_id)
        changes = class_changes(analysis_id, scale)
        if found.is_frozen:
            raise Invalid(_l("The scale stays as it was when the analysis was adopted."), field="scale")
        if scale == found.scale:
            raise Invalid(_l("The analysis is on this scale already."), field="scale")
        if seen is not None and seen != told(changes):
            raise Stale(saved={"scale": found.scale}, version=found.version)
        analyses.put_on_scale(found, scale, version=version, by=by, why=reason)
        _reopen(changes, scale, by=by, why=reason)
        if changes:
            subject = Subject(analyses.RECORD, analysis_id, found.programme)
            record_event(subject, "changed", {"classes": (None, told(changes))}, by=by, why=reason)


def _reopen(changes: tuple[ClassChange, ...], scale: int, *, by: int | None, why: str) -> None:
    """Open the accepted ones again. Their history says what class which scale gives them, and why it was moved to."""
    to = scale_of(scale)
    for one in changes:
        if one.reopens:
            because = f"{to.name} v{to.edition}: {_letter(one.before)} → {_letter(one.after)}"
            reopen_risk(one.risk.id, by=by, reason=f"{because}. {why}" if why else because)


def told(changes: tuple[ClassChange, ...]) -> str:
    """The changes of class in one line: "R1 B → C, R4 A → B ↺"; see `_letter`. ↺: accepted before, and open again."""
    return ", ".join(
        f"{one.risk.reference} {_letter(one.before)} → {_letter(one.after)}{' ↺' if one.reopens else ''}"
        for one in changes
    )


def _letter(cell: Cell) -> str:
    """A cell's class; ° behind it where it asks for a plan and others of its class would not, or the other way."""
    return cell.risk_class if cell.requires_plan == (cell.risk_class != RiskClass.A) else f"{cell.risk_class}°"
