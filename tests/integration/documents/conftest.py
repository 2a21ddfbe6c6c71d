"""Documents are tested in English: what an import writes into records is in the language of whoever imports."""
from __future__ import annotations

from dataclasses import replace

import pytest

from config import Config


@pytest.fixture
def config(config: Config) -> Config:
    """An installation whose own language is English."""
    return replace(config, default_language="en")
