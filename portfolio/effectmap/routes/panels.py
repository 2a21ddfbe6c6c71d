"""What stands beside the picture: built for the node or the link that is chosen in it."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from portfolio.activities.forms import activity_form
from portfolio.activities.service import activity_detail
from portfolio.activities.words import RUN_BY_WORDS
from portfolio.core.access import Permission, Scope, identity, may
from portfolio.core.errors import NotFound
from portfolio.core.forms import EditForm
from portfolio.core.templating import node_url
from portfolio.core.words import record_word
from portfolio.effectmap import sentences
from portfolio.effectmap.filtering import Seen
from portfolio.effectmap.grounds import grounds_of
from portfolio.effectmap.panel import Claim, LinkPanel, Panel, PanelLink
from portfolio.effectmap.picture.standing import activity_standings
from portfolio.effectmap.service.links import LinkDetail, effects_abroad, links_of, other_ends, possible_links
from portfolio.effectmap.service.nodes import NodeDetail, node_detail
from portfolio.effectmap.story import story_of
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.graph.model import MapNode
from portfolio.programmes.forms import workstream_form
from portfolio.programmes.service.nodes import NodeLabel
from portfolio.programmes.service.workstreams import workstream_detail

from .links import grounds_form, readable_link
from .nodes import KINDS, facts_of, node_form

# What belongs to another feature asks for that one's leave too.
_ALSO_TO_EDIT = {NodeKind.WORKSTREAM: Permission.WORKSTREAM_EDIT, NodeKind.ACTIVITY: Permission.ACTIVITY_EDIT}


def panel_for(programme_id: int, seen: Seen) -> Panel | None:
    """The panel of the node that the view chooses; None where it stands on no such map."""
    node = seen.data.node(seen.view.focus)
    if node is None:
        return None
    view, found = seen.view, node_detail(node.id)
    allowed = may(Permission.MAP_EDIT, Scope(programme=programme_id))
    may_edit = allowed and _may_also(_ALSO_TO_EDIT.get(node.kind), programme_id)
    form, form_url = _own_form(found, programme_id, seen) if may_edit else (None, None)
    links = links_of(node.id, readable=identity().readable())
    return Panel(
        node=found,
        version=found.version,
        kind=record_word(node.kind),
        facts=tuple((label, str(value)) for label, value in _facts(found, seen) if value),
        story=story_of(node.id, nodes=seen.data.nodes, links=seen.data.links, steps=view.steps, outside=seen.outside),
        links=tuple(_panel_link(link, programme_id, seen, here=node.id) for link in links),
        claims=tuple(_claims(programme_id, node, seen)) if allowed else (),
        form=form,
        form_url=form_url,
        page_url=node_url(node.kind, node.id),
        clear_url=url_for("effectmap.show", programme_id=programme_id, **view.query(focus=None)),
        may_edit=may_edit,
        may_archive=may_edit,
    )


def link_panel_for(programme_id: int, seen: Seen) -> LinkPanel | None:
    """The panel of the link that the view chooses; None where it has no end on the map, or one that may not be read."""
    found = _link_on_map(programme_id, seen.view.link)
    if found is None:
        return None
    view, editable = seen.view, _may_change(found)
    return LinkPanel(
        link=found,
        said=sentences.claim(found.kind, found.source, found.target),
        grounds=grounds_of(found),
        assumed=found.assumed,
        form=grounds_form(found, formdata=None) if editable else None,
        form_url=url_for("effectmap.edit_link", link_id=found.id, back="map", **view.query()) if editable else None,
        clear_url=url_for("effectmap.show", programme_id=programme_id, **view.query(link=None)),
        may_unlink=editable,
    )


def _own_form(found: NodeDetail, programme_id: int, seen: Seen) -> tuple[EditForm, str]:
    """The form of the chosen node, as the record stands, and where it is posted to; either leads back to this view."""
    view, kind = seen.view.query(), NodeKind(found.kind)
    if kind in KINDS:
        form_url = url_for("effectmap.edit_node", node_id=found.id, back="map", **view)
        return node_form(kind, found, formdata=None), form_url
    here = url_for("effectmap.show", programme_id=programme_id, **view)
    if kind is NodeKind.WORKSTREAM:
        form_url = url_for("programmes.edit_workstream", workstream_id=found.id, next=here)
        return workstream_form(workstream_detail(found.id), formdata=None), form_url
    return activity_form(activity_detail(found.id), formdata=None), url_for(
        "activities.edit", activity_id=found.id, next=here
    )


def _link_on_map(programme_id: int, link_id: int | None) -> LinkDetail | None:
    if link_id is None:
        return None
    try:
        found = readable_link(link_id)
    except NotFound:
        return None
    return found if programme_id in (found.source.programme, found.target.programme) else None


def _facts(found: NodeDetail, seen: Seen) -> Iterator[tuple[str, Any]]:
    """What is known of a node, by the word for it."""
    yield _("Description"), found.description
    if found.kind in KINDS:
        yield from facts_of(found)
        return
    facts = seen.data.facts.get(found.id)
    status = seen.data.statuses.get(found.id)
    if facts is not None:
        yield (_("Lead") if found.kind == NodeKind.WORKSTREAM else _("Responsible")), facts.owner_name
        yield _("Unit"), facts.unit_name
        yield _("Run by"), RUN_BY_WORDS[facts.run_by] if facts.run_by else None
    if status is not None:
        yield _("State"), next(iter(activity_standings({found.id: status}).values()))[0]
    yield _("Source"), found.source


def _panel_link(link: LinkDetail, programme_id: int, seen: Seen, *, here: int) -> PanelLink:
    return PanelLink(
        link=link,
        said=sentences.claim(link.kind, link.source, link.target, here=here),
        grounds=grounds_of(link),
        assumed=link.assumed,
        url=url_for("effectmap.show", programme_id=programme_id, **seen.view.query(focus=None, link=link.id)),
        may_unlink=_may_change(link),
    )


def _may_change(link: LinkDetail) -> bool:
    """Whether the reader may change a link: it belongs to the programme that it starts in."""
    also = Permission.RISK_EDIT if link.kind is LinkKind.THREATENS else None
    home = link.source.programme
    return may(Permission.MAP_EDIT, Scope(programme=home)) and _may_also(also, home)


def _may_also(permission: Permission | None, programme_id: int | None) -> bool:
    return permission is None or may(permission, Scope(programme=programme_id))


def _claims(programme_id: int, node: MapNode, seen: Seen) -> Iterator[Claim]:
    """Every link that may be drawn from a node, with what could stand at its other end; risks have a register."""
    for kind, outgoing in possible_links(node.kind):
        if kind is LinkKind.THREATENS:
            continue
        ends: list[MapNode | NodeLabel] = list(_free(node, kind, seen, outgoing=outgoing))
        if kind is LinkKind.CONTRIBUTES_TO and outgoing:
            linked = {link.other.id for link in seen.outside if link.node == node.id and link.kind is kind}
            abroad = effects_abroad(programme_id, readable=identity().readable())
            ends += [end for end in abroad if end.id not in linked]
        yield Claim(
            f"{kind.value}:{'out' if outgoing else 'in'}",
            sentences.claim_to_make(kind, node, outgoing=outgoing),
            tuple((end.id, f"{end.reference} {end.title}") for end in ends),
        )


def _free(node: MapNode, kind: LinkKind, seen: Seen, *, outgoing: bool) -> Iterable[MapNode]:
    """What of the map a node could be linked to by a kind of link and is not, in the order it is offered."""
    links = [link for link in seen.data.links if link.kind is kind]
    linked = {link.target for link in links if link.source == node.id} if outgoing else {
        link.source for link in links if link.target == node.id
    }
    kinds = other_ends(node.kind, kind, outgoing=outgoing)
    free = [end for end in seen.data.nodes if end.kind in kinds and end.id != node.id and end.id not in linked]
    return sorted(free, key=lambda end: (kinds.index(end.kind), end.number, end.id))
