"""Links: drawn, given their grounds and withdrawn by form."""
from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portfolio.core.access import Permission, Scope, check, identity, requires
from portfolio.core.addresses import onward
from portfolio.core.errors import NotFound
from portfolio.core.forms import offer, save, status_of
from portfolio.core.templating import node_url
from portfolio.core.words import record_word
from portfolio.effectmap import sentences
from portfolio.effectmap.forms import ConfirmForm, LinkForm
from portfolio.effectmap.grounds import grounds_of
from portfolio.effectmap.listed import add_url
from portfolio.effectmap.service import links as link_service
from portfolio.effectmap.view import LISTED, MapView
from portfolio.effectmap.words import CONFIDENCE_WORDS, STRENGTH_WORDS
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.organisation import service as organisation
from portfolio.programmes.service.nodes import (
    NodeLabel,
    change_link,
    label_of,
    link,
    scope_of_link,
    scope_of_node,
    unlink,
)

from .pages import Answer, blueprint, map_address, trail

# Every link is a claim on the map; this kind is also the risk register's.
_ALSO = {LinkKind.THREATENS: Permission.RISK_EDIT}


@blueprint.route("/nodes/<int:node_id>/links/new", methods=["GET", "POST"])
@requires(Permission.MAP_EDIT, scope=scope_of_node)
def create_link(node_id: int) -> Answer:
    """Link a node by ?kind= in a ?direction= (out or in); without them, choose what is to be claimed first."""
    found = label_of(node_id)
    asked = _asked_link(NodeKind(found.kind))
    if asked is None:
        return _choose_claim(found)
    kind, outgoing = asked
    _check_kind(kind, Scope(programme=found.programme))
    form = LinkForm()
    ends = link_service.other_ends(NodeKind(found.kind), kind, outgoing=outgoing)
    form.target.label.text = " / ".join(record_word(end) for end in ends)
    offer(form.target, _choices(node_id, kind, outgoing=outgoing))
    _offer_grounds(form)
    if form.validate_on_submit():
        other = form.target.data
        source, target = (node_id, other) if outgoing else (other, node_id)
        done, _stale = save(form, lambda: link(
            source, target, kind, by=identity().person, **form.values("target")
        ))
        if done:
            flash(_("Saved."), "success")
            return redirect(_back(found))
    title = sentences.claim_to_make(kind, found, outgoing=outgoing)
    page = render_template(
        "effectmap/form.html", form=form, title=title, cancel=_back(found), lead=found.title,
        crumbs=trail(found.programme, (found.reference, node_url(found.kind, node_id)), (_("Draw a link"), None)),
        add=[(record_word(end), add_url(found.programme, end)) for end in ends if found.programme and end in LISTED],
    )
    return page, status_of(form)


@blueprint.route("/links/<int:link_id>/edit", methods=["GET", "POST"])
@requires(Permission.MAP_EDIT, scope=scope_of_link)
def edit_link(link_id: int) -> Answer:
    """Change the grounds for a link."""
    found = readable_link(link_id)
    _check_kind(found.kind, scope_of_link(link_id))
    form = grounds_form(found)
    stale: tuple[Any, ...] = ()
    if form.validate_on_submit():
        done, stale = save(form, lambda: change_link(
            link_id, form.values(), version=form.version.data or 0, by=identity().person
        ))
        if done:
            flash(_("Saved."), "success")
            return redirect(_back(found.source, found.target))
    page = render_template(
        "effectmap/form.html", form=form, stale=stale, title=_("Edit the link"), lead=_said(found),
        cancel=_back(found.source, found.target), crumbs=_crumbs(found, _("Edit the link")),
        remove_url=url_for(
            "effectmap.remove_link", link_id=link_id, back=request.args.get("back"),
            **MapView.from_args(request.args).query(),
        ),
    )
    return page, status_of(form)


@blueprint.route("/links/<int:link_id>/remove", methods=["GET", "POST"])
@requires(Permission.MAP_EDIT, scope=scope_of_link)
def remove_link(link_id: int) -> Answer:
    """Withdraw a link, after it has been said which one."""
    found = readable_link(link_id)
    _check_kind(found.kind, scope_of_link(link_id))
    form = ConfirmForm()
    if form.validate_on_submit():
        unlink(link_id, by=identity().person, why=form.reason.data or "")
        flash(_("The link is removed."), "success")
        return redirect(_back(found.source, found.target, link=None))
    page = render_template(
        "effectmap/confirm.html", form=form, title=_("Remove the link?"), text=_said(found),
        items=grounds_of(found), submit=_("Remove the link"), cancel_url=_back(found.source, found.target),
        crumbs=_crumbs(found, _("Remove the link")),
    )
    return page, status_of(form)


def readable_link(link_id: int) -> link_service.LinkDetail:
    """A link of which the reader may know both ends. Raises NotFound."""
    found = link_service.link_detail(link_id)
    readable = identity().readable()
    if readable is not None and not {found.source.programme, found.target.programme} - {None} <= readable:
        raise NotFound
    return found


def _choose_claim(found: NodeLabel) -> str:
    back = request.args.get("back")
    choices = [
        (sentences.claim_to_make(kind, found, outgoing=outgoing), url_for(
            "effectmap.create_link", node_id=found.id, kind=kind.value, direction="out" if outgoing else "in",
            back=back,
        ))
        for kind, outgoing in link_service.possible_links(NodeKind(found.kind))
    ]
    return render_template(
        "effectmap/claims.html", node=found, choices=choices, cancel_url=_back(found),
        crumbs=trail(found.programme, (found.reference, node_url(found.kind, found.id)), (_("Draw a link"), None)),
    )


def _asked_link(node_kind: NodeKind) -> tuple[LinkKind, bool] | None:
    """The kind of link and the direction in the address; None where there are none. Raises NotFound for nonsense."""
    asked = request.args.get("kind")
    if asked is None:
        return None
    for kind, outgoing in link_service.possible_links(node_kind):
        if asked == kind.value and request.args.get("direction") == ("out" if outgoing else "in"):
            return kind, outgoing
    raise NotFound


def _check_kind(kind: LinkKind, scope: Scope) -> None:
    if kind in _ALSO:
        check(_ALSO[kind], scope)


def _choices(node_id: int, kind: LinkKind, *, outgoing: bool) -> list[tuple[int, str]]:
    found = link_service.candidates(node_id, kind, outgoing=outgoing, readable=identity().readable())
    return [(other.id, f"{other.reference} {other.title}") for other in found]


def grounds_form(found: link_service.LinkDetail, **options: Any) -> LinkForm:
    """The form of the grounds that a link stands on, filled. options: of WTForms' own."""
    form = LinkForm(obj=found, **options)
    del form.target
    _offer_grounds(form, found.confirmed_by)
    return form


def _offer_grounds(form: LinkForm, confirmed_by: int | None = None) -> None:
    offer(form.strength, STRENGTH_WORDS.items())
    offer(form.confidence, CONFIDENCE_WORDS.items())
    offer(form.confirmed_by, organisation.person_choices(including=confirmed_by))


def _said(found: link_service.LinkDetail) -> str:
    return f"{sentences.claim(found.kind, found.source, found.target)}."


def _crumbs(found: link_service.LinkDetail, step: str) -> list[tuple[str, str | None]]:
    source = found.source
    return trail(source.programme, (source.reference, node_url(source.kind, source.id)), (step, None))


def _back(*ends: NodeLabel, **changes: Any) -> str:
    """Where the reader came from: the picture (?back=map) in its view, the list (?back=list), the page of one of the
    ends (its id), else where ?next= says, else the first's. changes: to the view."""
    asked = request.args.get("back", "")
    view = MapView.from_args(request.args)
    programme = next((end.programme for end in ends if end.id == view.focus), ends[0].programme)
    if asked == "map" and programme is not None:
        return map_address(programme, **changes)
    if asked == "list" and programme is not None:
        address = url_for("effectmap.listing", programme_id=programme, **view.query(**changes))
        return f"{address}#node-{ends[0].id}"
    chosen = next((end for end in ends if str(end.id) == asked), ends[0])
    return onward(node_url(chosen.kind, chosen.id))
