"""The formats there are, and a file in one of them."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from werkzeug.utils import secure_filename

from portfolio.core.errors import NotFound
from portfolio.core.i18n import gettext as _

from .content import Contents
from .graphml import graphml
from .mermaid import mermaid
from .paper import pdf, png, slides
from .svg import svg
from .tables import links_csv, nodes_csv


@dataclass(frozen=True)
class File:
    """A file to be sent: its bytes, its media type and what it is called."""

    content: bytes
    media_type: str
    name: str


@dataclass(frozen=True)
class Format:
    """How a format is written; ending: what its file's name ends with, after the day."""

    write: Callable[[Contents], bytes]
    media_type: str
    ending: str


#: By what stands in the address.
FORMATS: Final[Mapping[str, Format]] = MappingProxyType({
    "svg": Format(lambda contents: svg(contents).encode(), "image/svg+xml", ".svg"),
    "png": Format(png, "image/png", ".png"),
    "pdf": Format(pdf, "application/pdf", ".pdf"),
    "slides": Format(slides, "application/pdf", "-slides.pdf"),
    "graphml": Format(graphml, "application/graphml+xml", ".graphml"),
    "mermaid": Format(lambda contents: mermaid(contents).encode(), "text/plain", ".mmd"),
    "nodes.csv": Format(nodes_csv, "text/csv", "-nodes.csv"),
    "links.csv": Format(links_csv, "text/csv", "-links.csv"),
})


def file_of(contents: Contents, name: str) -> File:
    """The map as a file in a format of FORMATS. Raises NotFound for a name that is none of them."""
    if name not in FORMATS:
        raise NotFound
    found = FORMATS[name]
    programme = secure_filename(contents.programme) or "programme"
    called = "-".join([programme, _("effect-map"), contents.day.isoformat()]) + found.ending
    return File(found.write(contents), found.media_type, called)
