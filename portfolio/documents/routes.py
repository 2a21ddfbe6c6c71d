"""Pages of documents: the list, bringing one in, and reviewing its rows."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from portfolio.core.access import Permission, identity, requires
from portfolio.core.errors import Invalid, Stale
from portfolio.core.forms import EditForm, StaleField, listed, stale_fields
from portfolio.core.history import events_of
from portfolio.core.pages import csrf
from portfolio.documents import service
from portfolio.documents.forms import DecisionForm, FilterForm, UploadForm, edit_form, shown
from portfolio.documents.recognition import RowKind
from portfolio.documents.words import DECISION_WORDS, DOUBT_EXPLANATIONS, DOUBT_WORDS, KIND_WORDS

blueprint = Blueprint("documents", __name__)

Answer = Response | str | tuple[str, int]
_EXCERPT = 200


@dataclass(frozen=True)
class _Focus:
    """The row whose decision was refused: its form with the refusals and, where somebody was first, both texts."""

    row: int
    form: EditForm
    stale: tuple[StaleField, ...] = ()


@dataclass(frozen=True)
class _Act:
    """Something a person can do with a row; decision is what it makes of the row."""

    do: Callable[..., Any]
    decision: str
    with_values: bool = False


_ACTS = {
    "accept": _Act(service.accept_row, "accepted"),
    "edit": _Act(service.accept_row, "accepted", with_values=True),
    "reject": _Act(service.reject_row, "rejected"),
    "reopen": _Act(service.reopen_row, "waiting"),
    "split": _Act(service.split_row, "waiting"),
}


@blueprint.get("/documents")
@requires(Permission.DOCUMENT_IMPORT)
def index() -> str:
    """The documents that the person may review."""
    page = service.documents(programmes=_programmes(), page=request.args.get("page", 1, type=int))
    return render_template("documents/index.html", page=page)


@blueprint.route("/documents/new", methods=["GET", "POST"])
@requires(Permission.DOCUMENT_IMPORT)
def upload() -> Answer:
    """Bring a document in; ?programme= or ?unit= says what for.

    The token is checked here and not before the view, because to look for it is to read a body that may be too large:
    that is a message at the field, not an error page.
    """
    limit: int = current_app.config["MALBILD"].upload_limit
    request.max_form_memory_size = limit + 64 * 1024
    if request.method == "GET":
        return _upload_page(_upload_form(formdata=None))
    try:
        csrf.protect()
    except RequestEntityTooLarge:
        form = _upload_form(formdata=None)
        form.file.errors = [_("The document is too large: at most %(limit)d MB are read.", limit=limit // 2**20)]
        return _upload_page(form), 413
    form = _upload_form()
    found = form.content() if form.validate() else None
    if found is not None:
        try:
            return _bring_in(*found, form.targets(), limit)
        except Invalid as error:
            form.refuse(error)
    return _upload_page(form), 422


csrf.exempt(upload)


@blueprint.get("/documents/<int:document_id>")
@requires(Permission.DOCUMENT_IMPORT, scope=service.scope_of_document)
def review(document_id: int) -> str:
    """A document's rows, each with what a person needs to decide on it."""
    return _review_page(document_id)


@blueprint.post("/documents/<int:document_id>/rows/<int:row_id>")
@requires(Permission.DOCUMENT_IMPORT, scope=service.scope_of_row)
def decide(document_id: int, row_id: int) -> Answer:
    """Accept, edit and accept, reject, put back or split a row; then back to it."""
    decision = DecisionForm()
    if not decision.validate():
        raise Invalid(_("Choose what to do with the row."))
    act = _ACTS[str(decision.act.data)]
    form = edit_form(service.row_of(row_id), request.form if act.with_values else None) or decision
    if act.with_values and not form.validate():
        return _review_page(document_id, _Focus(row_id, form)), 422
    typed = {"values": form.values()} if act.with_values else {}
    version = form.version.data if act.with_values else decision.version.data
    try:
        act.do(row_id, by=identity().person, version=version, **typed)
    except Invalid as error:
        form.refuse(error)
        return _review_page(document_id, _Focus(row_id, form)), 422
    except Stale as error:
        return _review_page(document_id, _Focus(row_id, form, _both_texts(act, form, error))), 409
    return redirect(url_for("documents.review", document_id=document_id, **_narrowed()) + f"#row-{row_id}")


@blueprint.post("/documents/<int:document_id>/undoubted")
@requires(Permission.DOCUMENT_IMPORT, scope=service.scope_of_document)
def accept_undoubted(document_id: int) -> Response:
    """Accept all the rows that nothing is doubtful about."""
    accepted = service.accept_undoubted(document_id, by=identity().person)
    flash(ngettext("%(num)s row has been accepted.", "%(num)s rows have been accepted.", accepted), "success")
    return redirect(url_for("documents.review", document_id=document_id))


def _programmes() -> frozenset[int] | None:
    """The programmes for which the person may bring documents in; None for everything."""
    who = identity()
    if Permission.DOCUMENT_IMPORT in who.everywhere:
        return None
    return frozenset(
        programme for programme, held in who.by_programme.items() if Permission.DOCUMENT_IMPORT in held
    )


def _upload_form(**options: Any) -> UploadForm:
    """The form with the targets that the person may choose; the address may name one."""
    programmes = _programmes()
    targets = [
        *((f"programme-{key}", label) for key, label in service.programme_targets(programmes)),
        *((f"unit-{key}", _("The unit %(name)s", name=label)) for key, label in service.unit_targets(programmes)),
    ]
    named = {f"{kind}-{request.args.get(kind)}" for kind in ("programme", "unit")}
    form = UploadForm(target=next((value for value, _label in targets if value in named), None), **options)
    form.target.choices = listed([("", _("– choose –")), *targets])
    return form


def _upload_page(form: UploadForm) -> str:
    return render_template("documents/upload.html", form=form)


def _bring_in(data: bytes, name: str, target: dict[str, int | None], limit: int) -> Response:
    known = service.is_known(data, name=name, **target)
    document_id = service.bring_in(data, name=name, by=identity().person, limit=limit, **target)
    if known:
        flash(_("This text has been brought in before. Nothing has been changed."), "plain")
    return redirect(url_for("documents.review", document_id=document_id))


def _review_page(document_id: int, focus: _Focus | None = None) -> str:
    """The rows that the address asks for, and in any case the one in focus."""
    filters = FilterForm(request.args)
    chosen = filters.chosen()
    page = service.rows_in(document_id, chosen=chosen, page=request.args.get("page", 1, type=int))
    rows = page.rows
    if focus is not None and focus.row not in {row.id for row in rows}:
        rows = (service.row_of(focus.row), *rows)
    items = [_item(row, focus if focus is not None and focus.row == row.id else None) for row in rows]
    return render_template(
        "documents/review.html", document=service.document_detail(document_id), items=items, page=page,
        filters=filters, narrowed=_narrowed(), focus=focus, doubt_words=DOUBT_WORDS,
        doubt_explanations=DOUBT_EXPLANATIONS, decision_words=DECISION_WORDS,
        events=events_of(("document", document_id), *(("import_row", row.id) for row in rows)),
    )


def _item(row: service.ReviewRow, focus: _Focus | None) -> dict[str, Any]:
    """A row as its card shows it."""
    own = edit_form(row)
    values = shown(row, own)
    lines = str(row.line) if row.line == row.last_line else f"{row.line}–{row.last_line}"
    first, last = (values[0][1], values[-1][1]) if values else (row.raw_text[:_EXCERPT], "")
    return {
        "row": row, "form": focus.form if focus else own, "shown": values, "focus": focus,
        "title": _("%(kind)s, line %(line)s", kind=KIND_WORDS[row.kind], line=lines),
        "excerpt": f"{first}: {last}" if row.kind is RowKind.ROLE else first,
    }


def _narrowed() -> dict[str, Any]:
    """What the address says of filter and page, to be kept on the way back."""
    return {name: request.args[name] for name in ("show", "kind", "page") if request.args.get(name)}


def _both_texts(act: _Act, form: EditForm, error: Stale) -> tuple[StaleField, ...]:
    """The decisions, and every value in which what was typed and what is saved differ."""
    words = {str(decision.value): str(word) for decision, word in DECISION_WORDS.items()}
    decisions = StaleField("decision", _("Decision"), words[act.decision], words[str(error.saved["decision"])])
    return (decisions, *stale_fields(form, error))
