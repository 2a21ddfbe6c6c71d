import pytest

from portfolio.core.db import SQLITE_VERSION, is_safe_sqlite


@pytest.mark.parametrize("version", [(3, 44, 6), (3, 44, 9), (3, 50, 7), (3, 51, 3), (3, 52, 0), (3, 54, 0)])
def test_a_mended_version_is_safe(version: tuple[int, int, int]) -> None:
    assert is_safe_sqlite(version)


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 44, 5), (3, 45, 0), (3, 50, 6), (3, 51, 2)])
def test_a_version_with_the_wal_reset_bug_is_not(version: tuple[int, int, int]) -> None:
    assert not is_safe_sqlite(version)


def test_the_version_in_use_is_safe() -> None:
    assert is_safe_sqlite(SQLITE_VERSION)
