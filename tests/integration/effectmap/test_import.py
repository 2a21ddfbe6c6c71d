"""A GraphML file brought in through its page: reviewed first, then all of it or nothing, and never over anybody."""
from __future__ import annotations

import io
from typing import Any

import pytest
from flask.testing import FlaskClient

from portfolio.core.db import rows
from portfolio.core.errors import Invalid
from portfolio.core.history import Event
from portfolio.effectmap.intake import MOST_CHANGES, read_graphml
from portfolio.effectmap.service.bringing_in import bring_in, plan_of
from portfolio.programmes.models import Link, Node, Role
from portfolio.programmes.service.nodes import change_node
from tests.factories import Make
from tests.forms import form_in
from tests.payloads import PAYLOADS
from tests.queries import counted
from tests.unit.effectmap.test_intake import ALL, LAUGHS, a_node, an_edge, file


@pytest.fixture
def programme(make: Make) -> int:
    """A programme with a problem, a consequence and the link between them."""
    found = make.programme()
    problem = make.problem(programme=found, title="Köer på väg", description="Rad ett\r\nrad två")
    consequence = make.consequence(programme=found, title="Folk väntar \x0b länge")
    make.link(problem, consequence, rationale="Så är det", evidence="Enkät", strength=3)
    return found


def address(programme: int) -> str:
    return f"/programmes/{programme}/map/import"


def choose(browser: FlaskClient, programme: int, content: bytes, name: str = "karta.graphml") -> Any:
    """Choose a file, as a browser sends it."""
    page = address(programme)
    token = form_in(browser.get(page).text, page)["csrf_token"][0]
    return browser.post(page, data={"csrf_token": token, "file": (io.BytesIO(content), name)},
                        content_type="multipart/form-data")


def accept(browser: FlaskClient, programme: int, reviewed: Any) -> Any:
    """Press the button under what has been reviewed."""
    values = form_in(reviewed.text, address(programme))
    return browser.post(address(programme), data={name: found[0] for name, found in values.items()})


def exported(browser: FlaskClient, programme: int) -> bytes:
    data: bytes = browser.get(f"/programmes/{programme}/map/export/graphml").data
    return data


def stored() -> list[Any]:
    nodes = Node.select(Node.kind, Node.reference, Node.title, Node.description, Node.version).order_by(Node.id)
    links = Link.select(Link.kind, Link.source, Link.target, Link.rationale, Link.version).order_by(Link.id)
    return rows(nodes) + rows(links)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_maps_own_file_makes_no_difference(make: Make, programme: int, language: str) -> None:
    browser = make.browser(language=language)
    before = stored()
    answer = choose(browser, programme, exported(browser, programme))
    assert answer.status_code == 200
    assert "notice--good" in answer.text
    assert 'name="digest"' not in answer.text
    assert stored() == before


def test_sixty_payloads_go_out_and_come_in_with_no_difference(make: Make) -> None:
    programme = make.programme()
    consequence = make.consequence(programme=programme, title=PAYLOADS[0])
    for text in PAYLOADS:
        problem = make.problem(programme=programme, title=text, description=text, source=text)
        make.link(problem, consequence, rationale=text, evidence=text)
    browser = make.browser()
    answer = choose(browser, programme, exported(browser, programme))
    assert "No difference" in answer.text
    assert "Already there: nodes 61, links 60." in answer.text


def test_a_new_map_of_payloads_comes_in_whole_and_then_makes_no_difference(make: Make) -> None:
    old, new = make.programme(), make.programme()
    consequence = make.consequence(programme=old, title="Slut")
    for text in PAYLOADS:
        make.link(make.problem(programme=old, title=text), consequence, rationale=text)
    browser = make.browser()
    assert accept(browser, new, choose(browser, new, exported(browser, old))).status_code == 302
    titles = {title for (title,) in rows(Node.select(Node.title).where(Node.programme == new))}
    assert titles >= {text.strip().replace("\r\n", "\n") for text in PAYLOADS}
    assert "No difference" in choose(browser, new, exported(browser, new)).text


def test_nothing_is_written_before_it_is_accepted_and_then_each_change_with_its_event(
    make: Make, programme: int
) -> None:
    browser = make.browser()
    before, events = stored(), Event.select().count()
    body = a_node("x", kind="effect", title="Svar samma dag") + a_node("P1", reference="P1", title="Längre köer")
    body += an_edge("x", "P1", kind="counters", rationale="Hinns med", confidence="2")
    reviewed = choose(browser, programme, file(body))
    assert "3 changes would be made." in reviewed.text
    assert (stored(), Event.select().count()) == (before, events)
    assert accept(browser, programme, reviewed).status_code == 302
    found = {node.reference: node for node in Node.select().where(Node.programme == programme)}
    assert found["P1"].title == "Längre köer"
    assert found["P1"].description == "Rad ett\r\nrad två"
    assert found["E1"].title == "Svar samma dag"
    drawn = Link.get(Link.source == found["E1"].id)
    assert (drawn.target_id, drawn.kind, drawn.rationale, drawn.confidence) == (
        found["P1"].id, "counters", "Hinns med", 2)
    told = rows(Event.select(Event.record, Event.act, Event.reason).order_by(Event.id.desc()).limit(3))
    assert sorted(told) == sorted([
        ("problem", "changed", "Import: karta.graphml"), ("effect", "created", "Import: karta.graphml"),
        ("link", "created", "Import: karta.graphml"),
    ])


def test_every_kind_can_be_brought_in_and_joined(make: Make, programme: int) -> None:
    kinds = ("goal", "problem", "circumstance", "consequence", "effect", "workstream", "activity")
    body = "".join(a_node(kind, kind=kind, title=f"En {kind}") for kind in kinds)
    body += an_edge("activity", "workstream", kind="part_of") + an_edge("workstream", "effect", kind="drives")
    body += an_edge("effect", "goal", kind="contributes_to") + an_edge("circumstance", "problem", kind="aggravates")
    browser = make.browser()
    assert accept(browser, programme, choose(browser, programme, file(body))).status_code == 302
    page = browser.get(f"/programmes/{programme}/map/list").text
    assert all(f"En {kind}" in page for kind in kinds)


def test_what_cannot_be_used_is_named_and_the_rest_can_still_be_brought_in(make: Make, programme: int) -> None:
    body = a_node("a", kind="dragon", title="Drake") + a_node("b", kind="problem", title="Går bra")
    body += a_node("c", kind="problem", title="x" * 5_000) + an_edge("b", "ghost", kind="leads_to")
    browser = make.browser()
    reviewed = choose(browser, programme, file(body))
    for sentence in ("“dragon” is no kind of node.", "Title has 5000 characters; at most 200 are kept.",
                     "Its end “ghost” is not in the file.", "1 change would be made."):
        assert sentence in reviewed.text
    accept(browser, programme, reviewed)
    assert Node.select().where((Node.programme == programme) & (Node.title == "Går bra")).exists()


def test_more_than_can_be_written_at_once_is_shown_but_not_offered(make: Make, programme: int) -> None:
    browser = make.browser()
    body = "".join(a_node(f"n{each}", kind="problem", title=f"T{each}") for each in range(MOST_CHANGES + 1))
    reviewed = choose(browser, programme, file(body))
    assert "The file would make 1001 changes; at most 1000 are made at once." in reviewed.text
    assert 'name="digest"' not in reviewed.text
    plan = plan_of(programme, read_graphml(file(body)), ALL)
    with pytest.raises(Invalid, match="1000"):
        bring_in(programme, read_graphml(file(body)), ALL, digest=plan.digest, source="x", by=None)


BAD = {
    "empty": (b"", "k.graphml", "The file is empty."),
    "no XML": (b"P1;P2", "k.graphml", "The file is not whole XML"),
    "wrong ending": (file(""), "karta.docx", "does not end with .graphml or .xml."),
    "billion laughs": (LAUGHS.encode(), "k.graphml", "The file declares a document type or entities."),
    "external entity": (b'<!DOCTYPE g [<!ENTITY x SYSTEM "file:///etc/passwd">]><graphml>&x;</graphml>', "k.xml",
                        "The file declares a document type or entities."),
    "50,000 nodes": (file("<node/>" * 50_000), "k.graphml", "The file holds 50000 nodes"),
}


@pytest.mark.parametrize(("content", "name", "sentence"), BAD.values(), ids=list(BAD))
def test_a_bad_file_is_answered_where_it_was_chosen_and_nothing_is_changed(
    make: Make, programme: int, content: bytes, name: str, sentence: str
) -> None:
    browser = make.browser()
    before, events = stored(), Event.select().count()
    answer = choose(browser, programme, content, name)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'id="file-error"' in answer.text
    assert (stored(), Event.select().count()) == (before, events)


def test_no_file_at_all_is_asked_for(make: Make, programme: int) -> None:
    browser = make.browser()
    token = form_in(browser.get(address(programme)).text, address(programme))["csrf_token"][0]
    answer = browser.post(address(programme), data={"csrf_token": token})
    assert answer.status_code == 422
    assert "Choose a file." in answer.text


def test_a_file_that_is_too_large_is_a_message_at_the_field(make: Make, programme: int, app: Any) -> None:
    browser = make.browser()
    app.config["MAX_CONTENT_LENGTH"] = 5_000
    answer = choose(browser, programme, file("<!-- -->" * 5_000))
    assert answer.status_code == 413
    assert "The file is too large" in answer.text


def test_without_its_token_nothing_is_read(make: Make, programme: int) -> None:
    answer = make.browser().post(address(programme), data={"file": (io.BytesIO(file("")), "k.graphml")})
    assert answer.status_code == 400


def test_a_map_that_has_moved_on_is_shown_anew_before_anything_is_written(make: Make, programme: int) -> None:
    browser = make.browser()
    reviewed = choose(browser, programme, file(a_node("P1", reference="P1", title="Från filen")))
    problem = Node.get((Node.programme == programme) & (Node.reference == "P1"))
    change_node(problem.id, {"title": "Någon var först"}, version=1, by=None)
    answer = accept(browser, programme, reviewed)
    assert answer.status_code == 409
    assert "The map has changed since you reviewed the file." in answer.text
    assert "Någon var först" in answer.text
    assert Node.get_by_id(problem.id).title == "Någon var först"
    assert accept(browser, programme, answer).status_code == 302
    assert Node.get_by_id(problem.id).title == "Från filen"


def test_accepting_twice_brings_nothing_in_twice(make: Make, programme: int) -> None:
    browser = make.browser()
    reviewed = choose(browser, programme, file(a_node("P1", reference="P1", title="En gång")))
    accept(browser, programme, reviewed)
    before = stored()
    assert accept(browser, programme, reviewed).status_code == 409
    assert stored() == before


@pytest.mark.parametrize("content", ["", "%%%", "AAAA"])
def test_a_review_that_is_lost_on_the_way_is_asked_for_again(make: Make, programme: int, content: str) -> None:
    browser = make.browser()
    values = form_in(choose(browser, programme, file(a_node("a", kind="goal", title="M"))).text, address(programme))
    answer = browser.post(address(programme), data={**{name: found[0] for name, found in values.items()},
                                                    "content": content})
    assert answer.status_code == 422
    assert "lost on the way" in answer.text


def test_whoever_may_not_edit_the_map_brings_nothing_in(make: Make, programme: int) -> None:
    for role in (Role.READER, Role.STEERING_MEMBER):
        browser = make.browser(role=role, programme=None if role is Role.READER else programme)
        assert browser.get(address(programme)).status_code == 403


def test_a_larger_file_costs_no_more_queries_to_review(make: Make, programme: int) -> None:
    browser = make.browser()
    small = file("".join(a_node(f"n{each}", kind="problem", title=f"T{each}") for each in range(2)))
    large = file("".join(a_node(f"n{each}", kind="problem", title=f"T{each}") for each in range(200)))
    choose(browser, programme, small)
    counts = []
    for content in (small, large):
        with counted() as asked:
            assert choose(browser, programme, content).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
