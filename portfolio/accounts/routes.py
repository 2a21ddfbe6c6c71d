"""Signing in and out, and the choice of language."""
from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portfolio.core.access import public
from portfolio.core.pages import LANGUAGES

from . import service
from .forms import SignInForm

blueprint = Blueprint("accounts", __name__)


@blueprint.before_app_request
def load_identity() -> None:
    """Find out who asks, once a request."""
    token = session.get("token")
    if token and request.endpoint != "static":
        g.identity = service.identity_of(token)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Response | str | tuple[str, int]:
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
    return render_template("accounts/sign_in.html", form=form, people=people, next=_destination()), status


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
    """Whether the example's sign-in may be used: only with the example, and only from this very machine."""
    if not current_app.config["MALBILD"].example or request.headers.get("X-Forwarded-For"):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
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
    wanted = request.values.get("next", "")
    parts = urlsplit(wanted)
    is_path = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and "\\" not in wanted
    if is_path and not parts.scheme and not parts.netloc and wanted.isprintable():
        return wanted
    return url_for("overview.my_page")
