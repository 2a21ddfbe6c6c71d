"""Signing in and out, the choice of language, and who has an account and which roles in the whole organisation."""
from __future__ import annotations

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portfolio.core import clock
from portfolio.core.access import Permission, identity, public, requires
from portfolio.core.addresses import safe_path
from portfolio.core.forms import save, status_of
from portfolio.core.history import events_of
from portfolio.core.texts import LANGUAGES
from portfolio.organisation.service.people import person_detail
from portfolio.programmes.service.roles import ORGANISATION_ROLES, assign_role, organisation_roles_of, role_row
from portfolio.programmes.service.roles import end_role as end_assignment
from portfolio.programmes.words import ROLE_WORDS

from . import service
from .forms import AccountForm, EndRoleForm, NewAccountForm, OrganisationRoleForm, SignInForm

blueprint = Blueprint("accounts", __name__)

Page = Response | str | tuple[str, int]

_FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via")


@blueprint.before_app_request
def load_identity() -> None:
    """Find out who asks, once a request."""
    token = session.get("token")
    if token and request.endpoint != "static":
        g.identity = service.identity_of(token)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Page:
    """Local accounts; with the example, its people beside, one click each."""
    form = SignInForm()
    status = 200
    if form.validate_on_submit():
        person_id = service.check_password(login=form.login.data or "", password=form.password.data or "")
        if person_id is not None:
            return _enter(person_id)
        form.form_errors = [_("The login and the password do not go together.")]
    if form.is_submitted():
        status = 422
    people = service.example_people() if example_is_open() else ()
    page = render_template(
        "accounts/sign_in.html", form=form, people=people, words=ROLE_WORDS, next=safe_path(request.values.get("next"))
    )
    return page, status


@blueprint.post("/sign-in/example/<int:person_id>")
@public
def example_sign_in(person_id: int) -> Response:
    """Sign in as one of the example's people; does not exist outside the example, nor beyond this machine."""
    if not example_is_open() or person_id not in {person.id for person in service.example_people()}:
        abort(404)
    return _enter(person_id)


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    """End this browser's session."""
    token = session.pop("token", None)
    if token:
        service.end_session(token)
    session.clear()
    return redirect(url_for("accounts.sign_in"))


@blueprint.post("/language")
@public
def set_language() -> Response:
    """Choose Swedish or English for this browser."""
    wanted = request.form.get("language")
    if wanted in LANGUAGES:
        session["language"] = wanted
    return redirect(_destination())


def example_is_open() -> bool:
    """Whether the example's sign-in may be used: only with the example, and only from this very machine.

    A proxy on this machine asks from loopback for others, and a page elsewhere can point its own name at loopback:
    so nothing may have been forwarded, and the site must have been called by a loopback name.
    """
    forwarded = any(name in request.headers for name in _FORWARDED)
    here = _is_loopback(request.remote_addr) and _is_loopback(urlsplit(f"//{request.host}").hostname)
    return current_app.config["MALBILD"].example and here and not forwarded


def _is_loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False


def _enter(person_id: int) -> Response:
    """Start a session under a new token; nothing of the old one is kept but the language."""
    language = session.get("language")
    destination = _destination()
    session.clear()
    if language:
        session["language"] = language
    session["token"] = service.start_session(person_id, hours=current_app.config["MALBILD"].session_hours)
    return redirect(destination)


def _destination() -> str:
    """Where to go next: a path within this site, or My page."""
    return safe_path(request.values.get("next")) or url_for("overview.my_page")


@blueprint.get("/administration/accounts")
@requires(Permission.ACCOUNT_MANAGE)
def accounts() -> str:
    """Who can sign in."""
    page = service.accounts(page=request.args.get("page", 1, type=int))
    return render_template("accounts/accounts.html", page=page, words=ROLE_WORDS)


@blueprint.get("/administration/people/<int:person_id>/access")
@requires(Permission.ACCOUNT_MANAGE)
def person(person_id: int) -> str:
    """One person's account and their roles in the whole organisation."""
    found, account = person_detail(person_id), service.account_of(person_id)
    roles = organisation_roles_of(person_id)
    subjects = [("role", held.id) for held in roles] + ([(service.ACCOUNT, account.id)] if account else [])
    return render_template(
        "accounts/person.html", person=found, account=account, roles=roles, words=ROLE_WORDS,
        events=events_of(*subjects),
    )


@blueprint.route("/administration/people/<int:person_id>/account", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_MANAGE)
def create_account(person_id: int) -> Page:
    """Give a person an account."""
    found = person_detail(person_id)
    form = NewAccountForm(login=found.email)
    if form.validate_on_submit():
        done, _stale = save(form, lambda: service.create_account(
            person_id=person_id, by=identity().person, **form.values()
        ))
        if done:
            flash(_("%(name)s now has an account.", name=found.name), "success")
            return redirect(url_for("accounts.person", person_id=person_id))
    return _form_page(form, (), title=_("Give %(name)s an account", name=found.name), person_id=person_id)


@blueprint.route("/administration/accounts/<int:account_id>/edit", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_MANAGE)
def edit_account(account_id: int) -> Page:
    """Lock an account, or set a new password."""
    account = service.account_detail(account_id)
    form = AccountForm(login=account.login, locked=account.locked, version=account.version)
    stale: Any = ()
    if form.validate_on_submit():
        done, stale = save(form, lambda: service.change_account(
            account_id, version=form.version.data, by=identity().person, **form.values()
        ))
        if done:
            flash(_("Saved."), "success")
            return redirect(url_for("accounts.person", person_id=account.person))
    return _form_page(form, stale, title=_("Edit the account %(login)s", login=account.login), person_id=account.person)


@blueprint.route("/administration/people/<int:person_id>/roles/new", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_MANAGE)
def give_role(person_id: int) -> Page:
    """Give a person a role in the whole organisation."""
    found = person_detail(person_id)
    form = OrganisationRoleForm()
    form.offer_roles(ORGANISATION_ROLES)
    if form.validate_on_submit():
        done, _stale = save(form, lambda: assign_role(
            programme=None, person=person_id, by=identity().person, **form.values()
        ))
        if done:
            flash(_("The role has been given."), "success")
            return redirect(url_for("accounts.person", person_id=person_id))
    return _form_page(form, (), title=_("Give %(name)s a role", name=found.name), person_id=person_id)


@blueprint.route("/administration/roles/<int:assignment_id>/end", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_MANAGE)
def end_role(assignment_id: int) -> Page:
    """Say which day is somebody's last in a role of the whole organisation."""
    held = role_row(assignment_id)
    form = EndRoleForm(valid_to=held.valid_to or clock.today(), version=held.version)
    stale: Any = ()
    if form.validate_on_submit():
        done, stale = save(form, lambda: end_assignment(
            assignment_id, version=form.version.data, by=identity().person, **form.values()
        ))
        if done:
            flash(_("Saved."), "success")
            return redirect(url_for("accounts.person", person_id=held.person))
    title = _("%(name)s leaves the role %(role)s", name=held.name, role=ROLE_WORDS[held.role])
    return _form_page(form, stale, title=title, person_id=held.person)


def _form_page(form: Any, stale: Any, *, title: str, person_id: int) -> Page:
    """The form with what was typed: 200 when opened, 422 when refused, 409 when somebody else saved first."""
    crumbs = [
        (_("Administration"), url_for("organisation.administration")),
        (_("Accounts"), url_for("accounts.accounts")),
    ]
    cancel = url_for("accounts.person", person_id=person_id)
    page = render_template(
        "layouts/form_page.html", form=form, stale=stale, title=title, cancel=cancel, crumbs=crumbs
    )
    return page, status_of(form)
