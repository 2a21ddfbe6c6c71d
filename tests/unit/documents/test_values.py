"""From the words of a document to values, and what is refused on the way."""
from __future__ import annotations

from datetime import date

import pytest

from portfolio.core.errors import Invalid
from portfolio.documents.values import as_title, node_values, read_priority, risk_values, role_values
from portfolio.programmes.models import Role
from portfolio.risks.kinds import Priority

RISK = {"description": "The start is late", "likelihood": 2, "impact": 3, "due": "2027-04-01"}


@pytest.mark.parametrize(
    ("text", "priority"),
    [("Hög", Priority.HIGH), ("high", Priority.HIGH), ("1", Priority.HIGH), ("H", Priority.HIGH),
     ("medel", Priority.MEDIUM), ("2", Priority.MEDIUM), ("Prio 2", Priority.MEDIUM), ("låg", Priority.LOW),
     ("LÅG", Priority.LOW), ("3", Priority.LOW), ("", None)],
)
def test_a_priority_is_read_in_both_languages_and_as_a_figure(text, priority):
    assert read_priority(text) is priority


@pytest.mark.parametrize("text", ["4", "0", "akut", "hög/låg", "A", "röd"])
def test_a_word_of_another_scale_is_no_priority(text):
    with pytest.raises(Invalid) as refused:
        read_priority(text)
    assert refused.value.field == "priority"


def test_a_risk_without_scores_stays_unscored():
    found = risk_values({**RISK, "likelihood": None, "impact": None})
    assert (found.likelihood, found.impact) == (None, None)


@pytest.mark.parametrize("score", [0, 5, "3", 2.5])
def test_what_is_no_score_is_refused_at_its_field(score):
    with pytest.raises(Invalid) as refused:
        risk_values({**RISK, "impact": score})
    assert refused.value.field == "impact"


def test_a_day_is_taken_in_iso_form_and_nothing_else():
    assert risk_values(RISK).due == date(2027, 4, 1)
    assert risk_values({**RISK, "due": date(2027, 4, 2)}).due == date(2027, 4, 2)
    with pytest.raises(Invalid) as refused:
        risk_values({**RISK, "due": "spring"})
    assert refused.value.field == "due"


def test_a_risk_needs_its_words():
    with pytest.raises(Invalid) as refused:
        risk_values({**RISK, "description": "  "})
    assert refused.value.field == "description"


def test_units_are_taken_once_and_without_blanks():
    assert risk_values({**RISK, "responsible_units": ["UBF ", "", "KOF", "UBF"]}).units == ("UBF", "KOF")


def test_a_short_text_is_all_title():
    assert as_title("The  start\nis late") == ("The start is late", "")


def test_a_long_text_keeps_its_whole_in_the_description():
    text = "word " * 60
    title, description = as_title(text)
    assert len(title) <= 200
    assert title.endswith("…")
    assert description == text.strip()


def test_a_long_text_without_spaces_is_cut_too():
    title, description = as_title("å" * 500)
    assert title == "å" * 199 + "…"
    assert description == "å" * 500


def test_a_long_title_stands_before_the_nodes_own_description():
    found = node_values({"title": "word " * 60, "description": "And more."})
    assert found.description.endswith("word\n\nAnd more.")


def test_a_role_needs_somebody_and_a_name_that_programmes_know():
    assert role_values({"role": "commissioner", "label": "Beställare", "people": ["A"]}).role is Role.COMMISSIONER
    with pytest.raises(Invalid) as nobody:
        role_values({"role": "commissioner", "label": "Beställare", "people": []})
    assert nobody.value.field == "people"
    with pytest.raises(Invalid) as unknown:
        role_values({"role": "Skolvärd", "label": "Skolvärd", "people": ["A"]})
    assert unknown.value.field == "role"
