"""My page's cards of measures to read, drawn once for a language (see `portfolio.core.slots`)."""
from __future__ import annotations

from functools import lru_cache

from flask import get_template_attribute
from flask_babel import gettext as _
from markupsafe import Markup, escape

from portfolio.core.slots import cut, fill, slots
from portfolio.core.templating import address, language, node_url, show_date
from portfolio.effectmap.service.waiting import DueMeasure

_NAMES = ("id", "reference", "title", "page", "form", "facts")


class MeasureCards:
    """What the cards of one page share."""

    def __init__(self) -> None:
        self._language = language()
        self._pages = node_url("effect", 0).removesuffix("0")
        self._before, _, self._after = address("effectmap.record_measurement", measure_id=0).rpartition("0")

    def card(self, item: DueMeasure) -> Markup:
        """The card of a measure that is due; it leads to the effect's page and to the form for a reading."""
        since = _since(self._language) % {"date": show_date(item.due_on)} if item.due_on else _never(self._language)
        return fill(_shape(self._language), {
            "id": str(item.id), "reference": escape(item.effect_reference), "title": escape(item.effect_title),
            "page": f"{self._pages}{item.effect}", "form": f"{self._before}{item.id}{self._after}",
            "facts": escape(f"{item.name} · {since} · {item.programme_reference}"),
        })


@lru_cache(maxsize=8)
def _shape(_reader: str) -> tuple[str, ...]:
    return cut(get_template_attribute("effectmap/_measure_card.html", "draw_card")(slots(*_NAMES)))


@lru_cache(maxsize=8)
def _since(_reader: str) -> str:
    said: str = _("To be read since %(date)s")
    return said


@lru_cache(maxsize=8)
def _never(_reader: str) -> str:
    said: str = _("Never read yet")
    return said
