"""Sample values for the gallery of components (`/components`, development only): every component in every state.

Values in, nothing asked of the database, so that the page looks the same on any machine.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from flask_babel import gettext as _
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    Form,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from portfolio.core.forms import StaleField
from portfolio.core.telling import Change, EventView
from portfolio.core.templating import NavItem
from portfolio.effectmap.measures.charting import Chart, chart
from portfolio.effectmap.measures.forecasting import forecast
from portfolio.effectmap.measures.measuring import Better, Course, Point
from portfolio.effectmap.picture.drawing_in_place import line
from portfolio.effectmap.sentences import claim_words
from portfolio.effectmap.words import STANDING_WORDS
from portfolio.graph.kinds import PREFIX, LinkKind, NodeKind
from portfolio.graph.layout import Layout, lay_out
from portfolio.graph.model import MapLink, MapNode
from portfolio.risks.charting import ColumnChart, column_chart


@dataclass(frozen=True)
class SamplePage:
    """A place in a long list."""

    number: int
    pages: int
    size: int
    total: int


@dataclass(frozen=True)
class SampleReference:
    """A risk's reference in a cell of the matrix."""

    reference: str
    title: str
    movement: str | None = None
    ghost: bool = False
    url: str = "#matrix"


@dataclass(frozen=True)
class SampleCell:
    """A cell of the matrix."""

    impact: int
    letter: str
    word: str
    references: tuple[SampleReference, ...]
    url: str = "#matrix"

    @property
    def count(self) -> int:
        """How many risks stand here now."""
        return sum(not reference.ghost for reference in self.references)


@dataclass(frozen=True)
class SampleRow:
    """A row of the matrix."""

    likelihood: int
    label: str
    cells: tuple[SampleCell, ...]


@dataclass(frozen=True)
class SampleMatrix:
    """A risk matrix with risks, movements and a ghost."""

    rows: tuple[SampleRow, ...]
    impact_labels: tuple[str, ...]
    legend: tuple[tuple[str, str], ...]
    scale_note: str


class SampleMark(NamedTuple):
    """What a map says of one node beyond its title."""

    status: str | None = None
    icon: str = ""
    tone: str = "plain"
    gap: bool = False
    url: str = "#map"
    spoken: str = ""
    abroad: bool = False


def samples() -> dict[str, Any]:
    """Everything the gallery's template needs, by name."""
    return {
        "plain_form": _form(), "refused_form": _refused_form(), "statuses": _STATUSES, "tabs_items": _tabs(),
        "rows": _rows(), "first_page": SamplePage(1, 1, 50, 3), "middle_page": SamplePage(5, 12, 50, 583),
        "stale": (StaleField("text", _("Description"), _("Two units done."), _("Three units done.")),),
        "events": _events(), "matrix_view": _matrix(), "layout": _layout(), "marks": _marks(), "lines": _lines(),
        "class_chart": _class_chart(), "charts": _charts(), "standing_words": STANDING_WORDS,
        "saved_at": datetime(2026, 10, 14, 7, 30, tzinfo=UTC),
    }


_STATUSES = (
    "not_started", "under_way", "done", "paused", "cancelled", "late", "soon", "control", "on_plan", "deviation",
    "critical", "proposed", "decided", "controlled", "dropped",
)


class SampleForm(Form):
    """One field of each kind."""

    title = StringField(validators=[InputRequired()])
    text = TextAreaField()
    number = IntegerField()
    due = DateField()
    unit = SelectField(choices=[])
    groups = SelectMultipleField(choices=[])
    judgement = RadioField(choices=[])
    likelihood = RadioField(choices=[], validators=[InputRequired()])
    agreed = BooleanField()
    document = FileField()


def _form(prefix: str = "plain-") -> SampleForm:
    form = SampleForm(prefix=prefix)
    labels = {
        "title": _("Title"), "text": _("Description"), "number": _("Share in per cent"), "due": _("Due"),
        "unit": _("Unit"), "groups": _("Groups"), "judgement": _("Judgement"), "likelihood": _("Likelihood"),
        "agreed": _("The group agrees"), "document": _("Document"),
    }
    for name, label in labels.items():
        form[name].label.text = label
    form.unit.choices = [("1", _("Education")), ("2", _("Culture and leisure")), ("3", _("Urban development"))]
    form.groups.choices = [("1", _("Steering group")), ("2", _("Analysis group")), ("3", _("Stakeholder analysis"))]
    form.judgement.choices = [("on_plan", _("On plan")), ("deviation", _("Deviation")), ("critical", _("Critical"))]
    form.judgement.data = "on_plan"
    form.likelihood.choices = [(str(number), f"{number} {label}") for number, label in enumerate(_likelihoods(), 1)]
    form.text.data = _("Three units are done and two remain.")
    form.title.description = _("A short sentence that stands on its own.")
    return form


def _refused_form() -> SampleForm:
    form = _form("refused-")
    form.form_errors = [_("The period ends before it begins.")]
    form.title.errors = [_("Write something here.")]
    form.text.errors = [_("At most 10,000 characters.")]
    form.due.errors = [_("Write the date as year-month-day, for example 2026-11-28.")]
    form.unit.errors = [_("Choose one.")]
    form.groups.errors = [_("Choose at least one group.")]
    form.judgement.errors = [_("Choose one.")]
    form.agreed.errors = [_("Confirm that the group agrees.")]
    form.document.errors = [_("The file is empty.")]
    return form


def _tabs() -> tuple[NavItem, ...]:
    labels = (_("Overview"), _("Effect map"), _("Activities"), _("Risks"), _("Roles"), _("History"))
    return tuple(NavItem(label, "#tabs", place == 1) for place, label in enumerate(labels))


def _rows() -> tuple[dict[str, Any], ...]:
    activities = (
        (_("System catalogue with owners"), "late", 0.12),
        (_("Template for a life-cycle plan"), "under_way", 0.46),
        (_("Portfolio council every month"), "done", 1),
    )
    return tuple(
        {"reference": f"A{number}", "title": title, "status": status, "weeks": 3, "share": share}
        for number, (title, status, share) in enumerate(activities, 1)
    )


def _events() -> tuple[EventView, ...]:
    first, second = datetime(2026, 10, 14, 7, 30, tzinfo=UTC), datetime(2026, 11, 2, 13, 5, tzinfo=UTC)
    moved = (Change("due", "2026-10-31", "2026-11-28"), Change("title", None, _("System catalogue with owners")))
    return (
        EventView(2, second, _("Programme manager"), "activity", 1, None, "changed", moved, _("The supplier is late.")),
        EventView(1, first, None, "activity", 1, None, "created", (), ""),
    )


def _likelihoods() -> tuple[str, ...]:
    return (_("Unlikely"), _("Less likely"), _("Likely"), _("Very likely"))


def _matrix() -> SampleMatrix:
    words = {
        "A": _("Acceptable"), "B": _("Plan required"), "C": _("Plan required, followed at every meeting"),
        "D": _("Decision by the steering group"),
    }
    title = _("The move takes longer than planned")
    standing = {
        (4, 3): (SampleReference("R7", title, "up"),),
        (3, 2): (SampleReference("R3", title), SampleReference("R8", title)),
        (3, 3): (SampleReference("R2", title), SampleReference("R11", title, "down")),
        (2, 2): (SampleReference("R6", title), SampleReference("R9", title)),
        (2, 3): (
            *(SampleReference(f"R{number}", title) for number in (1, 4, 5)), SampleReference("R7", title, ghost=True)
        ),
        (2, 4): (SampleReference("R12", title, "new"),),
        (1, 2): (SampleReference("R10", title),),
    }

    def cell(likelihood: int, impact: int) -> SampleCell:
        product = likelihood * impact
        letter = "A" if product <= 3 else "B" if product <= 6 else "C" if product <= 9 else "D"
        return SampleCell(impact, letter, words[letter], standing.get((likelihood, impact), ()))

    labels = _likelihoods()
    return SampleMatrix(
        rows=tuple(SampleRow(s, labels[s - 1], tuple(cell(s, k) for k in range(1, 5))) for s in range(4, 0, -1)),
        impact_labels=(_("Negligible"), _("Moderate"), _("Significant"), _("Severe")),
        legend=tuple(words.items()),
        scale_note=_("Scale version 1, the default, not approved"),
    )


def _layout() -> Layout:
    titles = {
        1: (NodeKind.PROBLEM, _("Nobody points out a common direction")),
        2: (NodeKind.PROBLEM, _("It is unclear who sets priorities")),
        3: (NodeKind.PROBLEM, _("Purchases are made without checkpoints")),
        4: (NodeKind.CONSEQUENCE, _("Initiatives hit the wrong areas")),
        5: (NodeKind.CONSEQUENCE, _("An expensive and sprawling set of systems")),
        6: (NodeKind.EFFECT, _("Decisions follow a common plan")),
        7: (NodeKind.EFFECT, _("Every system has an owner and a life cycle")),
        8: (NodeKind.WORKSTREAM, _("Governance and follow-up")),
        9: (NodeKind.WORKSTREAM, _("Basic technology")),
        10: (NodeKind.ACTIVITY, _("Portfolio council every month")),
        11: (NodeKind.ACTIVITY, _("System catalogue with owners")),
        12: (NodeKind.ACTIVITY, _("Pilot: a common way to purchase")),
        13: (NodeKind.CIRCUMSTANCE, _("Many suppliers have short contracts")),
    }
    nodes = [
        MapNode(key, kind, f"{PREFIX[kind]}{key}", title, number=key) for key, (kind, title) in titles.items()
    ]
    ends = {
        LinkKind.LEADS_TO: ((1, 4), (2, 4), (2, 5)), LinkKind.COUNTERS: ((6, 4), (7, 5)),
        LinkKind.DRIVES: ((8, 6), (9, 7)), LinkKind.PART_OF: ((10, 8), (11, 9), (12, 9)),
        LinkKind.DEPENDS_ON: ((12, 11),), LinkKind.AGGRAVATES: ((13, 5),),
    }
    return lay_out(nodes, [MapLink(*pair, kind) for kind, pairs in ends.items() for pair in pairs])


def _class_chart() -> ColumnChart | None:
    """Risks that come, are scored and fall, over five months."""
    counts: tuple[dict[str | None, int], ...] = (
        {None: 6}, {None: 2, "B": 4, "D": 2}, {"A": 2, "B": 4, "C": 4, "D": 1}, {"A": 5, "B": 5, "C": 2}, {"A": 9},
    )
    return column_chart([date(2026, month, 1) for month in range(6, 11)], counts)


def _charts() -> tuple[tuple[str, str, Chart | None], ...]:
    """A measure on its way down with a forecast, and one with nothing but readings: name, unit and picture."""
    today = date(2026, 10, 14)
    whole = Course(Decimal(49), date(2026, 5, 1), Decimal(14), date(2027, 4, 1), Better.LESS)
    fallen, scattered = (
        tuple(Point(date(2026, month, day), Decimal(value)) for month, day, value in readings)
        for readings in (((6, 10, 51), (7, 20, 44), (9, 1, 37), (10, 1, 33)), ((8, 1, 38), (9, 1, 46)))
    )
    return (
        (_("Waiting time"), _("days"), chart(whole, fallen, forecast(whole, fallen), today)),
        (_("Share in per cent"), "", chart(Course(), scattered, forecast(Course(), scattered), today)),
    )


def _lines() -> dict[MapLink, str]:
    """The map's lines with what they claim; a few of them are assumed."""
    layout = _layout()
    named = {placed.node.id: placed.node.reference for placed in layout.nodes}
    return {
        link: line(
            link, claim_words(link.kind, named[link.source], named[link.target]), link_id=place,
            looks=("assumed",) if place % 4 == 0 else (),
        )
        for place, (link, _path, _back) in enumerate(layout.links)
    }


def _marks() -> dict[int, SampleMark]:
    plain = {key: SampleMark() for key in range(1, 14)}
    return plain | {
        3: SampleMark(_("No consequence"), "◌", "gap", gap=True), 6: SampleMark("46 %"), 7: SampleMark("12 %"),
        10: SampleMark(_("Under way"), "●", "good"), 11: SampleMark(_("Late"), "▲", "warning"),
        12: SampleMark(_("Paused"), "❚❚"),
    }
