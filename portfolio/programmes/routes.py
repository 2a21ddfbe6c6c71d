"""Pages of portfolios, programmes, workstreams and roles."""
from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portfolio.core import clock
from portfolio.core.access import Permission, identity, may, requires
from portfolio.core.addresses import onward, record_id
from portfolio.core.forms import offer, save, status_of
from portfolio.core.history import events_in, events_of
from portfolio.core.templating import NavItem, address
from portfolio.organisation.service import group_choices, members_of, person_choices, unit_choices
from portfolio.programmes.forms import (
    EndRoleForm,
    NewWorkstreamForm,
    PortfolioForm,
    ProgrammeForm,
    RoleForm,
    WorkingGroupForm,
    workstream_form,
)
from portfolio.programmes.service import programmes, workstreams
from portfolio.programmes.service import roles as role_service
from portfolio.programmes.service.listing import SORTS, programme_list
from portfolio.programmes.service.programmes import frame_of, scope_of_programme
from portfolio.programmes.words import ROLE_WORDS, STATE_WORDS

blueprint = Blueprint("programmes", __name__)

Page = Response | str | tuple[str, int]

_EVENTS = 50


def frame(programme_id: int, current: str) -> dict[str, Any]:
    """What `layouts/programme.html` needs: the programme, where it belongs, and its tabs.

    current: the tab that the page is on ("overview", "map", "activities", "risks", "roles", "history").
    """
    programme = frame_of(programme_id)
    tabs = (
        ("overview", _("Overview"), "overview.programme"),
        ("map", _("Effect map"), "effectmap.show"),
        ("activities", _("Activities"), "activities.index"),
        ("risks", _("Risks"), "risks.programme"),
        ("roles", _("Roles"), "programmes.roles"),
        ("history", _("History"), "programmes.history"),
    )
    return {
        "programme": programme,
        "programme_crumbs": [
            (programme.portfolio_name, address("overview.portfolio", portfolio_id=programme.portfolio)),
            (programme.reference, None),
        ],
        "programme_tabs": [
            NavItem(label, address(endpoint, programme_id=programme_id), key == current)
            for key, label, endpoint in tabs
        ],
    }


@blueprint.get("/programmes")
@requires(Permission.PROGRAMME_READ)
def index() -> str:
    """The programmes one may read; ?sort= and ?page=."""
    sort = request.args.get("sort", "reference")
    page = programme_list(
        readable=identity().readable(), sort=sort, page=request.args.get("page", 1, type=int)
    )
    portfolios = programmes.portfolio_choices() if may(Permission.PROGRAMME_CREATE) else []
    return render_template(
        "programmes/index.html", page=page, sort=sort if sort.removeprefix("-") in SORTS else "reference",
        states=STATE_WORDS, portfolios=portfolios,
    )


@blueprint.route("/portfolios/new", methods=["GET", "POST"])
@requires(Permission.PORTFOLIO_EDIT)
def create_portfolio() -> Page:
    """Add a portfolio."""
    form = PortfolioForm()
    offer(form.unit, unit_choices())
    made: list[int] = []
    if form.validate_on_submit():
        done, _stale = save(form, lambda: made.append(
            programmes.create_portfolio(by=identity().person, **form.values())
        ))
        if done:
            flash(_("The portfolio has been added."), "success")
            return redirect(url_for("overview.portfolio", portfolio_id=made[0]))
    return _form_page(form, (), title=_("New portfolio"), cancel=url_for("overview.portfolios"))


@blueprint.route("/portfolios/<int:portfolio_id>/edit", methods=["GET", "POST"])
@requires(Permission.PORTFOLIO_EDIT)
def edit_portfolio(portfolio_id: int) -> Page:
    """Change a portfolio."""
    found = programmes.portfolio_detail(portfolio_id)
    form = PortfolioForm(obj=found)
    offer(form.unit, unit_choices(including=found.unit))
    stale: Any = ()
    back = url_for("overview.portfolio", portfolio_id=portfolio_id)
    if form.validate_on_submit():
        done, stale = save(form, lambda: programmes.change_portfolio(
            portfolio_id, version=form.version.data, by=identity().person, **form.values()
        ))
        if done:
            flash(_("Saved."), "success")
            return redirect(back)
    return _form_page(form, stale, title=_("Edit %(name)s", name=found.name), cancel=back)


@blueprint.route("/portfolios/<int:portfolio_id>/programmes/new", methods=["GET", "POST"])
@requires(Permission.PROGRAMME_CREATE)
def create(portfolio_id: int) -> Page:
    """Add a programme to a portfolio."""
    portfolio = programmes.portfolio_detail(portfolio_id)
    form = ProgrammeForm()
    made: list[int] = []
    if form.validate_on_submit():
        done, _stale = save(form, lambda: made.append(
            programmes.create_programme(portfolio=portfolio_id, by=identity().person, **form.values())
        ))
        if done:
            flash(_("The programme has been added."), "success")
            return redirect(url_for("overview.programme", programme_id=made[0]))
    back = url_for("overview.portfolio", portfolio_id=portfolio_id)
    return _form_page(form, (), title=_("New programme"), cancel=back, crumbs=[(portfolio.name, back)])


@blueprint.route("/programmes/<int:programme_id>/edit", methods=["GET", "POST"])
@requires(Permission.PROGRAMME_EDIT, scope=scope_of_programme)
def edit(programme_id: int) -> Page:
    """Change a programme and its target picture."""
    form = ProgrammeForm(obj=programmes.programme_detail(programme_id))
    stale: Any = ()
    back = url_for("overview.programme", programme_id=programme_id)
    if form.validate_on_submit():
        done, stale = save(form, lambda: programmes.change_programme(
            programme_id, version=form.version.data, by=identity().person, **form.values()
        ))
        if done:
            flash(_("Saved."), "success")
            return redirect(back)
    return _form_page(form, stale, title=_("Edit the programme"), cancel=back, programme=programme_id)


@blueprint.get("/programmes/<int:programme_id>/roles")
@requires(Permission.PROGRAMME_READ, scope=scope_of_programme)
def roles(programme_id: int) -> str:
    """Who holds which role, and the groups at work."""
    groups = role_service.groups_in(programme_id)
    return render_template(
        "programmes/roles.html", **frame(programme_id, "roles"), roles=role_service.roles_in(programme_id),
        words=ROLE_WORDS, groups=groups, members=members_of(*(group.group for group in groups)),
    )


@blueprint.route("/programmes/<int:programme_id>/roles/new", methods=["GET", "POST"])
@requires(Permission.ROLE_ASSIGN, scope=scope_of_programme)
def add_role(programme_id: int) -> Page:
    """Give a person a role in the programme."""
    form = RoleForm()
    form.offer_roles(role_service.PROGRAMME_ROLES)
    offer(form.person, person_choices())
    back = url_for("programmes.roles", programme_id=programme_id)
    if form.validate_on_submit():
        done, _stale = save(form, lambda: role_service.assign_role(
            programme=programme_id, by=identity().person, **form.values()
        ))
        if done:
            flash(_("The role has been given."), "success")
            return redirect(back)
    return _form_page(form, (), title=_("New role"), cancel=back, programme=programme_id)


@blueprint.route("/roles/<int:assignment_id>/end", methods=["GET", "POST"])
@requires(Permission.ROLE_ASSIGN, scope=role_service.scope_of_role)
def end_role(assignment_id: int) -> Page:
    """Say which day is somebody's last in a role."""
    held = role_service.role_row(assignment_id)
    form = EndRoleForm(valid_to=held.valid_to or clock.today(), version=held.version)
    programme_id = role_service.scope_of_role(assignment_id).programme or 0
    back = url_for("programmes.roles", programme_id=programme_id)
    stale: Any = ()
    if form.validate_on_submit():
        done, stale = save(form, lambda: role_service.end_role(
            assignment_id, version=form.version.data, by=identity().person, **form.values()
        ))
        if done:
            flash(_("Saved."), "success")
            return redirect(back)
    title = _("%(name)s leaves the role %(role)s", name=held.name, role=held.title or ROLE_WORDS[held.role])
    return _form_page(form, stale, title=title, cancel=back, programme=programme_id)


@blueprint.route("/programmes/<int:programme_id>/groups/new", methods=["GET", "POST"])
@requires(Permission.ROLE_ASSIGN, scope=scope_of_programme)
def add_group(programme_id: int) -> Page:
    """Let a group work in the programme."""
    form = WorkingGroupForm()
    offer(form.group, group_choices())
    back = url_for("programmes.roles", programme_id=programme_id)
    if form.validate_on_submit():
        done, _stale = save(form, lambda: role_service.add_group(
            programme=programme_id, by=identity().person, **form.values()
        ))
        if done:
            flash(_("The group has been added."), "success")
            return redirect(back)
    return _form_page(form, (), title=_("New working group"), cancel=back, programme=programme_id)


@blueprint.route("/working-groups/<int:working_group_id>/remove", methods=["GET", "POST"])
@requires(Permission.ROLE_ASSIGN, scope=role_service.scope_of_group)
def remove_group(working_group_id: int) -> Page:
    """Ask, and then let a group no longer work in the programme."""
    group = role_service.working_group(working_group_id)
    back = url_for("programmes.roles", programme_id=group.programme)
    if request.method == "POST":
        role_service.remove_group(working_group_id, by=identity().person)
        flash(_("The group no longer works in the programme."), "success")
        return redirect(back)
    return render_template("programmes/remove_group.html", group=group, back=back)


@blueprint.get("/programmes/<int:programme_id>/history")
@requires(Permission.PROGRAMME_READ, scope=scope_of_programme)
def history(programme_id: int) -> str:
    """What has happened in the programme, newest first; ?before= continues after an event."""
    events = events_in(
        programme_id, readable=identity().readable(), before=request.args.get("before", type=record_id),
        limit=_EVENTS + 1,
    )
    return render_template(
        "programmes/history.html", **frame(programme_id, "history"), events=events[:_EVENTS],
        older=events[_EVENTS - 1].id if len(events) > _EVENTS else None,
    )


@blueprint.route("/programmes/<int:programme_id>/workstreams/new", methods=["GET", "POST"])
@requires(Permission.WORKSTREAM_EDIT, scope=scope_of_programme)
def create_workstream(programme_id: int) -> Page:
    """Add a workstream, with the effects it drives; ?effect= proposes one."""
    form = NewWorkstreamForm(effects=request.args.getlist("effect", type=int))
    form.offer_choices()
    form.offer_effects(workstreams.effect_choices(programme_id))
    made: list[int] = []
    if form.validate_on_submit():
        done, _stale = save(form, lambda: made.append(workstreams.create_workstream(
            programme=programme_id, by=identity().person, **form.values()
        )))
        if done:
            flash(_("The workstream has been added."), "success")
            return redirect(url_for("programmes.workstream", workstream_id=made[0]))
    back = url_for("overview.programme", programme_id=programme_id)
    return _form_page(form, (), title=_("New workstream"), cancel=back, programme=programme_id)


@blueprint.get("/workstreams/<int:workstream_id>")
@requires(Permission.PROGRAMME_READ, scope=workstreams.scope_of_workstream)
def workstream(workstream_id: int) -> str:
    """One workstream: what it drives, what it consists of, what threatens it."""
    found = workstreams.workstream_detail(workstream_id)
    return render_template(
        "programmes/workstream.html", workstream=found, programme=frame_of(found.programme),
        links=workstreams.linked_nodes(workstream_id, readable=identity().readable(found.programme)),
        events=events_of(("workstream", workstream_id)),
    )


@blueprint.route("/workstreams/<int:workstream_id>/edit", methods=["GET", "POST"])
@requires(Permission.WORKSTREAM_EDIT, scope=workstreams.scope_of_workstream)
def edit_workstream(workstream_id: int) -> Page:
    """Change a workstream."""
    found = workstreams.workstream_detail(workstream_id)
    form = workstream_form(found)
    stale: Any = ()
    back = onward(url_for("programmes.workstream", workstream_id=workstream_id))
    if form.validate_on_submit():
        done, stale = save(form, lambda: workstreams.change_workstream(
            workstream_id, version=form.version.data, by=identity().person, **form.values()
        ))
        if done:
            flash(_("Saved."), "success")
            return redirect(back)
    title = _("Edit %(name)s", name=f"{found.reference} {found.title}")
    return _form_page(form, stale, title=title, cancel=back, programme=found.programme)


def _form_page(
    form: Any, stale: Any, *, title: str, cancel: str, programme: int | None = None, crumbs: Any = None
) -> Page:
    """The form with what was typed: 200 when opened, 422 when refused, 409 when somebody else saved first."""
    if programme is not None:
        around = frame_of(programme)
        crumbs = [
            (around.portfolio_name, url_for("overview.portfolio", portfolio_id=around.portfolio)),
            (f"{around.reference} {around.title}", url_for("overview.programme", programme_id=programme)),
        ]
    page = render_template(
        "layouts/form_page.html", form=form, stale=stale, title=title, cancel=cancel, crumbs=crumbs
    )
    return page, status_of(form)
