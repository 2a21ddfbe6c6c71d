"""What every answer shares: language, errors, headers, health."""
from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portfolio.core import db
from portfolio.core.errors import Forbidden, Invalid, NotFound
from portfolio.core.templating import asset
from tests.factories import Make


def test_swedish_is_the_default(client: FlaskClient) -> None:
    assert '<html lang="sv">' in client.get("/sign-in").text


def test_the_browsers_wish_counts_where_nothing_was_chosen(client: FlaskClient) -> None:
    assert '<html lang="en">' in client.get("/sign-in", headers={"Accept-Language": "en-GB,en;q=0.8"}).text


def test_a_language_that_is_none_of_ours_gives_the_default(client: FlaskClient) -> None:
    assert '<html lang="sv">' in client.get("/sign-in", headers={"Accept-Language": "fi"}).text


@pytest.mark.parametrize(("error", "status"), [(NotFound(), 404), (Forbidden(), 403), (Invalid("No."), 422)])
def test_an_error_of_the_domain_is_a_page_with_its_status(app: Flask, client: FlaskClient, error, status: int) -> None:
    def failing() -> str:
        raise error

    app.view_functions["health.alive"] = failing
    answer = client.get("/healthz")
    assert answer.status_code == status
    assert "<h1>" in answer.text


def test_an_address_that_is_none_is_a_page_too(client: FlaskClient) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "<h1>" in answer.text


def test_a_built_file_is_asked_for_once_and_a_page_every_time(client: FlaskClient) -> None:
    for address, kept in ((asset("app.css"), True), ("/static/dist/app.css", False)):
        with client.get(address) as style:
            assert (style.status_code, "immutable" in style.headers["Cache-Control"]) == (200, kept)
    assert client.get("/sign-in?v=1").headers["Cache-Control"] == "no-store"


def test_too_much_at_once_is_refused_with_a_page(app: Flask, make: Make) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    answer = make.browser().post("/language", data={"language": "en", "more": "x" * 2000})
    assert answer.status_code == 413
    assert "<h1>" in answer.text


def test_a_server_with_its_migrations_is_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_a_server_that_cannot_sign_cookies_is_not_ready(app: Flask, client: FlaskClient) -> None:
    app.secret_key = ""
    answer = client.get("/readyz")
    assert (answer.status_code, "MALBILD_SECRET_KEY" in answer.text) == (503, True)


def test_a_server_whose_migrations_are_to_come_says_which(app: Flask, client: FlaskClient) -> None:
    db.database.execute_sql("DELETE FROM schema_migration WHERE name = '0006_documents'")
    answer = client.get("/readyz")
    db.database.execute_sql(
        "INSERT INTO schema_migration (name, applied) VALUES ('0006_documents', '2026-01-01 00:00:00')"
    )
    assert answer.status_code == 503
    assert "0006_documents" in answer.text
