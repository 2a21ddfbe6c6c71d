"""Translation for rooms that know no Flask: services raise sentences, and pages show them in the reader's language."""
from __future__ import annotations

from typing import Any

from flask_babel.speaklater import LazyString

from .texts import gettext, ngettext

__all__ = ["gettext", "lazy_gettext", "lazy_ngettext", "ngettext"]


def lazy_gettext(text: str, /, **values: Any) -> LazyString:
    """A text that is looked up when it is shown."""
    return LazyString(gettext, text, **values)


def lazy_ngettext(one: str, many: str, num: int, /, **values: Any) -> LazyString:
    """A text of a number of things that is looked up when it is shown."""
    return LazyString(ngettext, one, many, num, **values)
