"""What stands beside the picture for the node or the link that is chosen: all that is known of it, every act on it."""
from __future__ import annotations

from dataclasses import dataclass

from portfolio.core.forms import EditForm

from .sentences import Sentence
from .service.links import LinkDetail
from .service.nodes import NodeDetail


@dataclass(frozen=True)
class Claim:
    """A link that may be drawn from the chosen node.

    value: what is posted ("leads_to:out"). sentence: what it will claim, with a gap for the other end ("P3 leads to
    …"). candidates: what could stand in the gap, as (node id, "K2 Title"), nearest programme first.
    """

    value: str
    sentence: str
    candidates: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class PanelLink:
    """One of the chosen node's links.

    said: its claim as a sentence without its full stop. grounds: what it builds on, a short text a line. assumed:
    whether it looks assumed. url: the same picture with the link chosen, which shows its form. may_unlink: whether the
    reader may withdraw it (effectmap.unlink_on_map, field link).
    """

    link: LinkDetail
    said: Sentence
    grounds: tuple[str, ...]
    assumed: bool
    url: str
    may_unlink: bool


@dataclass(frozen=True)
class Panel:
    """The chosen node.

    version: as rename and archive post it. kind: the word for it. facts: label and text, without those that are empty.
    story: what hangs on it, within the view's steps. form: its own form, filled, to be posted to form_url; both None
    where the reader may not edit it. page_url: its own page. clear_url: the same picture with nothing chosen.
    """

    node: NodeDetail
    version: int
    kind: str
    facts: tuple[tuple[str, str], ...]
    story: tuple[Sentence, ...]
    links: tuple[PanelLink, ...]
    claims: tuple[Claim, ...]
    form: EditForm | None
    form_url: str | None
    page_url: str
    clear_url: str
    may_edit: bool
    may_archive: bool


@dataclass(frozen=True)
class LinkPanel:
    """The chosen link: as PanelLink, with its form of grounds, posted to form_url (both None for a mere reader)."""

    link: LinkDetail
    said: Sentence
    grounds: tuple[str, ...]
    assumed: bool
    form: EditForm | None
    form_url: str | None
    clear_url: str
    may_unlink: bool
