"""The words a person reads for an activity's states, judgements and who runs it, in the reader's language."""
from __future__ import annotations

from typing import Any

from portfolio.activities.models import ActivityState, Judgement, RunBy
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.words import tell

STATE_WORDS: dict[ActivityState, Any] = {
    ActivityState.NOT_STARTED: _l("Not started"),
    ActivityState.UNDER_WAY: _l("Under way"),
    ActivityState.PAUSED: _l("Paused"),
    ActivityState.DONE: _l("Done"),
    ActivityState.CANCELLED: _l("Cancelled"),
}

JUDGEMENT_WORDS: dict[Judgement, Any] = {
    Judgement.ON_PLAN: _l("On plan"),
    Judgement.DEVIATION: _l("Deviation"),
    Judgement.CRITICAL: _l("Critical"),
}

RUN_BY_WORDS: dict[RunBy, Any] = {
    RunBy.PROGRAMME: _l("The programme"),
    RunBy.LINE: _l("The line organisation"),
    RunBy.OTHER_PROGRAMME: _l("Another programme"),
}

tell("state", STATE_WORDS, record="activity")
tell("judgement", JUDGEMENT_WORDS)
tell("run_by", RUN_BY_WORDS)
