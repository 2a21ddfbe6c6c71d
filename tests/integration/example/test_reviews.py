"""The example's own review: six weeks ago, with a record that holds and a last time for the next."""
from __future__ import annotations

from portfolio.risks.service.reviewing.closing import record_of
from portfolio.risks.service.reviewing.keeping import last_kept
from portfolio.risks.service.reviewing.needs import Reason, needing


def test_the_programmes_last_review_is_kept_whole(example):
    last = last_kept("programme", example.programme("DIG"))
    assert (example.today - last.closed_at.date()).days == 40
    content = record_of(last.id).content
    assert content == last.content
    assert len(content.participants) == 5
    assert {one.kind for one in content.decisions} == {"unchanged", "noted", "scored"}
    scores = {risk.reference: (risk.likelihood, risk.impact) for risk in content.risks}
    assert scores["R2"] == (2, 3)
    assert "R9" not in scores


def test_the_next_begins_with_what_has_gone_up_and_come_since(example):
    needs = {need.risk: need.reasons for need in needing("programme", example.programme("DIG"))}
    assert next(iter(needs)) == example.node("R2")
    assert Reason.MOVED_UP in needs[example.node("R2")]
    assert {Reason.NEW} <= set(needs[example.node("R9")]) & set(needs[example.node("R10")])
