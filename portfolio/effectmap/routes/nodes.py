"""Problems, consequences, circumstances, effects and goals: their page and their forms."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portfolio.core import clock
from portfolio.core.access import Permission, Scope, identity, may, requires
from portfolio.core.addresses import onward
from portfolio.core.errors import NotFound
from portfolio.core.forms import offer, save, status_of
from portfolio.core.history import events_of
from portfolio.core.templating import node_url
from portfolio.core.words import record_word
from portfolio.effectmap import sentences, service
from portfolio.effectmap.forms import ConsequenceForm, EffectForm, NodeForm
from portfolio.effectmap.grounds import grounds_of
from portfolio.effectmap.listed import add_url
from portfolio.effectmap.measures.following import followed
from portfolio.effectmap.service import nodes as node_service
from portfolio.effectmap.service.links import links_of, possible_links
from portfolio.effectmap.service.measures import measures_of
from portfolio.effectmap.view import LISTED
from portfolio.effectmap.words import BENEFIT_WORDS, LEVEL_WORDS, STANDING_WORDS
from portfolio.graph.kinds import NodeKind
from portfolio.organisation import service as organisation
from portfolio.programmes.service.programmes import scope_of_programme

from . import advising
from .pages import Answer, blueprint, map_address, trail


@dataclass(frozen=True)
class KindPages:
    """What differs between the kinds: their form, and the services that create and change them."""

    form: type[NodeForm]
    create: Callable[..., int]
    change: Callable[..., None]


KINDS: dict[NodeKind, KindPages] = {
    NodeKind.PROBLEM: KindPages(NodeForm, service.create_problem, node_service.change_reason),
    NodeKind.CIRCUMSTANCE: KindPages(NodeForm, service.create_circumstance, node_service.change_reason),
    NodeKind.GOAL: KindPages(NodeForm, service.create_goal, node_service.change_reason),
    NodeKind.CONSEQUENCE: KindPages(ConsequenceForm, service.create_consequence, node_service.change_consequence),
    NodeKind.EFFECT: KindPages(EffectForm, service.create_effect, node_service.change_effect),
}


@blueprint.route("/programmes/<int:programme_id>/map/nodes/new", methods=["GET", "POST"])
@requires(Permission.MAP_EDIT, scope=scope_of_programme)
def create_node(programme_id: int) -> Answer:
    """Add something of ?kind= to the map; without a kind, choose one first."""
    kind = _asked_kind()
    if kind is None:
        choices = [(kind, record_word(kind), add_url(programme_id, kind)) for kind in LISTED]
        crumbs = trail(programme_id, (_("Add"), None))
        return render_template("effectmap/add.html", choices=choices, crumbs=crumbs, hints=_hints())
    form = node_form(kind)
    made: list[int] = []
    if form.validate_on_submit():
        done, _stale = save(form, lambda: made.append(
            KINDS[kind].create(programme_id, by=identity().person, **form.values())
        ))
        if done:
            flash(_("Saved."), "success")
            return redirect(node_url(kind, made[0]))
    title = _("Add: %(kind)s", kind=record_word(kind).lower())
    address = url_for("effectmap.show", programme_id=programme_id)
    page = render_template(
        "effectmap/form.html", form=form, title=title, crumbs=trail(programme_id, (title, None)), cancel=address,
        lead=_hints()[kind], **(advising.in_form(form, None) if isinstance(form, EffectForm) else {}),
    )
    return page, status_of(form)


@blueprint.get("/nodes/<int:node_id>")
@requires(Permission.PROGRAMME_READ, scope=node_service.scope_of)
def node(node_id: int) -> Answer:
    """Everything about a node; workstreams, activities and risks have pages of their own."""
    found = node_service.node_detail(node_id)
    kind = NodeKind(found.kind)
    if kind not in KINDS:
        return redirect(node_url(kind, node_id))
    # Who answers for an effect has its page open, also without any role in its programme.
    links = links_of(node_id, readable=identity().readable(*([found.programme] if found.programme else [])))
    measures = measures_of(node_id) if kind == NodeKind.EFFECT else ()
    said = [
        (link, sentences.claim(link.kind, link.source, link.target, here=node_id), grounds_of(link)) for link in links
    ]
    return render_template(
        "effectmap/node.html",
        node=found,
        kind=record_word(kind),
        facts=facts_of(found),
        crumbs=trail(found.programme, (found.reference, None)),
        links=said,
        to_make=[
            (sentences.claim_to_make(link_kind, found, outgoing=outgoing), url_for(
                "effectmap.create_link", node_id=node_id, kind=link_kind.value,
                direction="out" if outgoing else "in",
            ))
            for link_kind, outgoing in possible_links(kind)
        ],
        measures=followed(measures, clock.today()),
        standing_words=STANDING_WORDS,
        in_programme=may(Permission.PROGRAMME_READ, Scope(programme=found.programme)),
        **(advising.on_page(found, links, measures) if kind == NodeKind.EFFECT else {}),
        events=events_of(
            (found.kind, node_id), *(("link", link.id) for link in links),
            *(("measure", measure.id) for measure in measures),
        ),
    )


@blueprint.route("/nodes/<int:node_id>/edit", methods=["GET", "POST"])
@requires(Permission.MAP_EDIT, scope=node_service.scope_of)
def edit_node(node_id: int) -> Answer:
    """Change a node's texts and details; ?back=map leads back to the picture, in the view of the address."""
    found = node_service.node_detail(node_id)
    kind = NodeKind(found.kind)
    if kind not in KINDS:
        raise NotFound
    back = onward(node_url(kind, node_id))
    if request.args.get("back") == "map" and found.programme is not None:
        back = map_address(found.programme)
    form = node_form(kind, found)
    stale: tuple[Any, ...] = ()
    if form.validate_on_submit():
        done, stale = save(form, lambda: KINDS[kind].change(
            node_id, version=form.version.data, by=identity().person, **form.values()
        ))
        if done:
            flash(_("Saved."), "success")
            return redirect(back)
    title = _("Edit %(name)s", name=f"{found.reference} {found.title}")
    page = render_template(
        "effectmap/form.html", form=form, title=title, stale=stale, cancel=back,
        crumbs=trail(found.programme, (found.reference, node_url(kind, node_id)), (_("Edit"), None)),
        **(advising.in_form(form, found) if isinstance(form, EffectForm) else {}),
    )
    return page, status_of(form)


def _asked_kind() -> NodeKind | None:
    """The kind in the address; None where it is none that has a form here."""
    return next((kind for kind in KINDS if kind.value == request.args.get("kind")), None)


def node_form(kind: NodeKind, found: node_service.NodeDetail | None = None, **options: Any) -> NodeForm:
    """The form of a kind, filled with a node's texts and details. options: of WTForms' own."""
    form = KINDS[kind].form(obj=found, **options)
    if isinstance(form, EffectForm):
        offer(form.owner, organisation.person_choices(including=found.owner if found else None))
        offer(form.unit, organisation.unit_choices(including=found.unit if found else None))
    return form


def facts_of(found: node_service.NodeDetail) -> list[tuple[str, Any]]:
    """What is listed beside a node's text."""
    facts: list[tuple[str, Any]] = []
    if found.level is not None:
        facts.append((_("Level"), LEVEL_WORDS[found.level]))
    if found.kind == NodeKind.EFFECT:
        benefit = BENEFIT_WORDS[found.benefit_kind] if found.benefit_kind else None
        facts += [
            (_("Owner"), found.owner_name), (_("Unit"), found.unit_name), (_("Recipient"), found.recipient),
            (_("Kind of benefit"), benefit),
        ]
    return [*facts, (_("Source"), found.source)]


def _hints() -> dict[NodeKind, str]:
    """What each kind is for, in a sentence."""
    return {
        NodeKind.GOAL: _("The target picture: how it should be, as the steering group has decided."),
        NodeKind.PROBLEM: _("Something observed that does not work today."),
        NodeKind.CIRCUMSTANCE: _("Something around the problems that makes them worse."),
        NodeKind.CONSEQUENCE: _("What a problem leads to for those it concerns."),
        NodeKind.EFFECT: _("The change aimed at: it can be measured, and somebody answers for it."),
        NodeKind.WORKSTREAM: _("Activities that belong together and drive an effect."),
        NodeKind.ACTIVITY: _("Something that is done, by somebody, from one day to another."),
    }
