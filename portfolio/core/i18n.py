"""Translation for rooms that know no Flask: services raise sentences, and pages show them in the reader's language."""
from __future__ import annotations

from collections.abc import Callable

import flask_babel
from flask_babel import lazy_gettext, lazy_ngettext

__all__ = ["gettext", "lazy_gettext", "lazy_ngettext", "ngettext"]

# Flask-Babel ships no types; these two give a text at once.
gettext: Callable[..., str] = flask_babel.gettext
ngettext: Callable[..., str] = flask_babel.ngettext
