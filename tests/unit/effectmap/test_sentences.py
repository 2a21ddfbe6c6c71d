"""Links and gaps in words. The order of pieces, and which of them are links, is what a page relies on."""
from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from portfolio.effectmap import sentences
from portfolio.effectmap.sentences import (
    claim,
    claim_text,
    claim_to_make,
    claim_words,
    claims_worded,
    gap,
    gap_word,
    sentence,
    together,
)
from portfolio.graph.coverage import GapCode
from portfolio.graph.kinds import LinkKind
from tests.unit.effectmap.maps import node

P2, P3, P5, K2 = node("P2"), node("P3"), node("P5"), node("K2")
GAPS_OF = {
    GapCode.PROBLEM_WITHOUT_CONSEQUENCE: "P1", GapCode.CONSEQUENCE_WITHOUT_EFFECT: "K1",
    GapCode.EFFECT_WITHOUT_WORKSTREAM: "E1", GapCode.WORKSTREAM_WITHOUT_ACTIVITY: "W1",
    GapCode.ACTIVITY_WITHOUT_EFFECT: "A1", GapCode.WITHOUT_OWNER: "E1", GapCode.EFFECT_WITHOUT_MEASURE: "E1",
    GapCode.EFFECT_WITHOUT_BASELINE: "E1", GapCode.NOT_OWNED_IN_LINE: "A1",
}


@pytest.fixture(params=["en", "sv"])
def language(app: Flask, request: pytest.FixtureRequest) -> Iterator[str]:
    with app.test_request_context(headers={"Accept-Language": request.param}):
        yield request.param


@pytest.fixture
def swedish(app: Flask) -> Iterator[None]:
    with app.test_request_context(headers={"Accept-Language": "sv"}):
        yield


@pytest.fixture
def english(app: Flask) -> Iterator[None]:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield


def test_a_link_names_the_other_end_with_its_title_and_links_it(english):
    said = claim(LinkKind.LEADS_TO, P3, K2, here=P3.id)
    assert str(said) == "P3 leads to K2 Title of K2"
    assert [(piece.text, piece.node) for piece in said.pieces] == [
        ("P3", None), (" leads to ", None), ("K2 Title of K2", K2),
    ]


def test_a_link_seen_from_nowhere_links_both_ends(english):
    said = claim(LinkKind.LEADS_TO, P3, K2)
    assert str(said) == "P3 Title of P3 leads to K2 Title of K2"
    assert [piece.node for piece in said.pieces if piece.node] == [P3, K2]


def test_every_kind_of_link_can_be_said_of_one_and_of_several(language):
    said = set()
    for kind in LinkKind:
        one = str(sentence(claim_text(kind, [P2], [K2]), [P2, K2]))
        several = str(sentence(claim_text(kind, [P2, P3], [K2]), [P2, P3, K2]))
        assert one.startswith("P2 ")
        assert one.endswith(" K2")
        assert several.startswith("P2 and P3 " if language == "en" else "P2 och P3 ")
        said.add(one)
    assert len(said) == len(LinkKind)


def test_many_links_are_worded_as_each_alone_without_asking_for_a_translation_of_each(language, monkeypatch):
    alone = [claim_words(kind, "P2", "K2 100 %") for kind in LinkKind]
    worded = claims_worded()
    monkeypatch.setattr(sentences, "ngettext", None)
    assert [worded(kind, "P2", "K2 100 %") for kind in LinkKind] == alone


def test_three_things_are_joined_by_a_comma_and_an_and(english):
    assert str(sentence(together([P2, P3, P5]), [P2, P3, P5])) == "P2, P3 and P5"


def test_three_things_are_joined_in_swedish(swedish):
    assert str(sentence(together([P2, P3, P5]), [P2, P3, P5])) == "P2, P3 och P5"


def test_swedish_says_what_leads_and_what_counters(swedish):
    assert str(claim(LinkKind.LEADS_TO, P3, K2, here=P3.id)) == "P3 leder till K2 Title of K2"
    assert str(claim(LinkKind.COUNTERS, node("E2"), K2, here=K2.id)) == "E2 Title of E2 motverkar K2"


def test_a_link_to_be_made_has_a_gap_at_its_other_end(english):
    assert claim_to_make(LinkKind.LEADS_TO, P3, outgoing=True) == "P3 leads to …"
    assert claim_to_make(LinkKind.LEADS_TO, P3, outgoing=False) == "… leads to P3"


@pytest.mark.parametrize("code", list(GapCode))
def test_every_gap_is_a_sentence_that_links_its_node(language, code):
    lacking = node(GAPS_OF[code])
    said = gap(code, lacking)
    assert str(said).endswith(".")
    assert [piece.node for piece in said.pieces if piece.node] == [lacking]
    word = gap_word([code], lacking.kind)
    assert word.startswith("Gap: " if language == "en" else "Lucka: ")
    assert len(word) <= 22, "stands beside the reference in the node's box"


def test_a_missing_owner_is_called_by_what_each_kind_calls_it(english):
    said = [str(gap(GapCode.WITHOUT_OWNER, node(reference))) for reference in ("E1", "W1", "A1")]
    assert said == ["E1 has no owner.", "W1 has no lead.", "Nobody is responsible for A1."]


def test_gaps_are_said_in_swedish(swedish):
    assert str(gap(GapCode.PROBLEM_WITHOUT_CONSEQUENCE, node("P4"))) == "P4 har ingen konsekvens."
    assert gap_word([GapCode.PROBLEM_WITHOUT_CONSEQUENCE], "problem") == "Lucka: ingen följd"


def test_several_gaps_at_one_node_are_counted(english):
    codes = [GapCode.EFFECT_WITHOUT_WORKSTREAM, GapCode.WITHOUT_OWNER]
    assert gap_word(codes, "effect") == "2 gaps"


def test_a_title_with_per_cent_signs_and_braces_stays_as_it_is(english):
    odd = K2._replace(title="50 % %(source)s {0} <b>")
    assert str(claim(LinkKind.LEADS_TO, P3, odd, here=P3.id)) == "P3 leads to K2 50 % %(source)s {0} <b>"
