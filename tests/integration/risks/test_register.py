"""The register: what it lets through, in which order, and what it costs."""
from __future__ import annotations

from datetime import date

import pytest

from portfolio.core import clock
from portfolio.effectmap.service.nodes import create_effect
from portfolio.overview.service.search import Reach, search
from portfolio.programmes.service.nodes import archive_node, change_node
from portfolio.risks.kinds import RiskCategory
from portfolio.risks.service import register as registers
from portfolio.risks.service import scales
from portfolio.risks.service.analyses import archive_analysis, create_analysis
from portfolio.risks.service.escalations import escalate
from portfolio.risks.service.register import ANY_LEVEL, SORTS, UNSCORED, Filter, listing, register
from portfolio.risks.service.risks import accept_risk, change_risk, close_risk, create_risk
from portfolio.risks.service.single_fields import set_owner
from tests.queries import counted

TODAY = date(2026, 11, 21)


def listed(wanted: Filter | None = None, *, sort: str = "-class", readable: frozenset[int] | None = None,
           person: int = 0, number: int = 1) -> list[int]:
    found = register(wanted or Filter(), readable=readable, person=person, today=TODAY, sort=sort, number=number)
    return [row.id for row in found.page.rows]


@pytest.fixture
def small_pages(monkeypatch):
    """Pages of three rows, so that a dozen risks fill several."""
    monkeypatch.setattr(listing, "PAGE_SIZE", 3)


def test_the_worst_come_first_and_those_without_a_score_last(make):
    analysis = make.analysis()
    green, red, bare, orange, yellow = (
        make.risk(analysis=analysis, score=score) for score in ((1, 1), (4, 4), None, (3, 3), (2, 2))
    )
    assert listed() == [red, orange, yellow, green, bare]
    assert listed(sort="class") == [green, yellow, orange, red, bare]


def test_category_and_state_sort_in_the_order_they_are_offered_in_with_none_last(make):
    analysis = make.analysis()
    bare, other, legal, work = (
        create_risk(analysis, title="Risk", category=category, by=None)
        for category in (None, RiskCategory.OTHER, RiskCategory.LEGAL, RiskCategory.WORK_ENVIRONMENT)
    )
    assert listed(sort="category") == [work, legal, other, bare]
    assert listed(sort="-category") == [other, legal, work, bare]
    close_risk(legal, by=None, reason="Over")
    assert listed(Filter(state="all"), sort="state") == [bare, other, work, legal]
    assert listed(Filter(state="all"), sort="-state")[0] == legal


def test_within_a_class_impact_then_likelihood_decide_and_then_age(make):
    analysis = make.analysis()
    low, high, again = (make.risk(analysis=analysis, score=score) for score in ((3, 2), (2, 3), (2, 3)))
    assert listed() == [high, again, low]


def test_likelihood_impact_reference_and_day_sort_too(make):
    analysis = make.analysis()
    first, second, third = (make.risk(analysis=analysis, score=score) for score in ((1, 4), (4, 2), (2, 3)))
    make.action(risk=first, due=date(2026, 12, 24))
    make.action(risk=third, due=date(2026, 12, 1))
    make.action(risk=third, due=date(2026, 1, 1), state="done")
    assert listed(sort="-likelihood") == [second, third, first]
    assert listed(sort="impact") == [second, third, first]
    assert listed(sort="reference") == [first, second, third]
    assert listed(sort="-reference") == [third, second, first]
    assert listed(sort="due") == [third, first, second]
    assert listed(sort="-due") == [first, third, second]


@pytest.mark.parametrize("sort", ["", "-", "id", "owner; drop table risk", "--class", "Class"])
def test_a_sort_that_is_none_sorts_by_class(make, sort):
    analysis = make.analysis()
    green, red = make.risk(analysis=analysis, score=(1, 1)), make.risk(analysis=analysis, score=(4, 4))
    assert listed(sort=sort) == [red, green]


@pytest.mark.parametrize("sort", [*SORTS, *(f"-{name}" for name in SORTS)])
def test_pages_hold_everything_once_in_the_same_order(make, small_pages, sort):
    analyses = [make.analysis(), make.analysis(unit=make.unit())]
    scores = [(4, 4), (1, 1), None, (2, 2), (4, 4), (2, 3), (3, 2), None, (1, 4), (4, 4), (4, 4)]
    made = [make.risk(analysis=analyses[place % 2], score=score) for place, score in enumerate(scores)]
    pages = [listed(sort=sort, number=number) for number in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [3, 3, 3, 2]
    assert sorted(risk for page in pages for risk in page) == sorted(made)
    assert listed(sort=sort, number=99) == pages[-1]
    assert listed(sort=sort, number=-1) == pages[0]


def test_two_scales_side_by_side_class_each_risk_by_its_own(make, small_pages):
    strict = scales.create_scale(name="Strict", classes=("DDDD",) * 4, by=None)
    usual, odd = make.analysis(), make.analysis(scale=strict)
    made = {make.risk(analysis=usual, score=(1, 1)): "A", make.risk(analysis=odd, score=(1, 1)): "D",
            make.risk(analysis=odd, score=(4, 4)): "D", make.risk(analysis=usual, score=(4, 4)): "D",
            make.risk(analysis=odd): None}
    found = [register(Filter(), readable=None, person=0, today=TODAY, number=number) for number in (1, 2)]
    rows = [row for one in found for row in one.page.rows]
    assert {row.id: row.risk_class for row in rows} == made
    assert [row.risk_class for row in rows] == ["D", "D", "D", "A", None]
    assert found[0].class_counts == {"A": 1, "D": 3, None: 1}
    assert set(listed(Filter(risk_class="D"))) == {risk for risk, letter in made.items() if letter == "D"}


def test_each_filter_lets_its_own_through(make):
    programme, owner = make.programme(), make.person()
    analysis = make.analysis(programme=programme)
    mine = make.risk(analysis=analysis, score=(3, 3), owner=owner, title="Starten försenas", description="Åre först")
    other = make.risk(analysis=make.analysis(programme=programme), score=(1, 1))
    outside = make.risk(analysis=make.analysis(unit=make.unit()), score=(1, 1))
    bare = make.risk()
    make.action(risk=other, due=date(2026, 11, 20))
    make.action(risk=mine, due=TODAY)
    assert set(listed(Filter(programme=programme))) == {mine, other}
    assert listed(Filter(outside=True)) == [outside]
    assert listed(Filter(analysis=analysis)) == [mine]
    assert listed(Filter(owner=owner)) == [mine]
    assert listed(Filter(risk_class="C")) == [mine]
    assert listed(Filter(risk_class=UNSCORED)) == [bare]
    assert listed(Filter(likelihood=1, impact=1)) == [other, outside]
    assert listed(Filter(overdue=True)) == [other]
    assert listed(Filter(missing=True)) == [mine, bare]
    assert listed(Filter(text="STARTEN åre")) == [mine]
    assert listed(Filter(text="R1 försenas")) == [mine]
    assert listed(Filter(text="100 %")) == []
    assert listed(Filter(programme=programme, owner=owner, risk_class="A")) == []


def test_a_risk_is_found_by_its_cause_and_consequence_too(make):
    risk = create_risk(
        make.analysis(), title="Överlast", description="Kväll", cause="Vakanser", consequence="Sen lön", by=None
    )
    assert listed(Filter(text="vakanser lön")) == [risk]
    set_owner(risk, make.person(), by=None)
    change_node(risk, {"title": "Annat"}, version=None, by=None)
    assert listed(Filter(text="ANNAT R1 kväll vakanser lön")) == [risk]
    change_risk(risk, version=None, title="Annat", cause="Sjukdom", by=None)
    assert listed(Filter(text="annat sjukdom")) == [risk]
    assert listed(Filter(text="vakanser")) == listed(Filter(text="lön")) == listed(Filter(text="överlast")) == []
    everything = Reach(readable=None, importable=None, organisation=True)
    assert [hit.id for group in search("sjukdom", reach=everything) for hit in group.hits] == [risk]


def test_words_of_any_length_are_found_on_every_database(make):
    words = [f"{number:x}" for number in range(10**9, 10**9 + 10**13, 10**10)]
    risk = create_risk(make.analysis(), title="Long", description=" ".join(words), by=None)
    assert listed(Filter(text=words[-1])) == [risk]


def test_closed_risks_are_left_out_unless_asked_for(make):
    analysis = make.analysis()
    still, accepted, closed = (make.risk(analysis=analysis, score=(3, 3)) for _ in range(3))
    accept_risk(accepted, by=None, reason="So be it")
    close_risk(closed, by=None, reason="Over")
    assert listed() == [still, accepted]
    assert listed(Filter(state="all")) == [still, accepted, closed]
    assert listed(Filter(state="closed")) == [closed]
    assert listed(Filter(state="accepted")) == [accepted]


def test_archived_risks_and_those_of_archived_analyses_are_gone(make):
    kept, archived = make.risk(), make.risk()
    archive_node(archived, version=None, by=None)
    analysis = make.analysis()
    make.risk(analysis=analysis)
    archive_analysis(analysis, by=None, version=None)
    assert listed(Filter(state="all")) == [kept]


def test_one_sees_the_programmes_one_may_read_and_what_one_owns(make):
    programme, me = make.programme(), make.person()
    inside = make.risk(analysis=make.analysis(programme=programme))
    owned = make.risk(owner=me)
    led = make.risk(analysis=make.analysis(unit=make.unit(), owner=me))
    foreign = make.risk()
    assert set(listed(readable=frozenset({programme}), person=me)) == {inside, owned, led}
    assert set(listed(readable=frozenset(), person=me)) == {owned, led}
    assert listed(readable=frozenset(), person=0) == []
    assert set(listed()) == {inside, owned, led, foreign}


def test_the_counts_are_of_everything_but_the_chosen_class(make):
    analysis = make.analysis()
    for score in ((1, 1), (4, 4), (4, 4), None):
        make.risk(analysis=analysis, score=score)
    found = register(Filter(risk_class="A"), readable=None, person=0, today=TODAY)
    assert (found.page.total, found.class_counts) == (1, {"A": 1, "D": 2, None: 1})


def test_a_row_says_where_the_risk_belongs_and_has_its_actions(make):
    programme = make.programme(reference="DIG")
    risk = make.risk(analysis=make.analysis(programme=programme, title="Move"), score=(3, 3))
    other = make.risk(analysis=make.analysis(unit=make.unit(abbreviation="UBF")), score=(1, 1))
    make.action(risk=risk, text="Write it", units=[make.unit(abbreviation="KOF")])
    found = register(Filter(), readable=None, person=0, today=TODAY)
    first, second = found.page.rows
    assert (first.home, first.analysis_title, second.home) == ("DIG", "Move", "UBF")
    assert [(action.text, action.served, action.units) for action in found.actions] == [
        ("Write it", ((risk, "R1"),), ("KOF",)),
    ]
    assert registers.by_risk(found.actions).get(other) is None


def test_an_empty_register_is_an_empty_page(make):
    found = register(Filter(), readable=None, person=0, today=TODAY)
    assert (found.page.rows, found.page.total, found.page.pages) == ((), 0, 1)


def test_the_register_costs_five_queries_for_few_and_for_many(make):
    analysis = make.analysis()
    for _ in range(2):
        for score in ((1, 1), (2, 3), (4, 4), None) * 4:
            make.action(risk=make.risk(analysis=analysis, score=score), units=[make.unit()])
        with counted() as statements:
            listed()
        assert len(statements) == 5


def test_a_unit_shows_its_own_those_below_it_and_those_that_affect_it(make):
    top = make.unit()
    below, other = make.unit(parent=top), make.unit()
    own, under, foreign = (make.risk(analysis=make.analysis(unit=unit)) for unit in (top, below, other))
    affecting = create_analysis(title="Move", programme=make.programme(), units=[top], by=None)
    named = make.risk(analysis=affecting)
    assert set(listed(Filter(unit=top))) == {own, under, named}
    assert listed(Filter(unit=below)) == [under]
    assert listed(Filter(unit=other)) == [foreign]
    assert listed(Filter(unit=999)) == []


def test_a_category_a_threatened_effect_and_an_unanswered_escalation_narrow(make):
    programme = make.programme()
    analysis = make.analysis(programme=programme)
    effect = create_effect(programme, title="Shorter queues", by=None)
    hit = make.risk(analysis=analysis, threatens=[effect])
    legal = create_risk(analysis, title="Law", category="legal", by=None)
    waits = make.risk(analysis=analysis)
    escalate(waits, level="portfolio", reason="Too much", answer_by=clock.today(), by=None)
    assert listed(Filter(effect=effect)) == [hit]
    assert listed(Filter(category="legal")) == [legal]
    assert listed(Filter(escalated="portfolio")) == listed(Filter(escalated=ANY_LEVEL)) == [waits]
    assert listed(Filter(escalated="workstream")) == []


def test_owners_sort_in_swedish_order_with_nobody_last(make):
    analysis = make.analysis()
    nobody, last, first = (
        make.risk(analysis=analysis, owner=name and make.person(name=name)) for name in (None, "Öst", "Ask")
    )
    assert listed(sort="owner") == [first, last, nobody]
    assert listed(sort="-owner") == [last, first, nobody]
