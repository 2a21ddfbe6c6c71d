"""What a link builds on: typed in a form, told on every page, and drawn as assumed where it is no more than that."""
from __future__ import annotations

from datetime import date

import html5lib
import pytest

from portfolio.core.errors import Invalid
from portfolio.effectmap import service
from portfolio.effectmap.service.links import link_detail
from portfolio.graph.kinds import CLAIMED, LinkKind
from portfolio.programmes.models import EvidenceKind, Role
from portfolio.programmes.service.nodes import change_link, link
from tests.factories import Make
from tests.forms import send


@pytest.fixture
def pair(make: Make, programme: int) -> tuple[int, int]:
    return make.problem(programme=programme), make.consequence(programme=programme)


def test_a_link_is_given_its_evidence_by_form_and_every_page_tells_it(make, at, programme, pair):
    at("2026-03-23 08:00")
    browser, witness = make.browser(), make.person(name="Controller")
    link_id = make.link(*pair)
    answer = send(
        browser, f"/links/{link_id}/edit", rationale="Each unit buys its own", evidence_kind="document",
        evidence="The licence register, line 14", confidence="3", confirmed_by=str(witness), confirmed_on="2026-03-02",
    )
    assert answer.status_code == 302
    reader = make.browser(role=Role.READER)
    for who, page in ((browser, f"/nodes/{pair[0]}"), (browser, f"/programmes/{programme}/map?focus={pair[0]}"),
                      (reader, f"/programmes/{programme}/map?link={link_id}"), (browser, f"/links/{link_id}/remove")):
        html = who.get(page).text
        for words in ("Each unit buys its own", "Document: The licence register, line 14",
                      "Confidence: 3 Fairly certain", "Confirmed by Controller on Mar 2, 2026"):
            assert words in html, (page, words)
    assert "(Document, Confidence: 3 Fairly certain)" in browser.get(f"/programmes/{programme}/map/list").text


def test_history_tells_evidence_in_words(make, at, programme, pair):
    at("2026-03-23 08:00")
    link_id = make.link(*pair)
    values = {"evidence_kind": EvidenceKind.INTERVIEW, "confidence": 4, "confirmed_by": make.person(name="Controller")}
    change_link(link_id, values, version=None, by=None)
    html = make.browser().get(f"/programmes/{programme}/history").text
    for words in ("Kind of evidence", "Interview", "4 Certain", "Confirmed on", "Mar 23, 2026"):
        assert words in html


def test_whoever_confirms_without_a_day_has_done_so_today(make, at, pair):
    at("2026-03-23 08:00")
    link_id = make.link(*pair, confirmed_by=make.person())
    assert link_detail(link_id).confirmed_on == date(2026, 3, 23)
    change_link(link_id, {"confirmed_by": None, "confirmed_on": None}, version=None, by=None)
    assert link_detail(link_id).confirmed_on is None
    change_link(link_id, {"confirmed_by": make.person()}, version=None, by=None)
    assert link_detail(link_id).confirmed_on == date(2026, 3, 23)


@pytest.mark.parametrize(("day", "named"), [("2026-03-24", True), ("2026-03-20", False)])
def test_a_day_to_come_and_a_day_without_anybody_are_refused_at_the_field_and_the_text_stays(
    make, at, pair, day, named
):
    at("2026-03-23 08:00")
    link_id, person = make.link(*pair), make.person()
    answer = send(
        make.browser(), f"/links/{link_id}/edit", rationale="Kept words", confirmed_on=day,
        confirmed_by=str(person) if named else "",
    )
    assert answer.status_code == 422
    assert 'href="#confirmed_on"' in answer.text
    assert "Kept words" in answer.text
    assert link_detail(link_id).rationale == ""


def test_the_services_refuse_the_same(make, at, pair):
    at("2026-03-23 08:00")
    with pytest.raises(Invalid) as refused:
        link(*pair, LinkKind.LEADS_TO, by=None, confirmed_on=date(2026, 3, 1))
    assert refused.value.field == "confirmed_on"
    link_id = make.link(*pair, confirmed_by=make.person())
    for values in ({"confirmed_by": None}, {"confirmed_on": date(2026, 4, 1)}):
        with pytest.raises(Invalid) as refused:
            change_link(link_id, values, version=None, by=None)
        assert refused.value.field == "confirmed_on"


@pytest.mark.parametrize("field", [("evidence_kind", "hearsay"), ("confidence", "5"), ("confidence", "x")])
def test_what_is_none_of_the_choices_is_refused(make, pair, field):
    link_id = make.link(*pair)
    assert send(make.browser(), f"/links/{link_id}/edit", **dict([field])).status_code == 422


@pytest.mark.parametrize(
    ("kind", "confirmed", "assumed"), [
        (None, False, True), (None, True, True), (EvidenceKind.ASSUMPTION, True, True),
        (EvidenceKind.DOCUMENT, False, True), (EvidenceKind.DOCUMENT, True, False),
        (EvidenceKind.MEASUREMENT, True, False),
    ],
)
def test_a_claim_is_assumed_unless_it_builds_on_something_and_somebody_has_confirmed_it(
    make, pair, *, kind, confirmed, assumed
):
    link_id = make.link(*pair, evidence_kind=kind, confirmed_by=make.person() if confirmed else None)
    programme = link_detail(link_id).source.programme
    assert link_detail(link_id).assumed is assumed
    assert service.map_of(programme).link_facts[link_id].assumed is assumed
    html = make.browser().get(f"/programmes/{programme}/map").text
    paths = [path for path in html5lib.parse(html).iter("{http://www.w3.org/2000/svg}path") if path.get("data-line")]
    assert [("map__link--assumed" in path.get("class")) for path in paths] == [assumed]


def test_what_a_programme_decides_by_itself_is_never_assumed(make, programme):
    effect = make.effect(programme=programme)
    workstream = make.workstream(programme=programme, effects=(effect,))
    make.activity(programme=programme, workstreams=(workstream,))
    data = service.map_of(programme)
    assert {link.kind for link in data.links} == {LinkKind.DRIVES, LinkKind.PART_OF}
    assert not CLAIMED & {link.kind for link in data.links}
    assert not any(facts.assumed for facts in data.link_facts.values())
    assert "No evidence is given." not in make.browser().get(f"/nodes/{effect}").text


def test_a_form_opened_from_the_map_leads_back_to_it_in_its_view(make, programme, pair):
    link_id = make.link(*pair)
    page = f"/links/{link_id}/edit?back=map&focus={pair[0]}&show=risk&kinds=problem&kinds=consequence"
    answer = send(make.browser(), page, rationale="Counted")
    assert answer.location == (
        f"/programmes/{programme}/map?focus={pair[0]}&show=risk&kinds=problem&kinds=consequence"
    )


def test_a_reader_sees_the_grounds_of_a_link_and_no_form(make, programme, pair):
    link_id = make.link(*pair, evidence="Licence count")
    html = make.browser(role=Role.READER).get(f"/programmes/{programme}/map?link={link_id}").text
    assert "Evidence: Licence count" in html
    assert f"/links/{link_id}/edit" not in html
    assert "map/unlink" not in html


@pytest.mark.parametrize("asked", ["999999", "0", "x"])
def test_a_link_that_is_not_there_leaves_the_map_as_it_is(make, programme, pair, asked):
    make.link(*pair)
    assert make.browser().get(f"/programmes/{programme}/map?link={asked}").status_code == 200


def test_a_link_of_another_map_is_not_shown_beside_this_one(make, programme):
    other = make.programme()
    ends = make.problem(programme=other), make.consequence(programme=other)
    foreign = make.link(*ends, rationale="Elsewhere")
    assert "Elsewhere" not in make.browser().get(f"/programmes/{programme}/map?link={foreign}").text
