"""The rows of a risk table as risks, with a doubt for everything that was repaired, missing or unclear."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from portfolio.documents.recognition.damage import is_damaged
from portfolio.documents.recognition.dates import DateReading, read_date
from portfolio.documents.recognition.headers import Column, candidates, foreign_scale, resolved
from portfolio.documents.recognition.model import Doubt, Row, RowKind, ordered
from portfolio.documents.recognition.placement import Layout, Placement, placed
from portfolio.documents.recognition.reading import Line, raw_of
from portfolio.documents.recognition.responsible import Responsible, read_responsible
from portfolio.documents.recognition.scores import Scale, Score, is_bare_digit, read_score
from portfolio.documents.recognition.tables import Table, TableRow, unwrapped
from portfolio.documents.recognition.two_risks import has_two_sentences, names_two_risks


@dataclass(frozen=True)
class Scores:
    """Likelihood and impact of a row, and what is doubtful about them."""

    likelihood: int | None
    impact: int | None
    doubts: tuple[Doubt, ...] = ()


_UNCLEAR = Scores(None, None, (Doubt.SCORE_UNCLEAR,))
_SCORE_COLUMNS = (Column.LIKELIHOOD, Column.IMPACT)


def risks_of(table: Table, lines: tuple[Line, ...], known_units: Collection[str] | None) -> Iterator[Row]:
    """The risks of a table, in its order; a row that names no risk comes out as unreadable."""
    found = [candidates(cell) for cell in table.header]
    columns = resolved(found, [row.cells for row in table.rows])
    layout = Layout(columns, tuple(bool(cell) for cell in table.header))
    descriptions = layout.places(Column.DESCRIPTION)
    rows = unwrapped(table.rows, descriptions[0] if descriptions else 0)
    placements = [placed(row.cells, layout) for row in rows]
    reader = _RiskReader(layout, table.header, placements, known_units)
    for row, placement in zip(rows, placements, strict=True):
        raw = raw_of(lines, row.line, row.last_line)
        if row.is_text or not reader.text(placement, Column.DESCRIPTION):
            if any(row.cells):
                yield _unreadable(row, raw)
            continue
        values, doubts = reader.read(placement)
        yield Row(RowKind.RISK, row.line, row.last_line, raw, values, ordered(doubts))


def _unreadable(row: TableRow, raw: str) -> Row:
    text = " | ".join(cell for cell in row.cells if cell)
    return Row(RowKind.UNREADABLE, row.line, row.last_line, raw, {"text": text})


class _RiskReader:
    """Reads the placed cells of one table's rows."""

    def __init__(
        self,
        layout: Layout,
        header: Sequence[str],
        placements: Sequence[Placement],
        known_units: Collection[str] | None,
    ) -> None:
        self._layout = layout
        self._known_units = known_units
        self._foreign = any(foreign_scale(header[at]) for kind in _SCORE_COLUMNS for at in layout.places(kind))
        self._slipping = any(placement.slipped for placement in placements)

    def text(self, placement: Placement, column: Column) -> str | None:
        """The text of a column, or of all columns of that kind together; None when empty."""
        texts = [placement.cells[at] for at in self._layout.places(column) if at in placement.cells]
        separator = ": " if column is Column.DESCRIPTION else ", "
        return separator.join(texts) or None

    def read(self, placement: Placement) -> tuple[Mapping[str, object], list[Doubt]]:
        """The values of the contract, and every doubt about them."""
        scores = self._scores(placement)
        responsible = read_responsible(self.text(placement, Column.RESPONSIBLE) or "", self._known_units)
        due = read_date(self.text(placement, Column.DUE) or "")
        control = read_date(self.text(placement, Column.CONTROL_DATE) or "")
        values: dict[str, object] = {
            "description": self.text(placement, Column.DESCRIPTION),
            "likelihood": scores.likelihood,
            "impact": scores.impact,
            "responsible_units": list(responsible.units),
            "responsible_person": responsible.person,
            "action": self.text(placement, Column.ACTION),
            "priority": self.text(placement, Column.PRIORITY),
            "due": due.value.isoformat() if due.value else None,
            "follow_up": self.text(placement, Column.FOLLOW_UP),
            "control_date": control.value.isoformat() if control.value else None,
        }
        doubts = [*scores.doubts, *_responsible_doubts(responsible), *_date_doubts(due, control)]
        return values, doubts + self._other_doubts(placement, responsible)

    def _other_doubts(self, placement: Placement, responsible: Responsible) -> list[Doubt]:
        description = self.text(placement, Column.DESCRIPTION) or ""
        action = self.text(placement, Column.ACTION)
        follow_up = self.text(placement, Column.FOLLOW_UP)
        doubled = len(responsible.units) > 1 or has_two_sentences(action or "")
        # Where cells have slipped nobody can tell which was the colour's: that they did is the doubt.
        colour = placement.slipped or self.text(placement, Column.COLOUR)
        without_colour = self._layout.has(Column.COLOUR) and not colour
        signs = {
            Doubt.COLUMNS_SLIPPED: placement.slipped,
            Doubt.TWO_RISKS: names_two_risks(description, also_doubled=doubled),
            Doubt.COLOUR_MISSING: without_colour,
            Doubt.TEXT_DAMAGED: is_damaged(description, action, follow_up),
        }
        return [doubt for doubt, shown in signs.items() if shown]

    def _scores(self, placement: Placement) -> Scores:
        likelihood = read_score(self.text(placement, Column.LIKELIHOOD) or "", Scale.LIKELIHOOD)
        impact = read_score(self.text(placement, Column.IMPACT) or "", Scale.IMPACT)
        product = self.text(placement, Column.PRODUCT)
        if self._leaves_no_reading(placement, likelihood, impact) or _contradicts(product, likelihood, impact):
            return _UNCLEAR
        doubts = []
        if not likelihood.given or not impact.given:
            doubts.append(Doubt.SCORE_MISSING)
        alone = product is not None and not likelihood.given and not impact.given
        if likelihood.is_unclear or impact.is_unclear or alone:
            doubts.append(Doubt.SCORE_UNCLEAR)
        return Scores(likelihood.value, impact.value, tuple(doubts))

    def _leaves_no_reading(self, placement: Placement, likelihood: Score, impact: Score) -> bool:
        """Whether figures stand in the row that cannot be told to be this score or that."""
        both, none = likelihood.given and impact.given, not (likelihood.given or impact.given)
        if (self._foreign and not none) or (not placement.sound and not self._stands_before(placement)):
            return True
        if both:
            return placement.slipped and (likelihood.is_unclear or impact.is_unclear)
        one = likelihood.given != impact.given
        return (one and (placement.slipped or self._slipping)) or self._wandering(placement)

    def _stands_before(self, placement: Placement) -> bool:
        """Whether both scores stand in place and everything that found no place stands behind them."""
        places = [at for kind in _SCORE_COLUMNS for at in self._layout.places(kind)]
        both = len(places) == 2 and all(at in placement.cells for at in places)
        return both and all(at > max(places) for at in placement.left_out)

    def _wandering(self, placement: Placement) -> bool:
        unplaced = any(is_bare_digit(text) for text in placement.left_out.values())
        unknown = [at for at in self._layout.places(Column.UNKNOWN) if at in placement.cells]
        return unplaced or any(is_bare_digit(placement.cells[at]) for at in unknown)


def _contradicts(product: str | None, likelihood: Score, impact: Score) -> bool:
    """Whether a computed risk value beside the scores is not their product."""
    if product is None or not product.isdigit() or likelihood.value is None or impact.value is None:
        return False
    return int(product[:4]) != likelihood.value * impact.value


def _responsible_doubts(responsible: Responsible) -> list[Doubt]:
    if responsible.is_missing:
        return [Doubt.RESPONSIBLE_MISSING]
    return [Doubt.UNIT_UNKNOWN] if responsible.unknown else []


def _date_doubts(*readings: DateReading) -> list[Doubt]:
    return [Doubt.DATE_UNCLEAR] if any(reading.unclear for reading in readings) else []
