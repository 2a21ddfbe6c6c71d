"""Fitting the filled cells of a row to the columns of its table when they have slipped.

Cells keep their order; each goes to one column that can hold it; the whole is moved as little as possible.
Where several such placements are equally small, only what all of them agree on is used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

# What placing a text in the column at an index costs beyond its displacement, or None where it cannot stand.
Fit = Callable[[str, int], int | None]
_NO_WAY = 10**6


def aligned(cells: Sequence[tuple[int, str]], width: int, fit: Fit) -> dict[int, int] | None:
    """Which cell goes to which column: {index in `cells`: column}.

    `cells` are (place in the row, text), in order; `width` is the number of columns. None when the cells cannot
    all be placed in order; a cell missing from the answer has two equally good places.
    """
    costs = _costs(cells, width, fit)
    if costs[len(cells)][width] >= _NO_WAY:
        return None
    left = _traced(cells, width, fit, costs, prefer_left=True)
    right = _traced(cells, width, fit, costs, prefer_left=False)
    return {index: column for index, column in left.items() if right[index] == column}


def _costs(cells: Sequence[tuple[int, str]], width: int, fit: Fit) -> list[list[int]]:
    """costs[i][j]: the smallest cost of placing the first i cells in the first j columns."""
    costs = [[0] * (width + 1)]
    for index, cell in enumerate(cells, start=1):
        row = [_NO_WAY]
        for column in range(width):
            row.append(min(row[column], costs[index - 1][column] + _cost(cell, column, fit)))
        costs.append(row)
    return costs


def _cost(cell: tuple[int, str], column: int, fit: Fit) -> int:
    place, text = cell
    extra = fit(text, column)
    return _NO_WAY if extra is None else abs(place - column) + extra


def _traced(
    cells: Sequence[tuple[int, str]], width: int, fit: Fit, costs: list[list[int]], *, prefer_left: bool
) -> dict[int, int]:
    """One cheapest placement, read back from the end: the one furthest left, or furthest right."""
    placed: dict[int, int] = {}
    index, columns = len(cells), width
    while index:
        skipping = costs[index][columns - 1] == costs[index][columns]
        using = costs[index - 1][columns - 1] + _cost(cells[index - 1], columns - 1, fit) == costs[index][columns]
        if skipping and (prefer_left or not using):
            columns -= 1
            continue
        placed[index - 1] = columns - 1
        index, columns = index - 1, columns - 1
    return placed
