"""An analysis that was brought in from a document says on its first screen, in a sentence each, what its plan lacks."""
from __future__ import annotations

from pathlib import Path

import pytest

from portfolio.documents import service
from portfolio.risks.models import RiskAnalysis

SHARED = Path(__file__).parents[4] / "shared" / "sources" / "haninge-cesam-2023-09-05.txt"
SAMPLE = Path(__file__).parents[3] / "portfolio" / "example" / "sample-document.txt"


def first_screen(make, source: Path) -> str:
    """Bring a document in, accept its rows by hand, and open the analysis of its risks."""
    document = service.bring_in(source.read_bytes(), name=source.name, programme=make.programme(), by=None)
    named = {unit for row in make.rows_of(document) for unit in row.values.get("responsible_units", ())}
    for name in sorted(named):
        make.unit(name=name, abbreviation=name)
    for row in make.rows_of(document):
        if row.kind == "risk" and row.refusal is None:
            service.accept_row(row.id, by=None, version=row.version)
    analysis = RiskAnalysis.get()
    return make.browser().get(f"/analyses/{analysis.id}").text


@pytest.mark.skipif(not SHARED.exists(), reason="the document lies outside the project")
def test_the_real_document_lacks_priorities_days_and_one_who_is_responsible(make):
    shown = first_screen(make, SHARED)
    for sentence in (
        "9 open risks.", "1 action has nobody responsible.", "No action has a due date.", "No action has a priority.",
        "No action has a control date.",
    ):
        assert sentence in shown
    assert "lack an action." not in shown


def test_our_own_sample_says_what_it_lacks(make):
    shown = first_screen(make, SAMPLE)
    assert (
        "7 open risks. 1 action has nobody responsible. 4 actions have no due date. 6 actions have no priority. "
        "6 actions have no control date."
    ) in shown
