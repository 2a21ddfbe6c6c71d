"""Which way a risk has moved: its class decides, and only within a class its score."""
from __future__ import annotations

import pytest

from portfolio.risks.service.matrix import Direction, direction_of, draw, movements
from portfolio.risks.service.plan import RiskLine
from portfolio.risks.service.scales import DEFAULT_CLASSES, IMPACTS, LIKELIHOODS, Cell, Scale

SCALE = Scale(
    1, 1, "Standard", 1, True, None, None,
    {(s, k): Cell(DEFAULT_CLASSES[s - 1][k - 1], DEFAULT_CLASSES[s - 1][k - 1] != "A")
     for s in range(1, 5) for k in range(1, 5)},
    LIKELIHOODS, IMPACTS,
)


def risk(key: int, score: tuple[int, int] | None, state: str = "open") -> RiskLine:
    likelihood, impact = score or (None, None)
    cell = SCALE.cell(likelihood, impact)
    letter = cell.risk_class if cell else None
    return RiskLine(key, f"R{key}", key, state, letter, True, f"Risk {key}", likelihood, impact, None, 1, 1)


@pytest.mark.parametrize(("before", "after", "direction"), [
    ((2, 3), (4, 3), Direction.UP), ((4, 3), (3, 3), Direction.DOWN), ((2, 2), (2, 3), Direction.UP),
    ((2, 3), (2, 2), Direction.DOWN), ((2, 3), (3, 2), Direction.LEVEL), ((1, 4), (2, 3), Direction.LEVEL),
])
def test_the_class_decides_and_within_it_the_score(before, after, direction):
    assert direction_of(SCALE, before, after) is direction


def test_a_lower_product_with_a_worse_class_is_still_up():
    cells = {**SCALE.cells, (1, 4): Cell("D", True)}
    odd = Scale(1, 1, "Odd", 1, False, None, None, cells, LIKELIHOODS, IMPACTS)
    assert direction_of(odd, (2, 3), (1, 4)) is Direction.UP


def test_movements_are_told_in_order_and_what_stands_still_is_left_out():
    risks = [risk(1, (2, 3)), risk(2, (3, 3)), risk(3, (4, 3)), risk(4, (2, 4)), risk(5, (1, 1), "closed"),
             risk(6, None), risk(7, (1, 1), "closed")]
    before = {1: (2, 3), 2: (4, 3), 3: (2, 3), 5: (1, 1), 7: (1, 1)}
    found = movements(risks, SCALE, before, {5: "It is over."})
    assert [(one.risk.reference, one.direction) for one in found] == [
        ("R3", Direction.UP), ("R2", Direction.DOWN), ("R4", Direction.NEW), ("R5", Direction.CLOSED),
    ]
    assert (found[0].class_before, found[0].class_after, found[3].reason) == ("B", "D", "It is over.")


def test_the_matrix_draws_likelihood_upwards_and_a_ghost_where_a_risk_stood():
    risks = [risk(1, (4, 3)), risk(2, (1, 1)), risk(3, None), risk(4, (1, 1), "closed")]
    moved = movements(risks, SCALE, {1: (2, 3), 2: (1, 1)}, {})
    view = draw(SCALE, risks, moved, language="en", note="", risk_url=lambda key: f"/risks/{key}")
    assert [row.likelihood for row in view.rows] == [4, 3, 2, 1]
    assert view.rows[0].label == "Very likely"
    assert view.impact_labels == ("Negligible", "Moderate", "Significant", "Severe")
    top, ghost, bottom = view.rows[0].cells[2], view.rows[2].cells[2], view.rows[3].cells[0]
    assert (top.letter, top.count, top.references[0].movement) == ("D", 1, "up")
    assert (ghost.count, [one.ghost for one in ghost.references]) == (0, [True])
    assert (bottom.count, bottom.references[0].reference) == (1, "R2")
    assert sum(cell.count for row in view.rows for cell in row.cells) == 2
