"""Addresses for long lists."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from portfolio.core.templating import address


def addresses(endpoint: str, argument: str) -> Callable[[int], str]:
    """The address of a page for each of many ids: asking `url_for` for every one would cost a long list its speed."""
    values: dict[str, Any] = {argument: 0}
    before, after = address(endpoint, **values).split("0")
    return lambda key: f"{before}{key}{after}"
