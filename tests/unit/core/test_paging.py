"""Counting pages."""
from __future__ import annotations

import pytest

from portfolio.core.paging import Page


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (50, 1), (51, 2), (100, 2), (101, 3)])
def test_a_list_has_as_many_pages_as_it_fills_and_never_none(total: int, pages: int) -> None:
    assert Page((), 1, total).pages == pages
