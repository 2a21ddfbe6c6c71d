"""Parties that see a score otherwise: both views stand side by side, and what became of it.

A party is an organisation, never a person: whose member somebody is, is sensitive (DOMAIN B9).
"""
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN

from portfolio.core import clock
from portfolio.core.access import Scope
from portfolio.core.db import locked, row, rows, write
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.folding import fold
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.organisation.models import Person
from portfolio.risks.models import Disagreement
from portfolio.risks.service.locking import held, held_standing, tell
from portfolio.risks.service.risks import scope_of_risk
from portfolio.risks.service.scoring import check_score


@dataclass(frozen=True)
class DisagreementRow:
    """A party's score and view, and those it disagrees with (ours may be none: nobody had scored the risk).

    at and who: when and by whom it was noted. settled_at is None while it is open; outcome: what became of it.
    """

    id: int
    risk: int
    party: str
    likelihood: int
    impact: int
    view: str
    our_likelihood: int | None
    our_impact: int | None
    our_view: str
    at: datetime
    who: str | None
    settled_at: datetime | None
    outcome: str

    @property
    def is_open(self) -> bool:
        """Whether it is still to be settled."""
        return self.settled_at is None


_SAID = {"likelihood": "their_likelihood", "impact": "their_impact"}


def note(
    risk_id: int, *, party: str, likelihood: int | None, impact: int | None, view: str, by: int | None,
    our_view: str = "",
) -> int:
    """Note that a party sees the score of a risk otherwise than it stands; returns the id.

    party: an organisation. likelihood, impact: its score; ours is the one that stands. Raises NotFound, and Invalid: at
    "party" without one or for a person's name, at "view" without one, at "likelihood" or "impact" for what is not 1–4
    or is the score that stands, and for a closed risk.
    """
    check_score(likelihood, impact, required=True)
    _check_party(party)
    if not view:
        raise Invalid(_l("Say how they see it."), field="view")
    with write():
        found = held_standing(risk_id)
        if (likelihood, impact) == (found.likelihood, found.impact):
            raise Invalid(_l("This is the score as it stands: nobody disagrees with it."), field="likelihood")
        theirs: dict[str, Any] = {"party": party, "likelihood": likelihood, "impact": impact, "view": view}
        ours: dict[str, Any] = {
            "our_likelihood": found.likelihood, "our_impact": found.impact, "our_view": our_view or "",
        }
        made: int = Disagreement.insert(risk=risk_id, at=clock.now(), person=by, **theirs, **ours).execute()
        # In the history of the risk its own score has these names.
        said = {_SAID.get(name, name): value for name, value in (theirs | ours).items()}
        told = {name: (None, value) for name, value in said.items() if value not in (None, "")}
        tell(found, "disagreed", told, by=by)
    return made


def settle(disagreement_id: int, *, outcome: str, by: int | None) -> None:
    """End a disagreement with what became of it; both views stay. Another score is given by `risks.assess`.

    Raises NotFound, and Invalid at "outcome" without one, and for one that is settled.
    """
    if not outcome:
        raise Invalid(_l("Say what it was settled with."), field="outcome")
    with write():
        found = locked(Disagreement.select().where(Disagreement.id == disagreement_id)).first()
        if found is None:
            raise NotFound
        if found.settled_at is not None:
            raise Invalid(_l("Somebody has settled it already."))
        Disagreement.update(settled_at=clock.now(), outcome=outcome).where(Disagreement.id == disagreement_id).execute()
        changes = {"party": (None, found.party), "outcome": (None, outcome)}
        tell(held(found.risk_id), "settled", changes, by=by)


def _check_party(party: str) -> None:
    """Raise Invalid where there is no party, or where it names a person who is, or was, in the register."""
    words = _words(fold(party))
    if not words:
        raise Invalid(_l("Say which organisation."), field="party")
    names = (_words(name) for (name,) in rows(Person.select(Person.folded)))
    # A name of one word ("Vision") may well be part of an organisation's.
    if any(name == words or (" " in name and f" {name} " in f" {words} ") for name in names):
        raise Invalid(
            _l("This is the name of a person. Write the organisation: whose member somebody is, is not kept here."),
            field="party",
        )


def _words(folded: str) -> str:
    """A folded text without what stands between its words. The folded å, ä and ö are { | and }."""
    return " ".join(re.findall(r"[\w{|}-]+", folded))


def disagreements_of(risk_id: int) -> tuple[DisagreementRow, ...]:
    """Every disagreement on a risk: the open ones first, then newest first."""
    query = _select().where(Disagreement.risk == risk_id)
    ordered = query.order_by(Disagreement.settled_at.is_null(False), Disagreement.id.desc())
    return tuple(DisagreementRow(*values) for values in rows(ordered))


def disagreement_of(disagreement_id: int) -> DisagreementRow:
    """One disagreement. Raises NotFound."""
    found = row(_select().where(Disagreement.id == disagreement_id))
    if found is None:
        raise NotFound
    return DisagreementRow(*found)


def _select() -> Any:
    return Disagreement.select(
        Disagreement.id, Disagreement.risk, Disagreement.party, Disagreement.likelihood, Disagreement.impact,
        Disagreement.view, Disagreement.our_likelihood, Disagreement.our_impact, Disagreement.our_view,
        Disagreement.at, Person.name, Disagreement.settled_at, Disagreement.outcome,
    ).join(Person, JOIN.LEFT_OUTER)


def scope_of_disagreement(disagreement_id: int) -> Scope:
    """The scope of the risk that a disagreement is on. Raises NotFound."""
    return scope_of_risk(disagreement_of(disagreement_id).risk)
