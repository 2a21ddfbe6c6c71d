"""Translation for rooms that know no Flask: services raise sentences, and pages show them in the reader's language."""
from __future__ import annotations

from flask_babel import gettext, lazy_gettext, lazy_ngettext, ngettext

__all__ = ["gettext", "lazy_gettext", "lazy_ngettext", "ngettext"]
