"""How effects are measured: forms for measures and for readings of them."""
from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from portfolio.core import clock
from portfolio.core.access import Permission, Scope, identity, requires
from portfolio.core.addresses import onward
from portfolio.core.forms import save, status_of
from portfolio.effectmap import service
from portfolio.effectmap.forms import MeasureForm, ReadingForm
from portfolio.effectmap.service import measures as measure_service
from portfolio.effectmap.service.nodes import NodeDetail, node_detail, scope_of

from .pages import Answer, blueprint, trail


def _scope_of_effect(effect_id: int) -> Scope:
    return scope_of(effect_id)


@blueprint.route("/nodes/<int:effect_id>/measures/new", methods=["GET", "POST"])
@requires(Permission.MAP_EDIT, scope=_scope_of_effect)
def create_measure(effect_id: int) -> Answer:
    """Give an effect a measure."""
    effect = node_detail(effect_id)
    form = MeasureForm()
    if form.validate_on_submit():
        done, _stale = save(form, lambda: service.create_measure(
            effect_id, by=identity().person, **form.values()
        ))
        if done:
            flash(_("Saved."), "success")
            return redirect(onward(_address(effect)))
    page = render_template(
        "effectmap/form.html", form=form, title=_("Add a measure"), lead=_name(effect),
        crumbs=_crumbs(effect, _("Add a measure")), cancel=onward(_address(effect)),
    )
    return page, status_of(form)


@blueprint.route("/measures/<int:measure_id>/edit", methods=["GET", "POST"])
@requires(Permission.MAP_EDIT, scope=measure_service.scope_of_measure)
def edit_measure(measure_id: int) -> Answer:
    """Change a measure."""
    found = measure_service.measure_detail(measure_id)
    effect = node_detail(found.effect)
    form = MeasureForm(obj=found)
    stale: tuple[Any, ...] = ()
    if form.validate_on_submit():
        done, stale = save(form, lambda: measure_service.change_measure(
            measure_id, version=form.version.data, by=identity().person, **form.values()
        ))
        if done:
            flash(_("Saved."), "success")
            return redirect(onward(_address(effect)))
    page = render_template(
        "effectmap/form.html", form=form, stale=stale, title=_("Edit the measure"), lead=_name(effect),
        crumbs=_crumbs(effect, _("Edit the measure")), cancel=onward(_address(effect)),
    )
    return page, status_of(form)


@blueprint.route("/measures/<int:measure_id>/measurements/new", methods=["GET", "POST"])
@requires(Permission.MEASURE_RECORD, scope=measure_service.scope_of_measure)
def record_measurement(measure_id: int) -> Answer:
    """Write down a reading; the effect's owner may, too."""
    found = measure_service.measure_detail(measure_id)
    effect = node_detail(found.effect)
    form = ReadingForm(data={"taken_on": clock.today()})
    if form.validate_on_submit():
        done, _stale = save(form, lambda: service.record_measurement(
            measure_id, by=identity().person, **form.values()
        ))
        if done:
            flash(_("Saved."), "success")
            return redirect(_address(effect))
    unit = f" ({found.unit_name})" if found.unit_name else ""
    page = render_template(
        "effectmap/form.html", form=form, title=_("Record a measurement"), lead=f"{found.name}{unit}",
        crumbs=_crumbs(effect, _("Record a measurement")), cancel=_address(effect),
    )
    return page, status_of(form)


def _address(effect: NodeDetail) -> str:
    return url_for("effectmap.node", node_id=effect.id)


def _name(effect: NodeDetail) -> str:
    return f"{effect.reference} {effect.title}"


def _crumbs(effect: NodeDetail, step: str) -> list[tuple[str, str | None]]:
    return trail(effect.programme, (effect.reference, _address(effect)), (step, None))
