"""Portfolios, programmes and workstreams."""
from __future__ import annotations

from itertools import count

from portfolio.organisation import service as organisation
from portfolio.organisation.models import UnitKind
from portfolio.programmes.models import ProgrammeState
from portfolio.programmes.service import programmes, workstreams

_numbers = count(1)


class MakeProgrammes:
    """What a programme needs to stand on."""

    def portfolio(self, *, name: str | None = None, unit: int | None = None) -> int:
        """A portfolio, of a unit of its own unless one is given."""
        number = next(_numbers)
        owner = unit or organisation.add_unit(name=f"Municipality {number}", kind=UnitKind.MUNICIPALITY, by=None)
        return programmes.create_portfolio(name=name or f"Portfolio {number}", unit=owner, by=None)

    def programme(self, *, portfolio: int | None = None, reference: str | None = None, name: str | None = None,
                  target_picture: str = "", state: ProgrammeState = ProgrammeState.UNDER_WAY) -> int:
        """A programme, in a portfolio of its own unless one is given."""
        number = next(_numbers)
        return programmes.create_programme(
            portfolio=portfolio or self.portfolio(), reference=reference or f"P{number}",
            name=name or f"Programme {number}", target_picture=target_picture, state=state, by=None,
        )

    def workstream(self, *, programme: int | None = None, title: str | None = None, lead: int | None = None,
                   unit: int | None = None, effects: tuple[int, ...] = ()) -> int:
        """A workstream, in a programme of its own unless one is given; returns its node's id."""
        return workstreams.create_workstream(
            programme=programme or self.programme(), title=title or f"Workstream {next(_numbers)}", lead=lead,
            unit=unit, effects=effects, by=None,
        )
