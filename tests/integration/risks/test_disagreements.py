"""A party that sees a score otherwise: both views stand, by which organisation, and what became of it."""
from __future__ import annotations

from datetime import date

import pytest

from portfolio.core.errors import Invalid, NotFound
from portfolio.core.history import events_of
from portfolio.organisation.service import change_person
from portfolio.risks.models import Disagreement
from portfolio.risks.service.disagreements import (
    disagreement_of,
    disagreements_of,
    note,
    scope_of_disagreement,
    settle,
)
from portfolio.risks.service.risks import assess, close_risk, scope_of_risk


def noted(risk: int, **typed: object) -> int:
    values: dict[str, object] = {"party": "The union", "likelihood": 4, "impact": 3, "view": "It happens every week"}
    return note(risk, by=None, **{**values, **typed})


def test_both_views_are_kept_with_the_score_that_stood(make):
    person, risk = make.person(name="Programledare"), make.risk(score=(2, 3))
    note(risk, party="The union", likelihood=4, impact=3, view="Every week", our_view="Twice a year", by=person)
    assess(risk, likelihood=3, impact=3, by=None)
    found, = disagreements_of(risk)
    assert (found.party, found.likelihood, found.impact, found.view) == ("The union", 4, 3, "Every week")
    assert (found.our_likelihood, found.our_impact, found.our_view) == (2, 3, "Twice a year")
    assert (found.who, found.is_open) == ("Programledare", True)
    event = events_of(("risk", risk))[1]
    assert event.act == "disagreed"
    assert {change.field for change in event.changes} == {
        "party", "their_likelihood", "their_impact", "view", "our_likelihood", "our_impact", "our_view",
    }


@pytest.mark.parametrize("typed", ["Anna Tallmo", "anna  TALLMO", "Anna Tallmo, The union", "The union (anna tallmo)"])
def test_a_person_in_the_register_is_no_party(make, typed):
    make.person(name="Anna Tallmo")
    with pytest.raises(Invalid) as refused:
        noted(make.risk(score=(2, 3)), party=typed)
    assert refused.value.field == "party"
    assert Disagreement.select().count() == 0


def test_neither_is_somebody_who_has_left(make):
    person = make.person(name="Anna Tallmo")
    change_person(person, version=1, name="Anna Tallmo", left_on=date(2020, 1, 1), by=None)
    with pytest.raises(Invalid):
        noted(make.risk(score=(2, 3)), party="Anna Tallmo")


def test_an_organisation_may_share_a_word_with_a_person(make):
    make.person(name="Vision")
    make.person(name="Anna Tallmo")
    risk = make.risk(score=(2, 3))
    for party in ("Vision in the schools", "Tallmo school's staff", "Annas"):
        noted(risk, party=party)
    with pytest.raises(Invalid):
        noted(risk, party="vision")


@pytest.mark.parametrize(("typed", "field"), [
    ({"party": ""}, "party"), ({"party": " "}, "party"), ({"view": ""}, "view"), ({"likelihood": 5}, "likelihood"),
    ({"impact": None}, "impact"), ({"likelihood": 2, "impact": 3}, "likelihood"),
])
def test_what_is_missing_off_the_scale_or_no_disagreement_is_refused_at_its_field(make, typed, field):
    risk = make.risk(score=(2, 3))
    with pytest.raises(Invalid) as refused:
        noted(risk, **typed)
    assert refused.value.field == field
    assert disagreements_of(risk) == ()


def test_a_party_may_score_what_nobody_else_has(make):
    risk = make.risk()
    noted(risk)
    found, = disagreements_of(risk)
    assert (found.our_likelihood, found.our_impact) == (None, None)


def test_nobody_disagrees_about_a_closed_risk(make):
    risk = make.risk(score=(2, 3))
    close_risk(risk, by=None, reason="Over")
    with pytest.raises(Invalid):
        noted(risk)


def test_a_disagreement_is_settled_once_with_an_outcome_and_keeps_both_views(make):
    risk = make.risk(score=(2, 3))
    first, second = noted(risk), noted(risk, party="The other union")
    with pytest.raises(Invalid) as refused:
        settle(first, outcome="", by=None)
    assert refused.value.field == "outcome"
    settle(first, outcome="Looked at after one term", by=None)
    with pytest.raises(Invalid):
        settle(first, outcome="Again", by=None)
    assert [(one.id, one.is_open, one.outcome) for one in disagreements_of(risk)] == [
        (second, True, ""), (first, False, "Looked at after one term"),
    ]
    assert disagreement_of(first).view == "It happens every week"
    event = events_of(("risk", risk))[0]
    assert (event.act, {change.field: change.after for change in event.changes}) == (
        "settled", {"party": "The union", "outcome": "Looked at after one term"},
    )


def test_the_scope_is_that_of_the_risk(make):
    risk = make.risk(score=(2, 3), owner=make.person())
    assert scope_of_disagreement(noted(risk)) == scope_of_risk(risk)


def test_what_does_not_exist_is_not_found(make):
    for act in (lambda: noted(99), lambda: settle(99, outcome="X", by=None), lambda: disagreement_of(99),
                lambda: scope_of_disagreement(99)):
        with pytest.raises(NotFound):
            act()
