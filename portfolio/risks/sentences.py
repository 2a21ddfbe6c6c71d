"""A risk as a sentence in three parts: what causes it, what may happen, and what it leads to."""
from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

#: The parts, by the names of the form's fields; the event is the risk's title.
PARTS = ("cause", "title", "consequence")


def sentence(title: str, cause: str, consequence: str) -> str:
    """The whole sentence, in the reader's language; without cause and consequence what may happen stands alone."""
    return _shape(bool(cause), bool(consequence), **{
        name: " ".join(part.split()).rstrip(".") for name, part in zip(PARTS, (cause, title, consequence), strict=True)
    })


def shapes() -> dict[str, str]:
    """The sentence with "{cause}", "{title}" and "{consequence}" in it, by which parts there are: for a preview."""
    blanks = {name: f"{{{name}}}" for name in PARTS}
    return {
        name: _shape(cause, consequence, **blanks)
        for name, cause, consequence in (
            ("whole", True, True), ("cause", True, False), ("consequence", False, True), ("alone", False, False),
        )
    }


def _shape(has_cause: bool, has_consequence: bool, **parts: Any) -> str:
    if has_cause and has_consequence:
        said = _("Because of %(cause)s this may happen: %(title)s, which leads to %(consequence)s.", **parts)
    elif has_cause:
        said = _("Because of %(cause)s this may happen: %(title)s.", **parts)
    elif has_consequence:
        said = _("This may happen: %(title)s, which leads to %(consequence)s.", **parts)
    else:
        said = _("This may happen: %(title)s.", **parts)
    return str(said)
