"""How often a risk is looked at: its class says within how many months, and what has not been looked at says so.

The rule is one, in two forms: `is_due` for values, `is_unseen` for queries.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from peewee import JOIN, Case

from portfolio.core import clock
from portfolio.core.db import write
from portfolio.core.errors import Invalid
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.periods import months_after
from portfolio.core.prepared import Param, prepared
from portfolio.programmes.models import Node
from portfolio.risks.kinds import AnalysisState, RiskState
from portfolio.risks.models import Risk, RiskAnalysis, ScaleCell, ScaleClass
from portfolio.risks.service.facts import is_in, with_class
from portfolio.risks.service.locking import held_standing, tell

#: The longest interval that a class may have, in months.
LONGEST = 60


@dataclass(frozen=True)
class Unseen:
    """A risk that nobody has looked at in time: since which day, and within how many months it should have been."""

    since: date
    months: int


def due_on(looked_at: datetime, months: int) -> date:
    """The last day on which a risk last looked at then is looked at in time."""
    return months_after(clock.local(looked_at).date(), months)


def is_due(looked_at: datetime | None, months: int | None, today: date) -> bool:
    """Whether a risk has not been looked at in time. months: its class's interval; None for never.

    What nobody has scored (looked_at None) lacks its score, which is another thing to say.
    """
    return looked_at is not None and months is not None and due_on(looked_at, months) < today


def unseen_since(
    looked_at: datetime | None, months: int | None, *, state: str, analysis_state: str, today: date
) -> Unseen | None:
    """What to say of a risk that nobody has looked at in time; None for any other, a closed one, and one in a concluded
    analysis."""
    over = state == RiskState.CLOSED or analysis_state == AnalysisState.CLOSED
    if over or looked_at is None or months is None or not is_due(looked_at, months, today):
        return None
    return Unseen(clock.local(looked_at).date(), months)


def with_interval(query: Any) -> Any:
    """Join a select made by `facts.with_class` with the interval of each risk's class, where it has one."""
    same = (ScaleClass.scale == ScaleCell.scale) & (ScaleClass.risk_class == ScaleCell.risk_class)
    return query.join_from(ScaleCell, ScaleClass, JOIN.LEFT_OUTER, on=same)


def is_unseen() -> Any:
    """The condition, on a select made by `with_interval`, that a risk is to be looked at and has not been in time.

    A closed risk, and one in a concluded analysis, is not. Its Params are given by `unseen_before`.
    """
    latest = [(months, Param(_blank(months), Risk.looked_at)) for months in range(1, LONGEST + 1)]
    in_use = (Risk.state != RiskState.CLOSED.value) & (RiskAnalysis.state != AnalysisState.CLOSED.value)
    return in_use & (Risk.looked_at < Case(ScaleClass.review_months, latest, None))


def unseen_before(today: date) -> dict[str, datetime]:
    """What fills the blanks of `is_unseen`: for each interval, the moment before which a look is too long ago."""
    return {_blank(months): _too_long_ago(months, today) for months in range(1, LONGEST + 1)}


def _blank(months: int) -> str:
    return f"seen_within_{months}"


def _too_long_ago(months: int, today: date) -> datetime:
    """The moment from which on a look is recent enough, where a class is looked at within so many months."""
    day = months_after(today, -months)
    # A long month's last days are all followed, months later, by the same last day of a short one.
    if months_after(day, months) < today:
        day += timedelta(days=1)
    return clock.midnight_after(day - timedelta(days=1))


def look_at(risk_id: int, *, by: int | None, note: str = "") -> None:
    """Say that a risk has been looked at and stays as it is.

    Raises NotFound, and Invalid for one that is closed, or that nobody has scored.
    """
    with write():
        found = held_standing(risk_id)
        if found.likelihood is None:
            raise Invalid(_l("Score the risk first: there is nothing yet that could be unchanged."))
        Risk.update(looked_at=clock.now()).where(Risk.node == risk_id).execute()
        tell(found, "looked_at", {}, by=by, why=note)


def due_for_review(home: str, key: int, *, today: date) -> dict[int, Unseen]:
    """The risks of a home (see `facts.is_in`) that nobody has looked at in time, by their node."""
    found = _unseen_in(home).rows(home=key, **unseen_before(today))
    return {risk: Unseen(clock.local(looked_at).date(), months) for risk, looked_at, months in found}


@prepared
def _unseen_in(home: str) -> Any:
    query = with_interval(with_class(Risk.select(Risk.node, Risk.looked_at, ScaleClass.review_months).join(Node)))
    return query.where(is_in(home) & Node.archived_at.is_null() & is_unseen())
