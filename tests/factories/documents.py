"""Documents that have been brought in."""
from __future__ import annotations

from flask_babel import refresh

from portfolio.documents import service
from portfolio.documents.service import ReviewRow, RowFilter

# Our own writing, every kind once or more. The lines are counted by the tests: change with care.
SAMPLE = """Cykelplan för Ekmarka

Roller
Programledare: Trafikplanerare
Styrgrupp: Gatuchef, Skolchef

Observerade problem
- Skolvägar utan belysning
- Cykelställ som saknas vid stationen

Möjliga konsekvenser
- Fler barn skjutsas i bil

Prioriterade effekter
- Fler tar sig till skolan för egen maskin

Riskanalys
| Risk | S | K | Åtgärd | Ansvarig | Prio | Klart när | Uppföljning | Kontrolldatum |
|------|---|---|--------|----------|------|-----------|-------------|---------------|
| Bygget stänger gångvägen | 3 | 3 | Skylta om i god tid | GATA | Hög | 2027-04-01 | Rundvandring | 2027-06-01 |
| Belysningen blir försenad | 2 | 3 | Skylta om i god tid | GATA | Hög | 2027-04-01 | Rundvandring | 2027-06-01 |
| Kostnaden för kablar ökar | 2 | 2 | Beställ tidigt | INKÖP | 2 | | | |
| Snöröjningen hinner inte med | | | Ny runda på morgonen | GATA | | | | |
"""
NAME = "Cykelplan.txt"


class MakeDocuments:
    """A text, read and waiting to be reviewed."""

    def document(self, *, programme: int | None = None, unit: int | None = None, text: str = SAMPLE, name: str = NAME,
                 by: int | None = None) -> int:
        """A document for a programme of its own, unless a programme or a unit is given; returns its id."""
        if programme is None and unit is None:
            programme = self.programme()
        found = service.bring_in(text.encode(), name=name, programme=programme, unit=unit, by=by)
        # A page that is opened next in the same context chooses its language afresh.
        refresh()
        return found

    def rows_of(self, document: int, *, kind: str = "", show: str = "") -> tuple[ReviewRow, ...]:
        """The rows of a document, the first fifty."""
        return service.rows_in(document, chosen=RowFilter(show=show, kind=kind)).rows
