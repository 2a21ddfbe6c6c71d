"""Text for markup that is written with autoescape off."""
from __future__ import annotations

import pytest
from markupsafe import escape

from portfolio.core.templating import escaped


@pytest.mark.parametrize("text", ["", "Två planer", "<b>", "R&D", "&amp;", 'a "b"', "it's", "1 > 0", "\n<\n"])
def test_a_text_is_escaped_as_everywhere_else(text):
    assert escaped(text) == str(escape(text))
