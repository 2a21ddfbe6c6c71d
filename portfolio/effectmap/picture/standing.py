"""How an activity or an effect stands, in a word, a sign and a tone: what its box shows wherever it is drawn."""
from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from portfolio.activities.lateness import weeks_late
from portfolio.activities.models import ActivityState
from portfolio.core.i18n import gettext as _
from portfolio.core.templating import show_percent
from portfolio.effectmap.service.map import ActivityStatus

#: A short text, its sign, and its tone (as in the component tag).
Standing = tuple[str, str, str]


def activity_standings(statuses: Mapping[int, ActivityStatus]) -> dict[int, Standing]:
    """How activities stand, by id; one that is late says so, whatever its state."""
    words = state_standings()
    late = {days: (_late(days), "▲", "warning") for days in {status.days_late for status in statuses.values()}}
    return {
        activity: late[status.days_late] if status.days_late else words[ActivityState(status.state)]
        for activity, status in statuses.items()
    }


def state_standings() -> dict[ActivityState, Standing]:
    """How an activity stands in each state that can be seen on a map."""
    return {
        ActivityState.NOT_STARTED: (_("Not started"), "○", "plain"),
        ActivityState.UNDER_WAY: (_("Under way"), "●", "good"),
        ActivityState.PAUSED: (_("Paused"), "❚❚", "plain"),
        ActivityState.DONE: (_("Done"), "✓", "accent"),
    }


def effect_standings(measured: Mapping[int, Decimal]) -> dict[int, Standing]:
    """How far measured effects have come, by id: past the target, on the way by quarters, or backwards."""
    before, after = _("%(share)s of the way", share="\x1a").split("\x1a")
    return {effect: (f"{before}{show_percent(share)}{after}", *_way(share)) for effect, share in measured.items()}


def _way(share: Decimal) -> tuple[str, str]:
    if share >= 1:
        return "✓", "good"
    return ("▼", "bad") if share < 0 else ("○◔◑◕"[int(share * 4)], "accent")


def _late(days: int) -> str:
    weeks = weeks_late(days)
    return _("Late %(weeks)s wk", weeks=weeks) if weeks else _("Late")
