"""Risks in lists: those of a programme, and the register across everything a person may read."""
from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import render_template, request, url_for

from portfolio.core import clock
from portfolio.core.access import Identity, Permission, identity, requires
from portfolio.core.addresses import record_id
from portfolio.core.drawn import drawn
from portfolio.programmes.routes import frame
from portfolio.programmes.service.programmes import frame_of, scope_of_programme
from portfolio.risks.addresses import addresses
from portfolio.risks.kinds import RiskClass, RiskState
from portfolio.risks.service import register as service
from portfolio.risks.service.analyses import analyses_in, analyses_outside
from portfolio.risks.service.boards import board_of_programme
from portfolio.risks.service.choices import analysis_choices, owner_choices, programme_choices
from portfolio.risks.service.readiness import by_risk
from portfolio.risks.service.register import UNSCORED, Filter
from portfolio.risks.words import ANALYSIS_STATE_WORDS, CLASS_WORDS, OCCASION_WORDS, RISK_STATE_WORDS

from .analyses import board_page
from .pages import Answer, blueprint, rows_drawn, since_asked


@blueprint.get("/programmes/<int:programme_id>/risks")
@requires(Permission.RISK_READ, scope=scope_of_programme)
def programme(programme_id: int) -> Answer:
    """A programme's risks: its analyses, the matrix over all of them, what is missing, and the list."""
    around = frame(programme_id, "risks")
    content = drawn("risks/_programme.html", lambda: _shown_board(programme_id))
    return render_template("risks/programme.html", content=content, **around)


def _shown_board(programme_id: int) -> dict[str, Any]:
    """What `risks/_programme.html` shows of a programme."""
    board = board_of_programme(programme_id, since=since_asked())
    return {
        "programme": frame_of(programme_id), "analyses": analyses_in(programme_id),
        "state_words": ANALYSIS_STATE_WORDS, "occasion_words": OCCASION_WORDS,
        **board_page(board, programme=programme_id),
    }


@blueprint.get("/risks")
@requires(Permission.RISK_READ)
def register() -> Answer:
    """The register, filtered and sorted as the address says; what the address says wrongly narrows nothing."""
    who = identity()
    content = drawn("risks/_register.html", lambda: _listed(who), who.person, who.name)
    return render_template("risks/register.html", content=content)


def _listed(who: Identity) -> dict[str, Any]:
    """The risks that the address asks for and the person may read, and what narrows them."""
    wanted, sort = _filter(), request.args.get("sort", service.DEFAULT_SORT)
    found = service.register(
        wanted, readable=who.readable(), person=who.person, today=clock.today(), sort=sort,
        number=request.args.get("page", 1, type=int),
    )
    programmes = programme_choices(who.readable())
    # Only of a programme that may be read: names must not leak through a filter.
    chosen = wanted.programme if wanted.programme in dict(programmes) else None
    analysis_url = addresses("risks.analysis", "analysis_id")
    return {
        "page": found.page, "wanted": wanted, "sort": sort,
        "rows": rows_drawn().placed(found.page.rows, by_risk(found.actions), analysis_url),
        "class_links": _class_links(found.class_counts), "narrowed": wanted != Filter(),
        "outside": analyses_outside(readable=who.readable(), person=who.person) if wanted.outside else (),
        "programmes": programmes, "analyses": analysis_choices(chosen) if chosen else (),
        "owners": owner_choices(chosen) if chosen else [(who.person, who.name)],
        "states": RISK_STATE_WORDS, "analysis_states": ANALYSIS_STATE_WORDS, "analysis_url": analysis_url,
    }


def _filter() -> Filter:
    """The filter in the address. A programme that may not be read lets nothing through, as everywhere."""
    asked = request.args
    letter, state = asked.get("class"), asked.get("state")
    programme = asked.get("programme", type=record_id)
    return Filter(
        programme=programme,
        outside=asked.get("programme") == "outside" or (programme is None and "outside" in asked),
        analysis=asked.get("analysis", type=record_id),
        risk_class=letter if letter in {*RiskClass, UNSCORED} else None,
        likelihood=_step("likelihood"), impact=_step("impact"),
        owner=asked.get("owner", type=record_id),
        state=state if state in {*RiskState, "all"} else None,
        overdue="overdue" in asked, missing="missing" in asked, text=asked.get("text", "")[:200].strip(),
    )


def _step(name: str) -> int | None:
    value = request.args.get(name, type=int)
    return value if value in {1, 2, 3, 4} else None


def _class_links(counts: Any) -> list[tuple[str | None, str, int, str, bool]]:
    """For each class that there is, worst first: letter, word, how many, its address, and whether it is chosen."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in {"class", "page"}]
    chosen = request.args.get("class")
    here = url_for("risks.register")
    found = []
    for letter in (RiskClass.D, RiskClass.C, RiskClass.B, RiskClass.A, None):
        key = letter.value if letter else UNSCORED
        if counts.get(letter.value if letter else None) or key == chosen:
            query = kept if key == chosen else [*kept, ("class", key)]
            word = str(CLASS_WORDS[letter]) if letter else ""
            count = counts.get(letter.value if letter else None, 0)
            found.append((letter and letter.value, word, count, f"{here}?{urlencode(query)}", key == chosen))
    return found
