"""What an effect's page and form say of it as a benefit; see `portfolio.effectmap.advice`."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import url_for

from portfolio.core.access import Permission, identity, may
from portfolio.effectmap.advice import Check, advice_on
from portfolio.effectmap.forms import EffectForm
from portfolio.effectmap.service.links import LinkDetail, links_of
from portfolio.effectmap.service.measures import MeasureDetail, measures_of
from portfolio.effectmap.service.nodes import NodeDetail, scope_of
from portfolio.effectmap.words import ADVICE_WORDS
from portfolio.graph.kinds import LinkKind, NodeKind


def on_page(effect: NodeDetail, links: Iterable[LinkDetail], measures: Iterable[MeasureDetail]) -> dict[str, Any]:
    """The advice on an effect as it is saved, for `effectmap/advice.html`; with links for who may mend it."""
    checks = advice_on(
        title=effect.title, description=effect.description, recipient=effect.recipient or "",
        driven=_is_driven(effect.id, links), measures=[measure.course for measure in measures],
    )
    may_mend = effect.archived_at is None and may(Permission.MAP_EDIT, scope_of(effect.id))
    return {"checks": checks, "advice_words": ADVICE_WORDS, "mending": _mending(effect.id) if may_mend else {}}


def in_form(form: EffectForm, effect: NodeDetail | None) -> dict[str, Any]:
    """The advice on an effect as it is typed; effect: as it is saved, None for a new one."""
    links = links_of(effect.id, readable=identity().readable()) if effect else ()
    measures = measures_of(effect.id) if effect else ()
    checks = advice_on(
        title=form.title.data or "", description=form.description.data or "", recipient=form.recipient.data or "",
        driven=effect is not None and _is_driven(effect.id, links), measures=[measure.course for measure in measures],
    )
    return {"checks": checks, "advice_words": ADVICE_WORDS, "mending": {}}


def _is_driven(effect: int, links: Iterable[LinkDetail]) -> bool:
    """Whether a workstream drives it or an activity contributes to it."""
    return any(
        link.target.id == effect
        and (link.kind == LinkKind.DRIVES
             or (link.kind == LinkKind.CONTRIBUTES_TO and link.source.kind == NodeKind.ACTIVITY))
        for link in links
    )


def _mending(effect: int) -> dict[Check, str]:
    form = url_for("effectmap.edit_node", node_id=effect)
    return {
        Check.NAMED_AS_CHANGE: form,
        Check.OBSERVABLE: form,
        Check.ATTRIBUTABLE: url_for(
            "effectmap.create_link", node_id=effect, kind=LinkKind.DRIVES.value, direction="in"
        ),
        Check.MEASURABLE: "#measures",
    }
