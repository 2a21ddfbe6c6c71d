"""The map's files by their addresses: what they are called, who may have them, and that a view narrows them."""
from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring

from portfolio.effectmap.export import FORMATS
from portfolio.graph.kinds import NodeKind
from portfolio.programmes.models import Role
from portfolio.programmes.service.nodes import archive_node
from tests.factories import Make
from tests.queries import counted
from tests.unit.effectmap.test_export_formats import HARMLESS, SVG, texts_of


@pytest.fixture
def drawn(make: Make) -> dict[str, int]:
    """A small map: P1 → K1 ← E1, and a problem that has been archived."""
    programme = make.programme(target_picture="Svar samma dag")
    person = make.person(name="Åsa Ägare")
    nodes = {"programme": programme}
    nodes["P1"] = make.problem(programme=programme, title="Köer på väg", source="Enkät, rad 4")
    nodes["K1"] = make.consequence(programme=programme, title="Folk väntar")
    nodes["E1"] = make.effect(programme=programme, title="Svar samma dag", owner=person)
    make.link(nodes["P1"], nodes["K1"], rationale="Så är det", evidence="Enkät", strength=3, confirmed_by=person)
    make.link(nodes["E1"], nodes["K1"])
    gone = make.problem(programme=programme, title="Arkiverat")
    archive_node(gone, version=1, by=None)
    return nodes


def address(drawn: dict[str, int], format: str = "", **query: Any) -> str:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    end = f"/{format}" if format else ""
    return f"/programmes/{drawn['programme']}/map/export{end}" + (f"?{asked}" if asked else "")


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_is_sent_to_be_kept_and_not_to_be_run(make: Make, drawn: dict[str, int], name: str) -> None:
    answer = make.browser().get(address(drawn, name))
    assert answer.status_code == 200
    assert answer.mimetype == FORMATS[name].media_type
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.headers["Content-Disposition"].endswith(FORMATS[name].ending)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_page_explains_every_format_and_leads_to_it(make: Make, drawn: dict[str, int], language: str) -> None:
    page = make.browser(language=language).get(address(drawn)).text
    assert all(address(drawn, name) in page for name in FORMATS)
    assert "/map/import" in page


def test_whoever_may_only_read_is_offered_no_import(make: Make, drawn: dict[str, int]) -> None:
    page = make.browser(role=Role.READER).get(address(drawn)).text
    assert address(drawn, "svg") in page
    assert "/map/import" not in page


def test_a_stranger_gets_no_file(make: Make, drawn: dict[str, int]) -> None:
    other = make.browser(role=Role.PROGRAMME_MANAGER, programme=make.programme())
    assert [other.get(address(drawn, name)).status_code for name in FORMATS] == [404] * len(FORMATS)


def test_another_format_is_not_found(make: Make, drawn: dict[str, int]) -> None:
    assert make.browser().get(address(drawn, "docx")).status_code == 404


def test_the_picture_holds_what_stands_on_the_map_and_not_what_is_archived(make: Make, drawn: dict[str, int]) -> None:
    root = fromstring(make.browser().get(address(drawn, "svg")).text)
    said = texts_of(root)
    for text in ("Köer på väg", "Folk väntar", "M1 Målbild. Svar samma dag", "Legend", "leads to, counters"):
        assert text in said
    assert "Arkiverat" not in said
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= HARMLESS


def test_a_view_narrows_every_file_and_the_page_says_so(make: Make, drawn: dict[str, int]) -> None:
    browser = make.browser()
    page = browser.get(address(drawn, kinds="problem")).text
    assert "The files hold what the view leaves on the map" in page
    assert address(drawn, "svg", kinds="problem") in page
    picture = browser.get(address(drawn, "svg", kinds="problem")).text
    assert "a selection of the map" in picture
    assert "Folk väntar" not in picture
    assert b"Folk" not in browser.get(address(drawn, "graphml", kinds="problem")).data
    assert "Folk" not in browser.get(address(drawn, "mermaid", q="vantar_inte")).text


def test_slides_are_a_pdf_of_wide_pages_of_what_the_view_leaves(make: Make, drawn: dict[str, int]) -> None:
    for number in range(40):
        make.problem(programme=drawn["programme"], title=f"Mer {number}")
    browser = make.browser()
    answer = browser.get(address(drawn, "slides"))
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].endswith("-slides.pdf")
    assert b"/MediaBox[0 0 960 540]" in answer.data
    few = browser.get(address(drawn, "slides", kinds="consequence")).data
    assert answer.data.count(b"/MediaBox") > few.count(b"/MediaBox") == 1


def test_the_sheet_of_links_names_both_ends_and_all_grounds(make: Make, drawn: dict[str, int]) -> None:
    text = make.browser(language="sv").get(address(drawn, "links.csv")).data.decode("utf-8-sig")
    first = next(iter(csv.DictReader(io.StringIO(text, newline=""), delimiter=";")))
    values = list(first.values())
    assert {"P1", "leder till", "K1", "Folk väntar", "Så är det", "Enkät", "3", "Åsa Ägare"} <= set(values)


def test_the_sheet_of_nodes_says_who_answers_and_how_it_stands(make: Make, drawn: dict[str, int]) -> None:
    text = make.browser().get(address(drawn, "nodes.csv")).data.decode("utf-8-sig")
    rows = {row["Reference"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    assert rows["E1"]["Owner"] == "Åsa Ägare"
    assert rows["P1"]["Source"] == "Enkät, rad 4"
    assert rows["P1"]["Kind"] == "Problem"


def test_a_large_map_costs_no_more_queries_than_a_small_one(make: Make, drawn: dict[str, int]) -> None:
    browser = make.browser()
    browser.get(address(drawn, "graphml"))
    with counted() as few:
        browser.get(address(drawn, "graphml"))
    for number in range(20):
        problem = make.problem(programme=drawn["programme"], title=f"Mer {number}")
        make.link(problem, drawn["K1"])
    with counted() as many:
        browser.get(address(drawn, "graphml"))
    assert len(many) == len(few)


def test_every_kind_of_node_has_a_shape_and_a_place_in_every_file(make: Make) -> None:
    programme = make.programme(target_picture="Mål")
    for kind in ("problem", "consequence", "circumstance", "effect", "workstream", "activity"):
        getattr(make, kind)(programme=programme, title=f"En {kind}")
    browser = make.browser()
    for name in ("svg", "graphml", "nodes.csv"):
        text = browser.get(f"/programmes/{programme}/map/export/{name}").text
        assert all(f"En {kind.value}" in text for kind in NodeKind if kind not in (NodeKind.GOAL, NodeKind.RISK)), name
    assert browser.get(f"/programmes/{programme}/map/export/mermaid").text.count("En ") == 6
