"""A risk's class is what its analysis's scale says, whatever the scale."""
from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from peewee import IntegrityError

from portfolio.core.db import write
from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.risks.models import Risk, RiskAssessment, RiskScale, ScaleCell, ScaleLevel
from portfolio.risks.service import register as registers
from portfolio.risks.service import scales
from portfolio.risks.service.boards import board_of_analysis
from portfolio.risks.service.risks import assessments_of, risk_of

SCORES = [(s, k) for s in range(1, 5) for k in range(1, 5)]
# Products 1–3 A, 4–6 B, 7–9 C, from 10 D (DOMAIN B4, form 1).
ZONES = {1: "A", 2: "A", 3: "A", 4: "B", 6: "B", 8: "C", 9: "C", 12: "D", 16: "D"}


def test_the_default_scale_is_made_once_and_nobody_has_approved_it(make):
    first = scales.ensure_default_scale()
    assert scales.ensure_default_scale() == first
    scale = scales.scale_of(first)
    assert (scale.edition, scale.is_default, scale.approved_by) == (1, True, None)
    assert ScaleCell.select().count() == 16
    assert ScaleLevel.select().count() == 8


def test_the_default_scale_has_the_zones_of_the_field_entered_as_cells(make):
    scale = scales.scale_of(scales.ensure_default_scale())
    for s, k in SCORES:
        cell = scale.cells[s, k]
        assert cell.risk_class == ZONES[s * k]
        assert cell.requires_plan == (cell.risk_class != "A")


def test_the_steps_have_names_in_both_languages(make):
    scale = scales.scale_of(scales.ensure_default_scale())
    assert scale.likelihood_names("sv") == ("Osannolik", "Mindre sannolik", "Sannolik", "Mycket sannolik")
    assert scale.impact_names("en") == ("Negligible", "Moderate", "Significant", "Severe")


def test_a_newer_default_edition_takes_over(make):
    scales.ensure_default_scale()
    second = scales.create_scale(name="Standard", edition=2, classes=("AAAA",) * 4, is_default=True, by=None)
    assert scales.ensure_default_scale() == second


def test_a_letter_that_is_no_class_makes_no_scale(make):
    with pytest.raises(ValueError, match="E"):
        scales.create_scale(name="Odd", classes=("AAAE", "AAAA", "AAAA", "AAAA"), by=None)
    assert RiskScale.select().count() == 0


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(letters=st.text(alphabet="ABCD", min_size=16, max_size=16), planned=st.sets(st.sampled_from(SCORES)))
def test_the_class_is_always_the_scales_cell(make, letters, planned):
    classes = [letters[row * 4 : row * 4 + 4] for row in range(4)]
    edition = RiskScale.select().count() + 1
    scale = scales.create_scale(name="Any", edition=edition, classes=classes, requires_plan=planned, by=None)
    analysis = make.analysis(scale=scale)
    made = {make.risk(analysis=analysis, score=score): score for score in SCORES}
    listed = {line.id: line for line in board_of_analysis(analysis).risks}
    page = registers.register(registers.Filter(analysis=analysis), readable=None, person=0, today=None).page
    registered = {row.id: row.risk_class for row in page.rows}
    for risk, (s, k) in made.items():
        expected = classes[s - 1][k - 1]
        assert risk_of(risk).risk_class == listed[risk].risk_class == registered[risk] == expected
        assert risk_of(risk).requires_plan == listed[risk].requires_plan == ((s, k) in planned)
        assert [one.risk_class for one in assessments_of(risk)] == [expected]


def test_no_table_stores_a_class_beside_the_cells(make):
    assert not {"risk_class", "product"} & (set(Risk._meta.fields) | set(RiskAssessment._meta.fields))


@pytest.mark.parametrize(("s", "k"), [(0, 1), (5, 1), (1, 0), (1, 5), (-1, 1)])
def test_the_database_itself_refuses_a_score_off_the_scale(make, s, k):
    risk = make.risk()
    with pytest.raises(IntegrityError), write():
        Risk.update(likelihood=s, impact=k).where(Risk.node == risk).execute()


def test_somebody_approves_the_scale_in_their_own_name(make, at):
    scale, person = scales.ensure_default_scale(), make.person(name="IT-chef")
    at("2026-11-20 09:00")
    scales.approve_scale(scale, by=person, version=1)
    found = scales.scale_of(scale)
    assert (found.approved_by, found.approved_at.date().isoformat()) == ("IT-chef", "2026-11-20")
    with pytest.raises(Invalid):
        scales.approve_scale(scale, by=person, version=2)


def test_approving_what_somebody_has_changed_is_stale(make):
    scale, person = scales.ensure_default_scale(), make.person()
    with pytest.raises(Stale):
        scales.approve_scale(scale, by=person, version=7)
    with pytest.raises(NotFound):
        scales.approve_scale(scale + 1, by=person, version=1)


def test_the_list_says_how_many_analyses_use_each_scale(make):
    default = scales.ensure_default_scale()
    other = scales.create_scale(name="Coarse", classes=("AADD",) * 4, by=None)
    make.analysis(scale=other), make.analysis(scale=other)
    assert [(row.id, row.analyses) for row in scales.scales()] == [(default, 0), (other, 2)]
