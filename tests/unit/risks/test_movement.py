"""Which way a risk has moved: its class decides, and only within a class its score. And how the matrix tells of it."""
from __future__ import annotations

import pytest

from portfolio.risks.service.cells import FEW, gathered
from portfolio.risks.service.labels import RiskLabel
from portfolio.risks.service.matrix import Direction, direction_of, draw
from portfolio.risks.service.movement import Change, told
from portfolio.risks.service.scales import DEFAULT_CLASSES, IMPACTS, LIKELIHOODS, Cell, Scale
from portfolio.risks.service.sheets import FEW_GHOSTS, Sheet, named_in

SCALE = Scale(
    1, 1, "Standard", 1, True, None, None,
    {(s, k): Cell(DEFAULT_CLASSES[s - 1][k - 1], DEFAULT_CLASSES[s - 1][k - 1] != "A")
     for s in range(1, 5) for k in range(1, 5)},
    LIKELIHOODS, IMPACTS,
)


def sheet(*risks: tuple[int, int, int], changes: list[Change] | None = None) -> Sheet:
    """Risks given as (S, K, id), and how some of them came there."""
    return Sheet(SCALE, gathered(risks), told(changes or [], {1: SCALE}))


def drawn(one: Sheet, **more):
    labels = {risk: RiskLabel(risk, f"R{risk}", f"Risk {risk}", "", 1, "") for risk in range(1, 100)}
    return draw(one.scale, one.cells.counts, named_in(one), labels, language="en", note="",
                risk_url=lambda key: f"/risks/{key}", **more)


@pytest.mark.parametrize(("before", "after", "direction"), [
    ((2, 3), (4, 3), Direction.UP), ((4, 3), (3, 3), Direction.DOWN), ((2, 2), (2, 3), Direction.UP),
    ((2, 3), (2, 2), Direction.DOWN), ((2, 3), (3, 2), Direction.LEVEL), ((1, 4), (2, 3), Direction.LEVEL),
    ((2, 3), (2, 3), Direction.UNCHANGED),
])
def test_the_class_decides_and_within_it_the_score(before, after, direction):
    assert direction_of(SCALE, before, after) is direction


def test_a_lower_product_with_a_worse_class_is_still_up():
    cells = {**SCALE.cells, (1, 4): Cell("D", True)}
    odd = Scale(1, 1, "Odd", 1, False, None, None, cells, LIKELIHOODS, IMPACTS)
    assert direction_of(odd, (2, 3), (1, 4)) is Direction.UP


def test_movements_are_told_by_direction_and_the_worst_first():
    changes = [
        Change(1, 1, (4, 3), (3, 3)), Change(2, 1, None, (2, 4)), Change(3, 1, (1, 1), (2, 2)),
        Change(4, 1, (2, 3), (4, 3)), Change(5, 1, (1, 1), None, "closed", "It is over."),
        Change(6, 1, None, (1, 1), "reopened", "It is not."), Change(7, 1, (2, 3), (3, 2)),
    ]
    found = told(changes, {1: SCALE})
    assert [(one.risk, one.direction) for one in found] == [
        (4, Direction.UP), (3, Direction.UP), (1, Direction.DOWN), (7, Direction.LEVEL), (2, Direction.NEW),
        (6, Direction.NEW), (5, Direction.CLOSED),
    ]
    up, gone, back = found[0], found[-1], found[-2]
    assert (up.before, up.after, up.class_before, up.class_after) == ((2, 3), (4, 3), "B", "D")
    assert (gone.class_before, gone.class_after, gone.act, gone.reason) == ("A", None, "closed", "It is over.")
    assert (back.act, back.class_before, back.class_after) == ("reopened", None, "A")


def test_a_risk_scored_again_says_nothing_of_earlier_acts():
    found, = told([Change(1, 1, (1, 1), (2, 2), "reopened", "Once")], {1: SCALE})
    assert (found.act, found.reason) == ("", "")


def test_the_matrix_draws_likelihood_upwards_and_a_ghost_where_a_risk_stood():
    view = drawn(sheet((4, 3, 1), (1, 1, 2), changes=[Change(1, 1, (2, 3), (4, 3)), Change(3, 1, (2, 2), None)]))
    assert [row.likelihood for row in view.rows] == [4, 3, 2, 1]
    assert view.rows[0].label == "Very likely"
    assert view.impact_labels == ("Negligible", "Moderate", "Significant", "Severe")
    top, ghost, bottom = view.rows[0].cells[2], view.rows[2].cells[2], view.rows[3].cells[0]
    assert (top.letter, top.count, top.references[0].movement) == ("D", 1, "up")
    assert (ghost.count, [one.ghost for one in ghost.references]) == (0, [True])
    assert (bottom.count, bottom.references[0].reference) == (1, "R2")
    assert sum(cell.count for row in view.rows for cell in row.cells) == 2
    assert view.rows[2].cells[1].references == (), "what is closed stands nowhere, not even as a ghost"


def test_a_cell_with_many_names_the_few_that_have_come_there_first_and_says_how_many_more_there_are():
    risks = [(3, 3, risk) for risk in range(1, 31)]
    changes = [Change(risk, 1, (1, 1), (3, 3)) for risk in (20, 25)]
    cell = drawn(sheet(*risks, changes=changes), cell_url=lambda s, k: f"/cell/{s}/{k}").rows[1].cells[2]
    assert [one.reference for one in cell.references] == ["R20", "R25", "R1", "R2", "R3", "R4", "R5", "R6"]
    assert (cell.count, cell.more, cell.url) == (30, 30 - FEW, "/cell/3/3")
    empty = drawn(sheet(*risks, changes=[Change(risk, 1, (1, 1), (3, 3)) for risk in range(1, 31)])).rows[3].cells[0]
    assert (empty.count, empty.more, len(empty.references)) == (0, 0, FEW_GHOSTS)


def test_an_empty_cell_is_no_link():
    view = drawn(sheet((1, 1, 1)), cell_url=lambda s, k: f"/cell/{s}/{k}")
    assert [cell.url for row in view.rows for cell in row.cells if cell.url] == ["/cell/1/1"]
