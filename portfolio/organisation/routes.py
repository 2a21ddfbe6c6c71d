"""Pages of the organisation: units, people and groups."""
from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portfolio.core import clock
from portfolio.core.access import Permission, identity, requires
from portfolio.core.forms import offer, save, status_of
from portfolio.core.history import events_of
from portfolio.organisation import service
from portfolio.organisation.forms import EditPersonForm, EndForm, GroupForm, MemberForm, PersonForm, UnitForm
from portfolio.organisation.service import groups as group_service
from portfolio.organisation.service import people as people_service
from portfolio.organisation.service import units as unit_service
from portfolio.organisation.words import KIND_WORDS, LANGUAGE_WORDS

blueprint = Blueprint("organisation", __name__, url_prefix="/administration")

Page = Response | str | tuple[str, int]


@blueprint.get("")
@requires(Permission.ORGANISATION_READ)
def administration() -> str:
    """Where everything is that holds for the whole organisation."""
    return render_template("organisation/administration.html")


@blueprint.get("/units")
@requires(Permission.ORGANISATION_READ)
def units() -> str:
    """The tree of units."""
    return render_template("organisation/units.html", units=unit_service.unit_tree(), kinds=KIND_WORDS)


@blueprint.get("/units/<int:unit_id>")
@requires(Permission.ORGANISATION_READ)
def unit(unit_id: int) -> str:
    """One unit: what stands below it, and its people."""
    return render_template(
        "organisation/unit.html", unit=unit_service.unit_detail(unit_id), kinds=KIND_WORDS,
        below=unit_service.unit_tree(under=unit_id), people=people_service.people_of_unit(unit_id),
        events=events_of((unit_service.RECORD, unit_id)),
    )


@blueprint.route("/units/new", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT)
def create_unit() -> Page:
    """Add a unit; ?parent= proposes what it belongs to."""
    form = UnitForm(parent=request.args.get("parent", type=int))
    offer(form.parent, service.unit_choices())
    stale: Any = ()
    if form.validate_on_submit():
        done, stale = save(form, lambda: service.add_unit(by=identity().person, **form.values()))
        if done:
            flash(_("The unit has been added."), "success")
            return redirect(url_for("organisation.units"))
    return _form_page(form, stale, title=_("New unit"), cancel=url_for("organisation.units"), crumb="units")


@blueprint.route("/units/<int:unit_id>/edit", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT)
def edit_unit(unit_id: int) -> Page:
    """Change a unit."""
    found = unit_service.unit_detail(unit_id)
    form = UnitForm(obj=found)
    offer(form.parent, service.unit_choices(including=found.parent))
    stale: Any = ()
    if form.validate_on_submit():
        done, stale = save(form, lambda: service.change_unit(
            unit_id, version=form.version.data, by=identity().person, **form.values()
        ))
        if done:
            flash(_("Saved."), "success")
            return redirect(url_for("organisation.unit", unit_id=unit_id))
    cancel = url_for("organisation.unit", unit_id=unit_id)
    return _form_page(form, stale, title=_("Edit %(name)s", name=found.name), cancel=cancel, crumb="units")


@blueprint.get("/people")
@requires(Permission.ORGANISATION_READ)
def people() -> str:
    """Everybody, a page at a time; ?q= narrows by name."""
    words = request.args.get("q", "")
    page = people_service.people(words=words, page=request.args.get("page", 1, type=int))
    return render_template("organisation/people.html", page=page, words=words)


@blueprint.get("/people/<int:person_id>")
@requires(Permission.ORGANISATION_READ)
def person(person_id: int) -> str:
    """One person, with the groups they are or have been in."""
    return render_template(
        "organisation/person.html", person=people_service.person_detail(person_id), languages=LANGUAGE_WORDS,
        memberships=group_service.memberships_of(person_id), events=events_of((people_service.RECORD, person_id)),
    )


@blueprint.route("/people/new", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT)
def create_person() -> Page:
    """Add a person; ?unit= proposes their home."""
    form = PersonForm(unit=request.args.get("unit", type=int))
    offer(form.unit, service.unit_choices())
    stale: Any = ()
    if form.validate_on_submit():
        done, stale = save(form, lambda: service.add_person(by=identity().person, **form.values()))
        if done:
            flash(_("The person has been added."), "success")
            return redirect(url_for("organisation.people"))
    return _form_page(form, stale, title=_("New person"), cancel=url_for("organisation.people"), crumb="people")


@blueprint.route("/people/<int:person_id>/edit", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT)
def edit_person(person_id: int) -> Page:
    """Change a person, or say when they left."""
    found = people_service.person_detail(person_id)
    form = EditPersonForm(obj=found)
    offer(form.unit, service.unit_choices(including=found.unit))
    stale: Any = ()
    if form.validate_on_submit():
        done, stale = save(form, lambda: service.change_person(
            person_id, version=form.version.data, by=identity().person, **form.values()
        ))
        if done:
            flash(_("Saved."), "success")
            return redirect(url_for("organisation.person", person_id=person_id))
    cancel = url_for("organisation.person", person_id=person_id)
    return _form_page(form, stale, title=_("Edit %(name)s", name=found.name), cancel=cancel, crumb="people")


@blueprint.get("/groups")
@requires(Permission.ORGANISATION_READ)
def groups() -> str:
    """The groups, with how many are in each today."""
    return render_template("organisation/groups.html", groups=group_service.groups())


@blueprint.get("/groups/<int:group_id>")
@requires(Permission.ORGANISATION_READ)
def group(group_id: int) -> str:
    """One group and who is, was or will be in it."""
    return render_template(
        "organisation/group.html", group=group_service.group_detail(group_id),
        members=group_service.members_of(group_id), events=events_of((group_service.RECORD, group_id)),
    )


@blueprint.route("/groups/new", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT)
def create_group() -> Page:
    """Add a group."""
    form = GroupForm()
    offer(form.unit, service.unit_choices())
    stale: Any = ()
    if form.validate_on_submit():
        done, stale = save(form, lambda: service.add_group(by=identity().person, **form.values()))
        if done:
            flash(_("The group has been added."), "success")
            return redirect(url_for("organisation.groups"))
    return _form_page(form, stale, title=_("New group"), cancel=url_for("organisation.groups"), crumb="groups")


@blueprint.route("/groups/<int:group_id>/edit", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT)
def edit_group(group_id: int) -> Page:
    """Change a group's name, purpose or unit."""
    found = group_service.group_detail(group_id)
    form = GroupForm(obj=found)
    offer(form.unit, service.unit_choices(including=found.unit))
    stale: Any = ()
    if form.validate_on_submit():
        done, stale = save(form, lambda: service.change_group(
            group_id, version=form.version.data, by=identity().person, **form.values()
        ))
        if done:
            flash(_("Saved."), "success")
            return redirect(url_for("organisation.group", group_id=group_id))
    cancel = url_for("organisation.group", group_id=group_id)
    return _form_page(form, stale, title=_("Edit %(name)s", name=found.name), cancel=cancel, crumb="groups")


@blueprint.route("/groups/<int:group_id>/members/new", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT)
def add_member(group_id: int) -> Page:
    """Put a person in a group."""
    found = group_service.group_detail(group_id)
    form = MemberForm()
    offer(form.person, service.person_choices())
    offer(form.unit, service.unit_choices())
    if form.validate_on_submit():
        done, _stale = save(form, lambda: service.add_member(
            group=group_id, by=identity().person, **form.values()
        ))
        if done:
            flash(_("The member has been added."), "success")
            return redirect(url_for("organisation.group", group_id=group_id))
    cancel = url_for("organisation.group", group_id=group_id)
    return _form_page(form, (), title=_("New member of %(group)s", group=found.name), cancel=cancel, crumb="groups")


@blueprint.route("/memberships/<int:membership_id>/end", methods=["GET", "POST"])
@requires(Permission.ORGANISATION_EDIT)
def end_member(membership_id: int) -> Page:
    """Say which day was somebody's last in a group."""
    found = group_service.member(membership_id)
    form = EndForm(valid_to=found.valid_to or clock.today(), version=found.version)
    back = url_for("organisation.group", group_id=found.group)
    stale: Any = ()
    if form.validate_on_submit():
        done, stale = save(form, lambda: service.end_membership(
            membership_id, version=form.version.data, by=identity().person, **form.values()
        ))
        if done:
            flash(_("Saved."), "success")
            return redirect(back)
    title = _("%(name)s leaves %(group)s", name=found.name, group=found.group_name)
    return _form_page(form, stale, title=title, cancel=back, crumb="groups")


def _form_page(form: Any, stale: Any, *, title: str, cancel: str, crumb: str) -> Page:
    """The form with what was typed: 200 when opened, 422 when refused, 409 when somebody else saved first."""
    crumbs = {"units": _("Units"), "people": _("People"), "groups": _("Groups")}
    page = render_template(
        "organisation/form.html", form=form, stale=stale, title=title, cancel=cancel,
        crumb=(crumbs[crumb], url_for(f"organisation.{crumb}")),
    )
    return page, status_of(form)
