"""Loading a review of risks: begun, gone through and closed on one day."""
from __future__ import annotations

from portfolio.risks.service.reviewing import deciding
from portfolio.risks.service.reviewing.closing import close
from portfolio.risks.service.reviewing.deciding import Turn
from portfolio.risks.service.reviewing.meetings import begin

from .content.review_shapes import ReviewText, TakenUp
from .timeline import Past


def plan_review(past: Past, text: ReviewText, *, programme: str) -> None:
    """Plan a review of a programme (its reference); its id is kept as ("review", its title)."""
    past.plan(text.on, _begin, past, text, programme)
    for taken in text.taken_up:
        past.plan(text.on, _take_up, past, text, programme, taken)
    past.plan(text.on, _close, past, text)


def _begin(past: Past, text: ReviewText, programme: str) -> None:
    past.ids["review", text.title] = begin(
        "programme", past.ids["programme", programme], title=text.title,
        participants=past.many("person", text.participants), by=past.person(text.chair),
    )


def _take_up(past: Past, text: ReviewText, programme: str, taken: TakenUp) -> None:
    turn = Turn(past.ids["review", text.title], past.ids[programme, taken.risk], past.person(text.chair))
    if taken.score is not None:
        deciding.score(turn, likelihood=taken.score[0], impact=taken.score[1], reason=taken.note)
    elif taken.unchanged:
        deciding.unchanged(turn, note=taken.note)
    else:
        deciding.note(turn, note=taken.note)


def _close(past: Past, text: ReviewText) -> None:
    close(
        past.ids["review", text.title], version=None, by=past.person(text.chair),
        participants=past.many("person", text.participants), note=text.note,
    )
