"""Scales: 16 cells and the names of the steps, as data. A class is what the scale's cell says, never a product."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, IntegrityError, fn

from portfolio.core import clock
from portfolio.core.db import rows, write
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.history import change, create
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.prepared import Param, prepared
from portfolio.organisation.models import Person
from portfolio.risks.kinds import Axis, RiskClass
from portfolio.risks.models import RiskAnalysis, RiskScale, ScaleCell, ScaleClass, ScaleLevel
from portfolio.risks.service.facts import is_in
from portfolio.risks.service.locking import hold_scale

RECORD = "scale"
DEFAULT_NAME = "Standard"

Names = tuple[tuple[str, str], tuple[str, str], tuple[str, str], tuple[str, str]]

# Names of the steps 1–4 in Swedish and English; those of K are MSB's (DOMAIN C5).
LIKELIHOODS: Names = (
    ("Osannolik", "Unlikely"),
    ("Mindre sannolik", "Less likely"),
    ("Sannolik", "Likely"),
    ("Mycket sannolik", "Very likely"),
)
IMPACTS: Names = (
    ("Försumbar", "Negligible"),
    ("Måttlig", "Moderate"),
    ("Betydande", "Significant"),
    ("Allvarlig", "Severe"),
)
# Rows S = 1 … 4, columns K = 1 … 4: the zones 1–3, 4–6, 7–9 and from 10 of a Swedish public code (DOMAIN B4, form 1),
# entered cell by cell, because in the field zones are set by the cell.
DEFAULT_CLASSES = ("AAAB", "ABBC", "ABCD", "BCDD")
DEFAULT_SOURCE = "Öppen svensk programkod: 1–3, 4–6, 7–9, ≥ 10"
# How often risks of each class are looked at, in months; our own proposal: at every monthly meeting where it is worst.
REVIEW_MONTHS: Mapping[str, int | None] = {"A": 12, "B": 6, "C": 3, "D": 1}


@dataclass(frozen=True)
class Cell:
    """One cell: its class, and whether a risk in it needs a plan."""

    risk_class: str
    requires_plan: bool


@dataclass(frozen=True)
class Scale:
    """A scale as matrices and forms use it.

    cells: by (likelihood, impact), both 1–4. likelihoods, impacts: the names of the steps 1–4, as (sv, en).
    approved_by is None while nobody has approved it.
    """

    id: int
    version: int
    name: str
    edition: int
    is_default: bool
    approved_by: str | None
    approved_at: datetime | None
    cells: Mapping[tuple[int, int], Cell]
    likelihoods: tuple[tuple[str, str], ...]
    impacts: tuple[tuple[str, str], ...]

    def cell(self, likelihood: int | None, impact: int | None) -> Cell | None:
        """The cell of a score; None for a risk without one."""
        if likelihood is None or impact is None:
            return None
        return self.cells[likelihood, impact]

    def likelihood_names(self, language: str) -> tuple[str, ...]:
        """The names of S = 1 … 4 in "sv" or "en"."""
        return tuple(names[language == "en"] for names in self.likelihoods)

    def impact_names(self, language: str) -> tuple[str, ...]:
        """The names of K = 1 … 4 in "sv" or "en"."""
        return tuple(names[language == "en"] for names in self.impacts)


@dataclass(frozen=True)
class ScaleRow:
    """A scale in the list of them; analyses is how many use it."""

    id: int
    name: str
    edition: int
    is_default: bool
    approved_by: str | None
    approved_at: datetime | None
    analyses: int


def ensure_default_scale() -> int:
    """The id of the newest default scale; where there is none, edition 1 is made, approved by nobody."""
    found = _default()
    if found is not None:
        return found
    try:
        return create_scale(
            name=DEFAULT_NAME, classes=DEFAULT_CLASSES, is_default=True, source=DEFAULT_SOURCE, by=None
        )
    except IntegrityError:
        # Somebody else has just made it.
        found = _default()
        if found is None:
            raise
        return found


def _default() -> int | None:
    query = RiskScale.select(RiskScale.id).where(RiskScale.is_default)
    for (found,) in rows(query.order_by(RiskScale.edition.desc(), RiskScale.id.desc()).limit(1)):
        key: int = found
        return key
    return None


def create_scale(
    *, name: str, classes: Sequence[str], by: int | None, edition: int = 1, is_default: bool = False, source: str = "",
    requires_plan: Iterable[tuple[int, int]] | None = None, likelihoods: Names = LIKELIHOODS, impacts: Names = IMPACTS,
) -> int:
    """Add a scale that nobody has approved yet; returns its id.

    classes: four texts for S = 1 … 4, each the letters of K = 1 … 4 ("AAAB"). requires_plan: the (S, K) that need a
    plan; by default all whose class is not A. Raises ValueError for a letter that is no class.
    """
    letters = {
        (likelihood, impact): RiskClass(letter)
        for likelihood, row in enumerate(classes, 1)
        for impact, letter in enumerate(row, 1)
    }
    planned = {cell for cell, letter in letters.items() if letter != RiskClass.A}
    if requires_plan is not None:
        planned = set(requires_plan)
    with write():
        values = {"name": name, "edition": edition, "is_default": is_default, "source": source}
        scale_id = create(RiskScale, values, record=RECORD, by=by)
        ScaleCell.insert_many(
            {"scale": scale_id, "likelihood": likelihood, "impact": impact, "risk_class": letter.value,
             "requires_plan": (likelihood, impact) in planned}
            for (likelihood, impact), letter in letters.items()
        ).execute()
        ScaleLevel.insert_many(
            {"scale": scale_id, "axis": axis.value, "value": value, "name_sv": swedish, "name_en": english}
            for axis, names in ((Axis.LIKELIHOOD, likelihoods), (Axis.IMPACT, impacts))
            for value, (swedish, english) in enumerate(names, 1)
        ).execute()
        ScaleClass.insert_many(
            {"scale": scale_id, "risk_class": letter, "review_months": months}
            for letter, months in REVIEW_MONTHS.items()
        ).execute()
    return scale_id


def approve_scale(scale_id: int, *, by: int, version: int | None) -> None:
    """Approve a scale, in the name of the person who does it. A new version of the default takes over as the default.

    Raises NotFound, Stale, and Invalid where somebody already has.
    """
    with write():
        hold_scale(scale_id)
        found = scale_of(scale_id)
        if found.approved_at is not None:
            raise Invalid(_l("This scale has been approved already."))
        follows = RiskScale.select(RiskScale.follows).where(RiskScale.id == scale_id).scalar()
        replaces = follows is not None and scale_of(follows).is_default
        values = {"approved_by": by, "approved_at": clock.now(), "is_default": found.is_default or replaces}
        if replaces:
            change(RiskScale, follows, {"is_default": False}, version=None, record=RECORD, by=by)
        change(RiskScale, scale_id, values, version=version, record=RECORD, by=by, act="approved")


def scales() -> tuple[ScaleRow, ...]:
    """Every scale, with how many analyses use it: defaults first, then by name, newest edition first."""
    used = (
        RiskAnalysis.select(RiskAnalysis.scale.alias("scale"), fn.COUNT(RiskAnalysis.id).alias("times"))
        .group_by(RiskAnalysis.scale)
        .alias("used")
    )
    query = (
        RiskScale.select(
            RiskScale.id, RiskScale.name, RiskScale.edition, RiskScale.is_default, Person.name, RiskScale.approved_at,
            fn.COALESCE(used.c.times, 0),
        )
        .join(Person, JOIN.LEFT_OUTER)
        .join(used, JOIN.LEFT_OUTER, on=used.c.scale == RiskScale.id)
        .order_by(RiskScale.is_default.desc(), RiskScale.name, RiskScale.edition.desc(), RiskScale.id)
    )
    return tuple(ScaleRow(*values) for values in rows(query))


def scale_choices() -> list[tuple[int, str]]:
    """Every scale as (id, "name, edition")."""
    return [(scale.id, f"{scale.name} v{scale.edition}") for scale in scales()]


def scale_of(scale_id: int) -> Scale:
    """One scale. Raises NotFound."""
    found = _gathered(_cells("scale").rows(home=scale_id))
    if scale_id not in found:
        raise NotFound
    return found[scale_id]


def helps_of(scale_id: int, language: str) -> dict[tuple[str, int], str]:
    """What helps to choose a step, by axis and 1–4, in "sv" or "en"; only where there is something."""
    text = ScaleLevel.help_en if language == "en" else ScaleLevel.help_sv
    found = rows(ScaleLevel.select(ScaleLevel.axis, ScaleLevel.value, text).where(ScaleLevel.scale == scale_id))
    return {(axis, value): said for axis, value, said in found if said}


def all_scales() -> dict[int, Scale]:
    """Every scale, by its id."""
    return _gathered(_cells("all").rows())


def scales_in(home: str, key: int) -> dict[int, Scale]:
    """The scale of an analysis, or those that a programme's analyses use (see `facts.is_in`), by their ids."""
    return _gathered(_cells(home).rows(home=key))


@prepared
def _cells(home: str) -> Any:
    """The cells of all scales ("all"), of one ("scale") or of those in use somewhere, with the names of the steps."""
    across, upward = ScaleLevel.alias(), ScaleLevel.alias()
    query: Any = (
        ScaleCell.select(
            RiskScale.id, RiskScale.version, RiskScale.name, RiskScale.edition, RiskScale.is_default, Person.name,
            RiskScale.approved_at, ScaleCell.likelihood, ScaleCell.impact, ScaleCell.risk_class,
            ScaleCell.requires_plan, upward.name_sv, upward.name_en, across.name_sv, across.name_en,
        )
        .join(RiskScale)
        .join(Person, JOIN.LEFT_OUTER)
        .join_from(ScaleCell, upward, on=_names(upward, Axis.LIKELIHOOD, ScaleCell.likelihood))
        .join_from(ScaleCell, across, on=_names(across, Axis.IMPACT, ScaleCell.impact))
        .order_by(RiskScale.id, ScaleCell.likelihood, ScaleCell.impact)
    )
    if home == "all":
        return query
    if home == "scale":
        return query.where(RiskScale.id == Param("home"))
    return query.where(RiskScale.id.in_(RiskAnalysis.select(RiskAnalysis.scale).where(is_in(home))))


def _gathered(cells: Iterable[tuple[Any, ...]]) -> dict[int, Scale]:
    by_scale: dict[int, list[tuple[Any, ...]]] = {}
    for values in cells:
        by_scale.setdefault(values[0], []).append(values)
    return {scale_id: _scale(found) for scale_id, found in by_scale.items()}


def _names(level: Any, axis: Axis, value: Any) -> Any:
    return (level.scale == ScaleCell.scale) & (level.axis == axis.value) & (level.value == value)


def _scale(found: Sequence[tuple[Any, ...]]) -> Scale:
    """A scale from its 16 rows, ordered by S and K."""
    scale_id, version, name, edition, is_default, approved_by, approved_at = found[0][:7]
    return Scale(
        scale_id, version, name, edition, is_default, approved_by, approved_at,
        cells={(values[7], values[8]): Cell(values[9], values[10]) for values in found},
        likelihoods=tuple((values[11], values[12]) for values in found[::4]),
        impacts=tuple((values[13], values[14]) for values in found[:4]),
    )
