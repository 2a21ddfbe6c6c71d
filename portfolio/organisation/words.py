"""The words a person reads for what units are and for languages, in the reader's language."""
from __future__ import annotations

from typing import Any

from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.words import tell
from portfolio.organisation.models import UnitKind

KIND_WORDS: dict[str, Any] = {
    UnitKind.MUNICIPALITY: _l("Municipality"),
    UnitKind.COMMITTEE: _l("Committee"),
    UnitKind.ADMINISTRATION: _l("Department"),
    UnitKind.SECTION: _l("Section"),
    UnitKind.COMPANY: _l("Company"),
    UnitKind.PARTNER: _l("External partner"),
}

LANGUAGE_WORDS: dict[str, Any] = {"sv": _l("Swedish"), "en": _l("English")}

tell("kind", KIND_WORDS, record="unit")
tell("language", LANGUAGE_WORDS, record="person")
