"""How well a map covers itself: the score with its numbers, check by check, and what is to be mended."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from portfolio.core.i18n import gettext, ngettext
from portfolio.effectmap.mending import GapLine, gap_lines
from portfolio.effectmap.sentences import Sentence, sentence, way
from portfolio.effectmap.service import MapData
from portfolio.graph.coverage import Coverage, GapCode, longest_unowned


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One kind of check: what is to hold, for how many of how many it does."""

    said: str
    met: int
    made: int


@dataclass(frozen=True, slots=True)
class CoverageFound:
    """The section on coverage. unowned: the longest way that nobody owns, where there is one."""

    score: str
    met: int
    made: int
    checks: tuple[CheckLine, ...]
    gaps: tuple[GapLine, ...]
    unowned: Sentence | None


def score_text(coverage: Coverage) -> str:
    """The score in a line, with its numbers: "41 of 52 checks met"; empty where nothing could be checked."""
    if not coverage.checks:
        return ""
    return ngettext(
        "%(met)s of %(num)s check met", "%(met)s of %(num)s checks met", coverage.checks, met=coverage.met
    )


def coverage_found(programme_id: int, data: MapData, *, here: str) -> CoverageFound:
    """What coverage says of a programme's map, for whoever reads it. here: the address that mending leads back to."""
    coverage = data.coverage
    lacking = Counter(gap.code for gap in coverage.gaps)
    return CoverageFound(
        score=score_text(coverage),
        met=coverage.met,
        made=coverage.checks,
        checks=tuple(CheckLine(_check(code), made - lacking[code], made) for code, made in coverage.made.items()),
        gaps=gap_lines(data.gaps, programme_id, back=here),
        unowned=_unowned(data),
    )


def _unowned(data: MapData) -> Sentence | None:
    by_id = {node.id: node for node in data.nodes}
    found = [by_id[node] for node in longest_unowned(data.nodes, data.links)]
    if not found:
        return None
    text = gettext("The longest way that nobody owns: %(way)s.", way=way(found))
    return sentence(text, found, weighty=True)


def _check(code: GapCode) -> str:
    return {
        GapCode.PROBLEM_WITHOUT_CONSEQUENCE: lambda: gettext("Problems that lead to a consequence"),
        GapCode.CONSEQUENCE_WITHOUT_EFFECT: lambda: gettext("Consequences that an effect counters"),
        GapCode.EFFECT_WITHOUT_WORKSTREAM: lambda: gettext("Effects that a workstream drives"),
        GapCode.EFFECT_WITHOUT_MEASURE: lambda: gettext("Effects with a measure"),
        GapCode.EFFECT_WITHOUT_BASELINE: lambda: gettext("Measured effects with a baseline"),
        GapCode.WORKSTREAM_WITHOUT_ACTIVITY: lambda: gettext("Workstreams with an activity"),
        GapCode.ACTIVITY_WITHOUT_EFFECT: lambda: gettext("Activities that reach an effect"),
        GapCode.WITHOUT_OWNER: lambda: gettext("Effects, workstreams and activities that somebody answers for"),
        GapCode.NOT_OWNED_IN_LINE: lambda: gettext(
            "Activities run by the line that somebody in that line answers for"
        ),
    }[code]()
