"""Reviews as meetings: begun, found again by whoever goes on with them, and listed."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN

from portfolio.core import clock
from portfolio.core.access import Scope
from portfolio.core.db import locked, row, rows, write
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.history import Subject, record_event
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.paging import Page, paged
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Portfolio, Programme
from portfolio.risks.models import ReviewParticipant, RiskAnalysis, RiskReview
from portfolio.risks.models.reviews import HOMES
from portfolio.risks.service.analyses import scope_of_analysis, standing_analysis
from portfolio.risks.service.reviewing.needs import Need, needing

RECORD = "review"

_MODELS: dict[str, Any] = {
    "analysis": RiskAnalysis, "programme": Programme, "unit": Unit, "portfolio": Portfolio,
}


@dataclass(frozen=True)
class Review:
    """A review as it is opened.

    home, key: what it is of (see `facts.is_in`); programme: where it shows up in history, None for none. person,
    closed_by: by name, None for the command line. participants: (id, name), by name. agenda: as settled at its start.
    """

    id: int
    version: int
    home: str
    key: int
    home_name: str
    programme: int | None
    title: str
    started_at: datetime
    person: str | None
    note: str
    closed_at: datetime | None
    closed_by: str | None
    participants: tuple[tuple[int, str], ...]
    agenda: tuple[Need, ...]


@dataclass(frozen=True)
class ReviewRow:
    """A review in a list. closed_at: None for one that is under way."""

    id: int
    title: str
    home: str
    home_name: str
    started_at: datetime
    closed_at: datetime | None
    person: str | None


def begin(home: str, key: int, *, title: str, participants: Sequence[int], by: int | None) -> int:
    """Begin a review of the risks of an analysis, programme, unit or portfolio, and settle its order.

    Returns its id. Raises NotFound for the home, and Invalid for an archived analysis, while another review of it is
    under way, or where it has no risk that is open or accepted.
    """
    with write():
        rows(locked(_MODELS[home].select(_MODELS[home].id).where(_MODELS[home].id == key)))
        programme = _place(home, key).programme
        if home == "analysis":
            standing_analysis(key)
        if under_way(home, key) is not None:
            raise Invalid(_l("A review of these risks is under way already: take it up, or close it first."))
        needs = needing(home, key)
        if not needs:
            raise Invalid(_l("There is no open risk to review."))
        review_id: int = RiskReview.create(
            **{home: key}, title=title, started_at=clock.now(), person=by,
            agenda=[[need.risk, [reason.value for reason in need.reasons]] for need in needs],
        ).id
        names = take_part(review_id, participants)
        changes = {"title": (None, title), "participants": (None, names)}
        record_event(Subject(RECORD, review_id, programme), "review_started", changes, by=by)
    return review_id


def take_part(review_id: int, people: Sequence[int]) -> list[str]:
    """Make these the people who take part, inside the caller's write; returns their names. Raises NotFound."""
    wanted = list(dict.fromkeys(people))
    found = dict(rows(Person.select(Person.id, Person.name).where(Person.id.in_(wanted)))) if wanted else {}
    if len(found) != len(wanted):
        raise NotFound
    ReviewParticipant.delete().where(ReviewParticipant.review == review_id).execute()
    if wanted:
        ReviewParticipant.insert_many([{"review": review_id, "person": person} for person in wanted]).execute()
    return [found[person] for person in wanted]


def under_way(home: str, key: int) -> int | None:
    """The id of the review of a home that has not been closed, or None."""
    query = RiskReview.select(RiskReview.id).where((getattr(RiskReview, home) == key) & RiskReview.closed_at.is_null())
    found = row(query.order_by(RiskReview.id))
    return found[0] if found else None


def regulars(home: str, key: int) -> tuple[int, ...]:
    """Who took part in the newest review of a home: likely to take part in the next."""
    newest = RiskReview.select(RiskReview.id).where(getattr(RiskReview, home) == key).order_by(RiskReview.id.desc())
    found = row(newest.limit(1))
    people = ReviewParticipant.select(ReviewParticipant.person).order_by(ReviewParticipant.id)
    return tuple(person for (person,) in rows(people.where(ReviewParticipant.review == found[0]))) if found else ()


def review_of(review_id: int) -> Review:
    """One review. Raises NotFound."""
    found = row(_detail().where(RiskReview.id == review_id))
    if found is None:
        raise NotFound
    key, version, title, started_at, person, note, closed_at, closed_by, agenda = found[:9]
    home, home_key, name, programme = _home(found[9:])
    people = (
        ReviewParticipant.select(Person.id, Person.name).join(Person)
        .where(ReviewParticipant.review == review_id).order_by(Person.folded, Person.id)
    )
    return Review(
        key, version, home, home_key, name, programme, title, started_at, person, note, closed_at, closed_by,
        tuple(rows(people)), tuple(Need.stored(*entry) for entry in agenda),
    )


def _detail() -> Any:
    closer = Person.alias()
    return _with_home(
        RiskReview.select(
            RiskReview.id, RiskReview.version, RiskReview.title, RiskReview.started_at, Person.name, RiskReview.note,
            RiskReview.closed_at, closer.name, RiskReview.agenda, *_HOME_COLUMNS,
        )
        .join(Person, JOIN.LEFT_OUTER, on=RiskReview.person)
        .join_from(RiskReview, closer, JOIN.LEFT_OUTER, on=(RiskReview.closed_by == closer.id))
    )


_HOME_COLUMNS = (
    RiskReview.analysis, RiskReview.programme, RiskReview.unit, RiskReview.portfolio, RiskAnalysis.programme,
    RiskAnalysis.title, Programme.reference, Programme.name, Unit.name, Portfolio.name,
)


def _with_home(query: Any) -> Any:
    for model in (RiskAnalysis, Programme, Unit, Portfolio):
        query = query.join_from(RiskReview, model, JOIN.LEFT_OUTER, on=_points_at(model))
    return query


def _points_at(model: Any) -> Any:
    home = next(home for home, found in _MODELS.items() if found is model)
    return getattr(RiskReview, home) == model.id


def _home(values: Iterable[Any]) -> tuple[str, int, str, int | None]:
    """From the values of _HOME_COLUMNS: which home, its key, its name, and the programme that it belongs to."""
    *keys, programme_of_analysis, title, reference, programme, unit, portfolio = values
    names = (title, f"{reference} {programme}", unit, portfolio)
    place = next(place for place, key in enumerate(keys) if key is not None)
    home = HOMES[place]
    belongs = {"analysis": programme_of_analysis, "programme": keys[1]}.get(home)
    return home, keys[place], str(names[place]), belongs


def scope_of_home(home: str, key: int) -> Scope:
    """The scope in which the risks of a home are reviewed; those of a unit or portfolio belong to no programme alone.

    Raises NotFound.
    """
    return _place(home, key)


def _place(home: str, key: int) -> Scope:
    if home == "analysis":
        return scope_of_analysis(key)
    if not _MODELS[home].select().where(_MODELS[home].id == key).exists():
        raise NotFound
    return Scope(programme=key if home == "programme" else None)


def name_of_home(home: str, key: int) -> str:
    """What a home is called. Raises NotFound."""
    model = _MODELS[home]
    label = {"analysis": (RiskAnalysis.title,), "programme": (Programme.reference, Programme.name)}.get(home)
    found = row(model.select(*(label or (model.name,))).where(model.id == key))
    if found is None:
        raise NotFound
    return " ".join(found)


def scope_of_review(review_id: int) -> Scope:
    """The scope of a review: that of what it is of. Raises NotFound."""
    found = row(RiskReview.select(*(getattr(RiskReview, home) for home in HOMES)).where(RiskReview.id == review_id))
    if found is None:
        raise NotFound
    home, key = next((home, key) for home, key in zip(HOMES, found, strict=True) if key is not None)
    return _place(home, key)


def reviews(
    *, readable: frozenset[int] | None, person: int, home: str | None = None, key: int | None = None, page: int = 1
) -> Page[ReviewRow]:
    """The reviews that a person may read, those under way first, then the newest.

    readable: as `Identity.readable` gives it; beside those programmes' the reviews of analyses that the person owns.
    home, key: only those of one home; a programme's include those of its analyses.
    """
    query = _with_home(
        RiskReview.select(
            RiskReview.id, RiskReview.title, RiskReview.started_at, RiskReview.closed_at, Person.name, *_HOME_COLUMNS
        ).join(Person, JOIN.LEFT_OUTER, on=RiskReview.person)
    )
    if readable is not None:
        here = sorted(readable)
        query = query.where(
            RiskReview.programme.in_(here) | RiskAnalysis.programme.in_(here) | (RiskAnalysis.owner == person)
        )
    if home == "programme":
        query = query.where((RiskReview.programme == key) | (RiskAnalysis.programme == key))
    elif home is not None:
        query = query.where(getattr(RiskReview, home) == key)
    query = query.order_by(RiskReview.closed_at.is_null(False), RiskReview.started_at.desc(), RiskReview.id.desc())
    return paged(query, _listed, number=page)


def _listed(*values: Any) -> ReviewRow:
    key, title, started_at, closed_at, person = values[:5]
    home, _, name, _ = _home(values[5:])
    return ReviewRow(key, title, home, name, started_at, closed_at, person)
