"""What an address may name."""
from __future__ import annotations

import pytest

from portfolio.core.addresses import record_id


@pytest.mark.parametrize("text", ["1", "0042", "2147483647"])
def test_a_number_that_could_be_a_records_is_taken(text: str) -> None:
    assert record_id(text) == int(text)


@pytest.mark.parametrize("text", [" ", "x", "0", "-1", "1.5", "2147483648", "9" * 40])
def test_any_other_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        record_id(text)
