"""What every answer shares: connection, language, security headers and the one handler of errors."""
from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from . import db
from .addresses import RecordConverter, safe_path
from .errors import DomainError, SignInNeeded
from .templating import csp_nonce
from .texts import init_texts

csrf = CSRFProtect()

_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)


def init_pages(app: Flask) -> None:
    """Attach what every request and answer passes through."""
    app.url_map.converters["int"] = RecordConverter
    csrf.init_app(app)
    init_texts(app)
    app.before_request(_open)
    app.teardown_request(_close)
    app.after_request(_headers)
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(CSRFError, _http_error)
    app.register_error_handler(HTTPException, _http_error)


def _open() -> None:
    db.connect()


def _close(_error: BaseException | None) -> None:
    db.release()


def _headers(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.headers["Content-Security-Policy"] = _POLICY.format(nonce=csp_nonce())
        response.headers.setdefault("Cache-Control", "no-store")
    elif request.endpoint == "static" and "v" in request.args:
        # The address of a built file changes with its content (see `templating.asset`): it is asked for once.
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
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
