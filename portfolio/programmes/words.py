"""The words a person reads for programme states, roles and links, in the reader's language."""
from __future__ import annotations

from typing import Any

from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.words import tell
from portfolio.graph.kinds import LinkKind
from portfolio.programmes.models import ProgrammeState, Role

STATE_WORDS: dict[str, Any] = {
    ProgrammeState.PROPOSED: _l("Under preparation"),
    ProgrammeState.UNDER_WAY: _l("Under way"),
    ProgrammeState.PAUSED: _l("On hold"),
    ProgrammeState.CLOSED: _l("Finished"),
}

ROLE_WORDS: dict[str, Any] = {
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.PORTFOLIO_MANAGER: _l("Portfolio manager"),
    Role.COMMISSIONER: _l("Commissioner"),
    Role.PROGRAMME_SPONSOR: _l("Programme sponsor"),
    Role.STEERING_MEMBER: _l("Steering group member"),
    Role.PROGRAMME_MANAGER: _l("Programme manager"),
    Role.WORKSTREAM_LEAD: _l("Workstream lead"),
    Role.OWNER: _l("Activity or action owner"),
    Role.READER: _l("Reader"),
}

# How a link reads from its source to its target, and the other way.
LINK_WORDS: dict[LinkKind, Any] = {
    LinkKind.LEADS_TO: _l("Leads to"),
    LinkKind.AGGRAVATES: _l("Aggravates"),
    LinkKind.COUNTERS: _l("Counters"),
    LinkKind.CONTRIBUTES_TO: _l("Contributes to"),
    LinkKind.DRIVES: _l("Drives"),
    LinkKind.PART_OF: _l("Part of"),
    LinkKind.DEPENDS_ON: _l("Depends on"),
    LinkKind.THREATENS: _l("Threatens"),
}

tell("state", STATE_WORDS, record="programme")
tell("role", ROLE_WORDS)
tell("kind", LINK_WORDS, record="link")
