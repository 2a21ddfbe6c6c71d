"""Several risks of the register at once: chosen on its page, confirmed where what will change is named, then done."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portfolio.core.access import Permission, identity, requires
from portfolio.core.addresses import record_id
from portfolio.core.forms import Form, offer, save
from portfolio.organisation.service import person_choices
from portfolio.risks.forms.escalations import EscalationForm, name_levels
from portfolio.risks.forms.register import DateForm, OwnerForm, ResponsibleForm
from portfolio.risks.kinds import EscalationLevel
from portfolio.risks.service.bulk import OF_ACTIONS, Act, ChosenRisk, Outcome, chosen_risks, do_together, refusals

from .listing import asked, found_risks, query, register_url
from .pages import Answer, blueprint

# No id or version has more.
_MOST_DIGITS = 9


@dataclass(frozen=True)
class _Kind:
    """An act: the button that chooses it, the one that does it, what it takes, and its form."""

    title: Any
    submit: Any
    permission: Permission
    form: Callable[..., Form]


KINDS: Mapping[Act, _Kind] = {
    Act.ASSIGN: _Kind(
        _l("New owner of the risks"), _l("Give them the owner"), Permission.RISK_EDIT, OwnerForm
    ),
    Act.RESPONSIBLE: _Kind(
        _l("New responsible for the actions"), _l("Make responsible"), Permission.ACTION_EDIT, ResponsibleForm
    ),
    Act.DATE: _Kind(_l("New date for the actions"), _l("Set the date"), Permission.ACTION_EDIT, DateForm),
    Act.ESCALATE: _Kind(_l("Escalate the risks"), _l("Escalate"), Permission.RISK_EDIT, EscalationForm),
}


@blueprint.post("/risks/together")
@requires(Permission.RISK_READ)
def change_together() -> Answer:
    """First ask what the chosen risks are to get, naming what will change; then do it and say what was not done."""
    who, wanted = identity(), request.form.get("act", "")
    chosen = chosen_risks(_chosen_ids(), readable=who.readable(), person=who.person)
    if wanted not in set(Act) or not chosen:
        flash(_("Choose at least one risk, and what is to be done."), "error")
        return redirect(register_url())
    act = Act(wanted)
    kind, allowed = KINDS[act], who.where(KINDS[act].permission)
    confirmed = "confirmed" in request.form
    form = kind.form() if confirmed else kind.form(formdata=None)
    for field in form:
        if field.short_name in {"owner", "responsible"}:
            offer(field, person_choices())
        elif field.short_name == "level":
            name_levels(form, EscalationLevel)
    if confirmed and form.validate_on_submit():
        outcomes: list[Outcome] = []
        done, _stale = save(form, lambda: outcomes.append(do_together(
            act, chosen, form.values(), seen=_seen(), allowed=allowed, by=who.person
        )))
        if done:
            _tell(outcomes[0])
            return redirect(register_url())
    able, refused = refusals(act, chosen, allowed=allowed)
    page = render_template(
        "risks/together.html", form=form, act=act.value, title=kind.title, submit=kind.submit, chosen=chosen,
        able=able, refused=refused, of_actions=act in OF_ACTIONS, query=query(), cancel=register_url(),
        seen=_seen() if confirmed else _standing(act, able),
    )
    return page, 422 if confirmed else 200


def _chosen_ids() -> list[int]:
    """The ids of the ticked risks; with "all on this page" ticked, also those of every risk of the page."""
    found = request.form.getlist("risk", type=record_id)
    if "all" in request.form:
        found += [risk.id for risk in found_risks(identity(), asked()).page.rows]
    return found


def _standing(act: Act, able: Iterable[ChosenRisk]) -> list[tuple[int, int]]:
    """The id and version of each risk, or of each open action, as they are shown."""
    if act in OF_ACTIONS:
        return sorted({(action.id, action.version) for risk in able for action in risk.actions})
    return [(risk.id, risk.version) for risk in able]


def _seen() -> list[tuple[int, int]]:
    """The ids and versions that the confirming page showed, from "id:version"; what is none is left out."""
    pairs = (text.partition(":") for text in request.form.getlist("seen"))
    whole = (pair for pair in pairs if all(part.isdecimal() and len(part) <= _MOST_DIGITS for part in pair[::2]))
    return [(int(key), int(version)) for key, _colon, version in whole]


def _tell(outcome: Outcome) -> None:
    if outcome.done:
        flash(_("Changed: %(names)s.", names=", ".join(outcome.done)), "success")
    if outcome.refused:
        left = "; ".join(f"{one.name}: {one.reason}" for one in outcome.refused)
        flash(_("Left as they are: %(names)s.", names=left), "error")
