"""The values that a file gives for a node or a link, checked as a form would check them."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from portfolio.core.forms import TEXT_LENGTH, TITLE_LENGTH, strip
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.words import field_word
from portfolio.effectmap.export.characters import xml_text
from portfolio.effectmap.forms import SHORT_TEXT

_LENGTHS: Final = {
    "title": TITLE_LENGTH, "description": TEXT_LENGTH, "source": SHORT_TEXT, "rationale": TEXT_LENGTH,
    "evidence": SHORT_TEXT,
}
_SCORES: Final = ("confidence", "strength")
_KINDS_OF_EVIDENCE: Final = ("document", "interview", "measurement", "assumption")

#: What a file may change, in the order it is shown.
NODE_FIELDS: Final = ("title", "description", "source")
LINK_FIELDS: Final = ("rationale", "evidence", "evidence_kind", "confidence", "strength")


class Doubt(Exception):
    """Why a value cannot be used; `message` is a lazily translated sentence."""

    def __init__(self, message: object) -> None:
        super().__init__(message)
        self.message = message


def plain(value: Any) -> Any:
    """A stored value as it comes back from a file: two that are plainly the same are no difference."""
    return strip(xml_text(value)) if isinstance(value, str) else value


def given(values: Mapping[str, str], fields: tuple[str, ...], *, record: str, stored: Any = None) -> dict[str, Any]:
    """The values of some fields that a file gives, without those that the stored record has already.

    What the file leaves out, or leaves empty, it says nothing of. Raises Doubt for a text that is too long, a score
    that is none from 1 to 4, and a kind of evidence that is none.
    """
    found: dict[str, Any] = {}
    for name in fields:
        text = plain(values.get(name, ""))
        if text and text != str(plain(getattr(stored, name, ""))):
            found[name] = _checked(name, text, record)
    return found


def _checked(name: str, text: str, record: str) -> Any:
    label = field_word(name, record)
    if name in _SCORES:
        if text not in {"1", "2", "3", "4"}:
            raise Doubt(_l("%(field)s is “%(value)s”; it must be 1, 2, 3 or 4.", field=label, value=text[:40]))
        return int(text)
    if name == "evidence_kind":
        if text not in _KINDS_OF_EVIDENCE:
            raise Doubt(_l("“%(value)s” is no kind of evidence.", value=text[:40]))
        return text
    if len(text) > _LENGTHS[name]:
        raise Doubt(_l(
            "%(field)s has %(length)s characters; at most %(most)s are kept.", field=label, length=len(text),
            most=_LENGTHS[name],
        ))
    return text
