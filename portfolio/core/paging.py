"""Long lists, a page at a time: the same two queries for ten rows and for ten thousand."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from .db import rows

PAGE_SIZE = 50

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list, as the `pagination` component wants it. number counts from 1; total is all rows."""

    rows: tuple[T, ...]
    number: int
    total: int
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))


def paged(query: Any, make: Callable[..., T], *, number: int = 1, size: int = PAGE_SIZE) -> Page[T]:
    """Run a select, ordered to the last tie, for one of its pages.

    make: gives a row's values its shape (a frozen dataclass). number: from 1; beyond the end means the last page.
    """
    total = query.order_by().count()
    last = max(1, -(-total // size))
    number = min(max(1, number), last)
    found = rows(query.limit(size).offset((number - 1) * size)) if total else []
    return Page(tuple(make(*values) for values in found), number, total, size)
