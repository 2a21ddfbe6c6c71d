"""Boards: a matrix with what is missing and the risks themselves, for an analysis and for a programme."""
from __future__ import annotations

from typing import Any

from flask import render_template, request

from portfolio.core import clock
from portfolio.core.access import Permission, Scope, may, requires
from portfolio.core.drawn import drawn
from portfolio.core.paging import PAGE_SIZE, Page
from portfolio.core.templating import scope_of_request
from portfolio.programmes.routes import frame
from portfolio.programmes.service.programmes import frame_of, scope_of_programme
from portfolio.risks.mending import gap_lines, plan_sentences
from portfolio.risks.service.analyses import analyses_in
from portfolio.risks.service.boards import Board, board_of_programme
from portfolio.risks.service.escalations import waiting_in
from portfolio.risks.service.plan import RiskLine
from portfolio.risks.service.readiness import by_risk, plan_summary
from portfolio.risks.words import ANALYSIS_STATE_WORDS, OCCASION_WORDS

from .matrices import matrix_page
from .pages import Answer, blueprint, rows_drawn

# So many gaps are put into words; of the others it is said how many there are.
_SHOWN = 50


def board_page(board: Board, home: str, key: int) -> dict[str, Any]:
    """What `risks/_board.html` needs of a board: its matrices, gaps in words and a page of risks.

    home: "analysis" or "programme", with its id.
    """
    number = min(max(1, request.args.get("page", 1, type=int)), max(1, -(-len(board.risks) // PAGE_SIZE)))
    shown: tuple[RiskLine, ...] = board.risks[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    scope = scope_of_request() or Scope()
    missing = [gap for gap in board.gaps if gap.blocks]
    notes = [gap for gap in board.gaps if not gap.blocks]
    return {
        "matrix": matrix_page(home, key, risks=board.risks),
        "missing": gap_lines(missing[:_SHOWN], scope), "missing_count": len(missing),
        "plan": plan_sentences(plan_summary(board.risks, board.actions)),
        "notes": gap_lines(notes[:_SHOWN], scope), "notes_count": len(notes),
        "page": Page(shown, number, len(board.risks)),
        "rows": rows_drawn().plain(shown, by_risk(board.actions)),
    }


@blueprint.get("/programmes/<int:programme_id>/risks")
@requires(Permission.RISK_READ, scope=scope_of_programme)
def programme(programme_id: int) -> Answer:
    """A programme's risks: its analyses, the matrix over all of them, what is missing, and the list."""
    around = frame(programme_id, "risks")
    content = drawn("risks/_programme.html", lambda: _shown_board(programme_id))
    answers = may(Permission.RISK_ACCEPT, Scope(programme=programme_id))
    waiting = waiting_in(programme_id, today=clock.today()) if answers else None
    return render_template("risks/programme.html", content=content, waiting=waiting, **around)


def _shown_board(programme_id: int) -> dict[str, Any]:
    """What `risks/_programme.html` shows of a programme."""
    return {
        "programme": frame_of(programme_id), "analyses": analyses_in(programme_id),
        "state_words": ANALYSIS_STATE_WORDS, "occasion_words": OCCASION_WORDS,
        **board_page(board_of_programme(programme_id), "programme", programme_id),
    }
