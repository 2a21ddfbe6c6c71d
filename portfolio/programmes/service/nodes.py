"""Nodes and links: the writes and the few reads that every feature on the map shares."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import IntegrityError

from portfolio.core import clock
from portfolio.core.access import Scope
from portfolio.core.db import locked, row, rows, write
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.folding import fold
from portfolio.core.history import Part, change, create, remove
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.graph.kinds import PREFIX, LinkKind, NodeKind
from portfolio.graph.model import MapLink
from portfolio.graph.rules import RefusalCode, refusal
from portfolio.programmes.models import EvidenceKind, Link, Node, Numbering, Portfolio, Programme

#: The ranks of some nodes before and after an act, by id.
Places = tuple[Mapping[int, int | None], Mapping[int, int | None]]

ACTION = "action"
_PREFIXES: dict[str, str] = {**{kind.value: prefix for kind, prefix in PREFIX.items()}, ACTION: "Å"}


@dataclass(frozen=True)
class Place:
    """Where a node stands: its portfolio, and its programme unless it stands outside any."""

    portfolio: int
    programme: int | None


@dataclass(frozen=True)
class NodeLabel:
    """What a page needs to name a node and link to it."""

    id: int
    kind: str
    reference: str
    title: str
    programme: int | None


def place_of_programme(programme_id: int) -> Place:
    """The place of a programme's own nodes. Raises NotFound."""
    found = row(Programme.select(Programme.portfolio).where(Programme.id == programme_id))
    if found is None:
        raise NotFound
    return Place(portfolio=found[0], programme=programme_id)


def next_number(place: Place, kind: str) -> tuple[int, str]:
    """Take the next number of a kind, with its reference ("A", 7 → "A7"). For use inside a `write()`.

    kind: a NodeKind's value, or "action". Numbers are never given twice, also not when two people add at once.
    """
    key = {"portfolio": place.portfolio, "programme": place.programme or 0, "kind": kind}
    taken = list(
        Numbering.insert(**key, last=1)
        .on_conflict(
            conflict_target=[Numbering.portfolio, Numbering.programme, Numbering.kind],
            update={Numbering.last: Numbering.last + 1},
        )
        .returning(Numbering.last)
        .execute()
    )
    number: int = taken[0].last
    return number, f"{_PREFIXES[kind]}{number}"


def create_node(
    place: Place, kind: NodeKind, *, title: str, by: int | None, description: str = "", source: str = "",
    parts: Sequence[Part] = (), why: str = "", also: str = "",
) -> int:
    """Put something new on the map, numbered and with its event; returns the node's id.

    parts: the kind's own details. source: where it was seen (interview, document and line). also: words of the details
    by which it is found too.
    """
    with write():
        number, reference = next_number(place, kind)
        values = {
            "portfolio": place.portfolio, "programme": place.programme, "kind": kind.value, "number": number,
            "reference": reference, "title": title, "description": description, "source": source,
            "folded": fold(title, reference, description, also),
        }
        return create(Node, values, record=kind.value, by=by, programme=place.programme, parts=parts, why=why)


def change_node(
    node_id: int, values: Mapping[str, Any], *, version: int | None, by: int | None, parts: Sequence[Part] = (),
    why: str = "", act: str = "changed", also: str | None = None,
) -> bool:
    """Save a node's texts (title, description, source) and its kind's details; returns whether anything differed.

    also: as in `create_node`; None leaves those words as they are.
    Raises NotFound and Stale as `portfolio.core.history.change` does.
    """
    with write():
        node = Node.get_or_none(Node.id == node_id)
        if node is None:
            raise NotFound
        changed = change(
            Node, node_id, values, version=version, record=node.kind, by=by, programme=node.programme_id,
            parts=parts, why=why, act=act,
        )
        if also is None:
            # What stands after the node's own words; folded already, which folding again does not change.
            also = node.folded[len(fold(node.title, node.reference, node.description)) :]
        title = values.get("title", node.title)
        folded = fold(title, node.reference, values.get("description", node.description), also)
        if folded != node.folded:
            Node.update(folded=folded).where(Node.id == node_id).execute()
    return changed


def archive_node(node_id: int, *, version: int | None, by: int | None, why: str = "") -> None:
    """Take a node off the map; it keeps its number, its links and its history, and can be brought back."""
    with write():
        node = locked(Node.select().where(Node.id == node_id)).first()
        if node is not None:
            _hold_claims(node.portfolio_id)
        change_node(node_id, {"archived_at": clock.now()}, version=version, by=by, why=why, act="archived")


class _Restoring:
    check: Callable[[int], None] | None = None


def ask_before_restoring(check: Callable[[int], None]) -> None:
    """Have a room above, which knows what a node belongs to, asked before one is brought back.

    check: takes the node's id; raises Invalid where it cannot come back.
    """
    _Restoring.check = check


def restore_node(node_id: int, *, by: int | None, why: str = "") -> None:
    """Bring an archived node back to the map. Raises NotFound, and Invalid where it cannot come back."""
    if _Restoring.check is not None:
        _Restoring.check(node_id)
    change_node(node_id, {"archived_at": None}, version=None, by=by, why=why, act="restored")


def scope_of_node(node_id: int) -> Scope:
    """The scope of anything on the map, by its programme alone. Raises NotFound."""
    found = row(Node.select(Node.programme).where(Node.id == node_id))
    if found is None:
        raise NotFound
    return Scope(programme=found[0])


def label_of(node_id: int) -> NodeLabel:
    """How to name a node. Raises NotFound."""
    found = labels_of([node_id])
    if not found:
        raise NotFound
    return found[0]


def labels_of(node_ids: Sequence[int]) -> tuple[NodeLabel, ...]:
    """How to name some nodes, in the order of kind and number."""
    if not node_ids:
        return ()
    query = (
        Node.select(Node.id, Node.kind, Node.reference, Node.title, Node.programme)
        .where(Node.id.in_(list(node_ids)))
        .order_by(Node.kind, Node.number, Node.id)
    )
    return tuple(NodeLabel(*values) for values in rows(query))


def link(
    source_id: int, target_id: int, kind: LinkKind, *, by: int | None, strength: int | None = None,
    rationale: str = "", evidence_kind: EvidenceKind | str | None = None, evidence: str = "",
    confidence: int | None = None, confirmed_by: int | None = None, confirmed_on: date | None = None,
    places: Places | None = None,
) -> int:
    """Claim that source does something to target; returns the link's id.

    strength and confidence: 1–4, or None. evidence: where the claim was found (document and line, whose words);
    evidence_kind: what that is. confirmed_by: whoever vouches for it, since confirmed_on (today where it is not said).
    places: the ranks that its ends have changed with it, for the event to keep.
    Raises NotFound, and Invalid: at "target" or "kind" for what `portfolio.graph.rules.refusal` refuses, at
    "confirmed_on" for a day to come, or for one without a person.
    """
    grounds = _confirmed({
        "strength": strength, "rationale": rationale, "evidence_kind": evidence_kind, "evidence": evidence,
        "confidence": confidence, "confirmed_by": confirmed_by, "confirmed_on": confirmed_on,
    })
    with write():
        source = Node.get_or_none(Node.id == source_id)
        if source is None:
            raise NotFound
        _hold_claims(source.portfolio_id)
        ends = Node.select(Node.id, Node.kind, Node.programme).where(
            Node.id.in_([source_id, target_id]) & Node.archived_at.is_null()
        )
        found = {node_id: (NodeKind(node_kind), home) for node_id, node_kind, home in rows(ends)}
        if target_id not in found or source_id not in found:
            raise NotFound
        kinds = {node_id: node_kind for node_id, (node_kind, _) in found.items()}
        _refuse(MapLink(source_id, target_id, kind), kinds, source.portfolio_id)
        values = {"source": source_id, "target": target_id, "kind": kind.value, **grounds}
        try:
            return create(
                Link, values, record="link", by=by, programme=source.programme_id,
                other_programme=_other(source.programme_id, found[target_id][1]), also=_told(places),
            )
        except IntegrityError as error:
            raise Invalid(_l("This link exists already."), field="target") from error


def change_link(link_id: int, values: Mapping[str, Any], *, version: int | None, by: int | None) -> bool:
    """Save grounds of a link, named as `link` names them; returns whether anything differed.

    Raises NotFound, Stale, and Invalid at "confirmed_on" as `link` does.
    """
    with write():
        saved = row(Link.select(Link.confirmed_by, Link.confirmed_on).where(Link.id == link_id))
        if saved is None:
            raise NotFound
        confirmed = _confirmed({"confirmed_by": saved[0], "confirmed_on": saved[1], **values})
        if "confirmed_by" in values:
            values = {**values, "confirmed_on": confirmed["confirmed_on"]}
        programme, other = _programmes_of(link_id)
        return change(
            Link, link_id, values, version=version, record="link", by=by, programme=programme, other_programme=other
        )


def unlink(link_id: int, *, by: int | None, why: str = "", places: Places | None = None) -> None:
    """Withdraw a claim; the event keeps what it said. places: as in `link`. Raises NotFound."""
    programme, other = _programmes_of(link_id)
    remove(
        Link, link_id, record="link", by=by, programme=programme, other_programme=other, why=why, also=_told(places)
    )


def _hold_claims(portfolio: int) -> None:
    """Let everybody else who would draw a link in a portfolio, or archive an end of one, wait until this write ends.

    Two links drawn at once could close a circle that neither sees, and a link could be drawn to what is just being
    archived. To be called after the write has locked the nodes that it changes: so no two writes wait for each other.
    """
    rows(locked(Portfolio.select(Portfolio.id).where(Portfolio.id == portfolio)))


def _told(places: Places | None) -> dict[str, Places]:
    return {"ranks": places} if places else {}


def scope_of_link(link_id: int) -> Scope:
    """The scope of a link: its source's programme. Raises NotFound."""
    return Scope(programme=_programmes_of(link_id)[0])


def _confirmed(grounds: dict[str, Any]) -> dict[str, Any]:
    """The grounds with the day they were confirmed: today where somebody vouches for them and no day is said."""
    who, day = grounds["confirmed_by"], grounds["confirmed_on"]
    if day is not None and who is None:
        raise Invalid(_l("Choose who confirmed it, or leave the date out."), field="confirmed_on")
    if day is not None and day > clock.today():
        raise Invalid(_l("That day is still to come."), field="confirmed_on")
    return grounds if who is None else {**grounds, "confirmed_on": day or clock.today()}


def _programmes_of(link_id: int) -> tuple[int | None, int | None]:
    """The programme that a link belongs to, its source's, and that of its target where it is another one."""
    source, target = Node.alias(), Node.alias()
    query = Link.select(source.programme, target.programme).join(source, on=(Link.source == source.id))
    found = row(query.join_from(Link, target, on=(Link.target == target.id)).where(Link.id == link_id))
    if found is None:
        raise NotFound
    return found[0], _other(*found)


def _other(programme: int | None, end: int | None) -> int | None:
    """The second programme that a link concerns: that of its target, where both ends have one and they differ."""
    return end if programme is not None and end != programme else None


def _refuse(new: MapLink, kinds: Mapping[int, NodeKind], portfolio: int) -> None:
    """Raise Invalid where the link may not be; only its own kind within its portfolio can stand in its way."""
    same = (
        Link.select(Link.source, Link.target)
        .join(Node, on=Link.source)
        .where((Link.kind == new.kind.value) & (Node.portfolio == portfolio))
    )
    existing = [MapLink(source, target, new.kind) for source, target in rows(same)]
    found = refusal(new, kinds=kinds, existing=existing)
    if found is None:
        return
    if found.code is RefusalCode.CLOSES_LOOP:
        names = {label.id: label.reference for label in labels_of(found.path)}
        path = " → ".join(names[node_id] for node_id in found.path)
        raise Invalid(_l("This would close a circle: %(path)s.", path=path), field="target")
    message, field = _REFUSALS[found.code]
    raise Invalid(message, field=field)


_REFUSALS: dict[RefusalCode, tuple[Any, str]] = {
    RefusalCode.SELF_LINK: (_l("Something cannot be linked to itself."), "target"),
    RefusalCode.KINDS_DO_NOT_JOIN: (_l("These two kinds cannot be joined by this link."), "kind"),
    RefusalCode.DUPLICATE: (_l("This link exists already."), "target"),
}
