"""An empty map, and a browser on it."""
from __future__ import annotations

import pytest

from tests.factories import Make
from tests.integration.effectmap.acting import Drawer


@pytest.fixture
def programme(make: Make) -> int:
    return make.programme()


@pytest.fixture
def drawer(make: Make, programme: int) -> Drawer:
    return Drawer(make.browser(), programme)
