"""Heights on the page: each column's order is given, and lines are to run as straight as is cheap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portfolio.graph.crossings import Neighbours

ROW_GAP = 30
_LANE_GAP = 10
# A vertex without neighbours to heed is drawn upwards, but gives way to any that has.
_FAINT = 0.001


@dataclass(slots=True)
class _Stack:
    """A column of boxes packed as tightly as gaps allow: `offset[i]` is the top of the i-th box."""

    vertices: list[int]
    offset: list[int]
    extent: int


def assign_rows(
    columns: Sequence[list[int]], heights: Sequence[int], left: Neighbours, right: Neighbours
) -> tuple[list[int], int]:
    """Give every vertex its top in whole px from 0, and the height of the whole.

    `heights[v]` is 0 for a lane, a place where a line passes through a column; `left` and `right` are as in
    `crossings`. Order is kept, boxes stand at least ROW_GAP apart, and a lane halfway between two boxes
    costs no room. The tallest column is packed. From there outwards, every other moves its boxes to the
    median of their neighbours on the inner side; then once more, now heeding the outer side for those
    that have none on the inner.
    """
    stacks = [_pack(column, heights) for column in columns]
    room = max((stack.extent for stack in stacks), default=0)
    tops = [0] * len(heights)
    for stack in stacks:
        for vertex, offset in zip(stack.vertices, stack.offset, strict=True):
            tops[vertex] = offset
    if not room:
        return tops, room

    tallest = max(range(len(stacks)), key=lambda each: stacks[each].extent)
    outwards = [(stack, left, right) for stack in stacks[tallest + 1 :]]
    outwards += [(stack, right, left) for stack in reversed(stacks[:tallest])]
    for stack, inner, _ in outwards:
        _align(stack, tops, heights, [inner[vertex] for vertex in stack.vertices], room)
    for stack, inner, outer in outwards:
        _align(stack, tops, heights, [inner[vertex] or outer[vertex] for vertex in stack.vertices], room)
    return tops, room


def _pack(column: list[int], heights: Sequence[int]) -> _Stack:
    """Stack a column from 0 with the least gaps allowed."""
    offset: list[int] = []
    bottom = 0
    above = -1
    for vertex in column:
        height = heights[vertex]
        if above >= 0:
            between_boxes = height and above
            bottom += ROW_GAP if between_boxes else ROW_GAP // 2 if height or above else _LANE_GAP
        offset.append(bottom)
        bottom += height
        above = height
    return _Stack(column, offset, bottom)


def _align(stack: _Stack, tops: list[int], heights: Sequence[int], heeded: Sequence[Sequence[int]], room: int) -> None:
    """Move a column's boxes as near as can be to the median of the neighbours they heed, in place.

    With the packed offsets taken away, "in order and far enough apart" is "not falling"; the nearest such
    heights in the sense of least squares come from pooling adjacent violators, in linear time.
    """
    pools: list[tuple[float, float, int]] = []  # (weighted sum, weight, boxes): mean is sum / weight
    for vertex, offset, neighbours in zip(stack.vertices, stack.offset, heeded, strict=True):
        if neighbours:
            middles = sorted([2 * tops[end] + heights[end] for end in neighbours])
            half = len(middles) // 2
            median = (middles[half] + middles[~half]) / 4
            weight = 1.0
            total = median - heights[vertex] / 2 - offset
        else:
            weight, total = _FAINT, 0.0
        boxes = 1
        while pools and pools[-1][0] * weight >= total * pools[-1][1]:
            more, heavier, others = pools.pop()
            total, weight, boxes = total + more, weight + heavier, boxes + others
        pools.append((total, weight, boxes))

    slack = room - stack.extent
    place = 0
    for total, weight, boxes in pools:
        shift = min(max(round(total / weight), 0), slack)
        for index in range(place, place + boxes):
            tops[stack.vertices[index]] = stack.offset[index] + shift
        place += boxes
