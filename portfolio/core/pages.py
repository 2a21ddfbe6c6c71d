"""What every answer shares: connection, language, security headers and the one handler of errors."""
from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g, has_request_context, redirect, render_template, request, session, url_for
from flask_babel import Babel, get_translations
from flask_wtf.csrf import CSRFError, CSRFProtect
from markupsafe import Markup
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from . import db
from .addresses import RecordConverter, safe_path
from .errors import DomainError, SignInNeeded
from .templating import csp_nonce

LANGUAGES = ("sv", "en")
csrf = CSRFProtect()
babel = Babel()

_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)


def init_pages(app: Flask) -> None:
    """Attach what every request and answer passes through."""
    app.url_map.converters["int"] = RecordConverter
    csrf.init_app(app)
    babel.init_app(app, locale_selector=choose_language, default_locale=app.config["MALBILD"].default_language)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: _translations().ugettext(text),
        ngettext=lambda one, many, count: _translations().ungettext(one, many, count),
        newstyle=True,
    )
    app.jinja_env.globals["_"] = _said
    app.before_request(_open)
    app.teardown_request(_close)
    app.after_request(_headers)
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(CSRFError, _http_error)
    app.register_error_handler(HTTPException, _http_error)


def choose_language() -> str:
    """The person's own choice, else what the browser asks for, else the installation's default.

    Commands have neither person nor browser.
    """
    if not has_request_context():
        return babel_default()
    if "language" not in g:
        found = g.get("identity")
        chosen = session.get("language") or (found.language if found else None)
        g.language = chosen if chosen in LANGUAGES else (
            request.accept_languages.best_match(LANGUAGES) or babel_default()
        )
    language: str = g.language
    return language


def _translations() -> Any:
    """The reader's translations, looked up once a request: a page asks for hundreds of texts."""
    if "translations" not in g:
        g.translations = get_translations()
    return g.translations


def _said(text: str, /, **values: Any) -> Markup:
    """A template's text in the reader's language. A page has sixty, and Jinja's own way takes ten times as long."""
    return _marked(choose_language(), text) % values if values else _plain(choose_language(), text)


@lru_cache(maxsize=4096)
def _marked(_reader: str, text: str) -> Markup:
    return Markup(_translations().ugettext(text))  # noqa: S704 – our own text and its translation


@lru_cache(maxsize=4096)
def _plain(reader: str, text: str) -> Markup:
    """A text without values, in which a per cent sign stands as it does in one with them: doubled."""
    return _marked(reader, text) % {}


def babel_default() -> str:
    """The installation's own language."""
    language: str = current_app.config["MALBILD"].default_language
    return language


def _open() -> None:
    db.connect()


def _close(_error: BaseException | None) -> None:
    db.release()


def _headers(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.headers["Content-Security-Policy"] = _POLICY.format(nonce=csp_nonce())
        response.headers.setdefault("Cache-Control", "no-store")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _domain_error(error: DomainError) -> Any:
    if isinstance(error, SignInNeeded):
        return _to_sign_in()
    return _page(error.status, str(error.message))


def _to_sign_in() -> Any:
    """Send the person to sign in and back to the page they were on; a script's request moves the whole page there."""
    if request.headers.get("HX-Request"):
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
        address = url_for("accounts.sign_in", next=safe_path(page.path))
        return "", SignInNeeded.status, {"HX-Redirect": address}
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=wanted))


def _http_error(error: HTTPException) -> Any:
    if error.response is not None:
        return error.response
    return _page(error.code or 500, error.description if isinstance(error, CSRFError) else "")


def _page(status: int, message: str) -> Any:
    known = status if status in {400, 403, 404, 409, 413, 422} else 500 if status >= 500 else 400
    return render_template(f"errors/{known}.html", message=message), status
