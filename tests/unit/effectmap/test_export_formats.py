"""Each format of the map, made from values: whole, readable by what reads it, and inert whatever a title holds."""
from __future__ import annotations

import csv
import io
import re
from xml.etree.ElementTree import Element

import networkx as nx
import pytest
import yaml
from defusedxml.ElementTree import fromstring

from portfolio.core.errors import NotFound
from portfolio.core.separated import guarded
from portfolio.effectmap.export import FORMATS, file_of
from portfolio.effectmap.export.mermaid import mermaid
from portfolio.effectmap.export.paper import A3, SLIDE, Sheet, pages
from portfolio.effectmap.export.svg import svg
from portfolio.effectmap.picture.drawing import Mark
from portfolio.graph.kinds import LinkKind, NodeKind
from tests.payloads import PAYLOADS
from tests.unit.effectmap.exported import contents, link, node

SVG = "{http://www.w3.org/2000/svg}"
HARMLESS = {"svg", "title", "desc", "style", "defs", "marker", "path", "rect", "text", "g"}
LABEL = re.compile(r'"[^"]*"')


def nasty() -> tuple[list, list]:
    """Every payload as a title, a text and a rationale."""
    nodes = [node(number, title=text, description=text, owner=text) for number, text in enumerate(PAYLOADS, start=1)]
    links = [
        link(number, one, other, LinkKind.LEADS_TO, rationale=text, evidence=text)
        for number, (one, other, text) in enumerate(zip(nodes, nodes[1:], PAYLOADS, strict=False), start=1)
    ]
    return nodes, links


def texts_of(root: Element) -> str:
    return "\n".join(element.text or "" for element in root.iter(f"{SVG}text"))


def inert(root: Element) -> bool:
    """Whether no element of a picture acts or leads anywhere."""
    return not [name for each in root.iter() for name in each.attrib if name.lower().startswith("on") or "href" in name]


def test_a_picture_carries_title_date_legend_and_every_node() -> None:
    effect = node(1, NodeKind.EFFECT, "Svar samma dag")
    problem = node(1, title="Åtta köer på väg")
    late = Mark("Late", "▲", "warning", False, "", "")
    whole = contents([effect, problem], [link(1, effect, problem, LinkKind.COUNTERS)], marks=late)
    said = texts_of(fromstring(svg(whole)))
    for text in ("Digital ability", "DIG", "21", "2026", "Åtta köer på väg", "Svar samma dag", "Legend", "▲ Late",
                 "counters"):
        assert text in said


def test_a_picture_of_payloads_is_text_alone() -> None:
    root = fromstring(svg(contents(*nasty())))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= HARMLESS
    assert inert(root)
    assert sum(element.tag == f"{SVG}rect" for element in root.iter()) > len(PAYLOADS)


@pytest.mark.parametrize("sheet", [A3, SLIDE])
def test_pages_of_payloads_are_text_alone(sheet: Sheet) -> None:
    whole = contents(*nasty())
    roots = [fromstring(svg(whole, page)) for page in pages(whole, sheet)]
    assert {element.tag.removeprefix(SVG) for root in roots for element in root.iter()} <= HARMLESS
    assert all(map(inert, roots))


def test_a_map_too_tall_to_be_read_on_one_page_goes_over_several_with_every_node_on_one_of_them() -> None:
    many = contents([node(number, title=f"Problem number {number}") for number in range(1, 161)])
    assert len(re.findall(rb"/Type\s*/Page[^s]", file_of(many, "pdf").content)) > 1
    assert len(re.findall(rb"/Type\s*/Page[^s]", file_of(many, "slides").content)) > 4
    assert len(re.findall(rb"/Type\s*/Page[^s]", file_of(contents([node(1)]), "pdf").content)) == 1


def test_a_page_of_several_draws_its_own_nodes_and_says_which_page_and_part_it_is() -> None:
    many = contents([node(number, title=f"Nr {number}") for number in range(1, 161)])
    one, *others = (texts_of(fromstring(svg(many, page))).split("\n") for page in pages(many, A3))
    found = [line for said in (one, *others) for line in said if line.startswith("Nr ")]
    assert sorted(found) == sorted(f"Nr {number}" for number in range(1, 161))
    assert "page 1 of 2" in one[1]
    assert "page 2 of 2" in others[0][1]
    assert any(line.startswith("Problem · 1–") and line.endswith(" of 160") for line in one)
    assert any(line.startswith("Problem · ") and line.endswith("–160 of 160") for line in others[-1])


@pytest.mark.parametrize(("name", "start"), [("pdf", b"%PDF-"), ("slides", b"%PDF-"), ("png", b"\x89PNG")])
def test_paper_holds_payloads_and_signs_no_font_has(name: str, start: bytes) -> None:
    nodes, links = nasty()
    odd = node(99, title="\U0001f642 \ue000 \x0b \u6f22")
    assert file_of(contents([*nodes, odd], links), name).content.startswith(start)


@pytest.mark.parametrize("name", ["pdf", "slides"])
def test_a_pdf_is_tagged_and_says_its_title_and_language(name: str) -> None:
    pdf = file_of(contents([node(1, title="Å ä ö")]), name).content
    assert b"/MarkInfo" in pdf
    assert b"/Lang(sv" in pdf
    assert b"pdfuaid" in pdf


def test_graphml_is_read_by_a_graph_library_as_it_was_written() -> None:
    nodes, links = nasty()
    graph = nx.parse_graphml(file_of(contents(nodes, links), "graphml").content.decode(), force_multigraph=True)
    assert len(graph) == len(nodes)
    assert graph.number_of_edges() == len(links)
    assert [graph.nodes[each.reference]["title"] for each in nodes] == [
        each.title.replace("\r\n", "\n") for each in nodes]
    assert graph.graph["title"] == "Effect map: Digital ability"
    assert graph.graph["date"] == "2026-11-21"
    assert "problem (P): Problem" in graph.graph["legend"]


def test_graphml_shows_where_a_character_stood_that_xml_cannot_hold() -> None:
    found = nx.parse_graphml(file_of(contents([node(1, title="a\x0bb\x1fc")]), "graphml").content.decode())
    assert found.nodes["P1"]["title"] == "a\ufffdb\ufffdc"


def test_mermaid_keeps_each_title_in_its_quotes_on_its_line() -> None:
    nodes, links = nasty()
    text = mermaid(contents(nodes, links, name="%%{init: {}}%% \"x\"\n---"))
    head, body = text.split("\n---\n", 1)
    assert yaml.safe_load(head.removeprefix("---\n"))["title"].startswith('Effect map: %%{init: {}}%% "x" ---, DIG')
    bare = LABEL.sub("", body)
    assert re.fullmatch(r"[\w\s\[\](){}>|/.-]*", bare)
    assert "hit" not in bare
    assert all(re.fullmatch(r'"(?:[^\W_]|[ ,.:!?()/+–-]|#\d+;)*"', quoted) for quoted in LABEL.findall(body))
    assert len([line for line in body.splitlines() if "-->" in line]) == len(links)


def test_mermaid_gives_each_sign_back() -> None:
    text = mermaid(contents([node(1, title='<b>"x"</b> #35; å 漢 🙂')]))
    label = LABEL.search(text.split("end")[0].split("[", 2)[2])
    assert label is not None
    assert re.sub(r"#(\d+);", lambda code: chr(int(code[1])), label[0][1:-1]) == 'P1 <b>"x"</b> #35; å 漢 🙂'


@pytest.mark.parametrize(("language", "separator"), [("sv", ";"), ("en", ",")])
def test_a_sheet_gives_every_text_back(language: str, separator: str) -> None:
    nodes, links = nasty()
    whole = contents(nodes, links, language=language)
    for name, places, wanted in (
        ("nodes.csv", (4, 5), [(each.title, each.description) for each in nodes]),
        ("links.csv", (7, 8), [(each.rationale, each.evidence) for each in links]),
    ):
        content = file_of(whole, name).content
        assert content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator))
        assert {row[0] for row in rows[1:]} == {"DIG Digital ability"}
        assert {row[1] for row in rows[1:]} == {"2026-11-21"}
        assert [tuple(row[place].removeprefix("'") if row[place][:2] in STARTS or row[place][:2] == "''"
                      else row[place] for place in places) for row in rows[1:]] == wanted


STARTS = {"'=", "'+", "'-", "'@", "'\t"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "'"])
def test_no_cell_begins_a_formula(start: str) -> None:
    assert guarded(f"{start}1") == f"'{start}1"


def test_figures_and_plain_texts_stand_as_they_are() -> None:
    assert [guarded(cell) for cell in (3, "a=1", "", None)] == [3, "a=1", "", None]


def test_each_file_is_named_for_the_programme_the_map_and_the_day() -> None:
    whole = contents([node(1)], programme="../DIG 2026/å")
    names = {name: file_of(whole, name).name for name in FORMATS}
    assert names["pdf"] == "DIG_2026_a-effect-map-2026-11-21.pdf"
    assert names["slides"] == "DIG_2026_a-effect-map-2026-11-21-slides.pdf"
    assert names["nodes.csv"] == "DIG_2026_a-effect-map-2026-11-21-nodes.csv"
    assert len(set(names.values())) == len(FORMATS) == 8


def test_a_format_that_there_is_not_is_not_found() -> None:
    with pytest.raises(NotFound):
        file_of(contents([]), "docx")


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_map_is_a_file_too(name: str) -> None:
    assert file_of(contents([]), name).content
