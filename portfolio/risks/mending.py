"""What is missing, in words: each gap a sentence, with a link to the very field in which it is mended."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import url_for

from portfolio.core.access import Permission, Scope, may
from portfolio.core.i18n import gettext as _
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.risks.service.readiness import Gap, Lack

# For each lack: what is said after the reference, the link's words, and the permission that mending it takes.
_WORDS: dict[Lack, tuple[Any, Any, Permission]] = {
    Lack.SCORE: (_l("has no score."), _l("Score it"), Permission.RISK_ASSESS),
    Lack.ACTION: (_l("lacks an action."), _l("Add an action"), Permission.ACTION_EDIT),
    Lack.NEW_ACTION: (
        _l("needs a new action: the control showed no effect."), _l("Add an action"), Permission.ACTION_EDIT,
    ),
    Lack.WHO: (_l("has an action and a date but nobody responsible."), _l("Say who"), Permission.ACTION_EDIT),
    Lack.WHEN: (_l("has an action and somebody responsible but no date."), _l("Set a date"), Permission.ACTION_EDIT),
    Lack.WHO_AND_WHEN: (
        _l("has an action but nobody responsible and no date."), _l("Say who and when"), Permission.ACTION_EDIT,
    ),
    Lack.CONTROL: (_l("is done but has not been controlled."), _l("Control it"), Permission.ACTION_UPDATE),
    Lack.PRIORITY: (_l("has no priority."), _l("Set a priority"), Permission.ACTION_EDIT),
}
_FIELDS = {Lack.WHO: "responsible", Lack.WHEN: "due", Lack.WHO_AND_WHEN: "responsible", Lack.PRIORITY: "priority"}


@dataclass(frozen=True)
class GapLine:
    """A gap in words. subject: what it is about, with its address; url, label: None for who may not mend it."""

    risk_class: str | None
    subject: str
    subject_url: str
    sentence: str
    url: str | None
    label: str
    blocks: bool


def gap_lines(gaps: Iterable[Gap], scope: Scope) -> tuple[GapLine, ...]:
    """Some gaps as sentences, in their order."""
    allowed = {permission for permission in Permission if may(permission, scope)}
    return tuple(_line(gap, allowed) for gap in gaps)


def _line(gap: Gap, allowed: set[Permission]) -> GapLine:
    said, label, needed = _WORDS[gap.lack]
    classes = [risk.risk_class for risk in gap.risks if risk.risk_class]
    action = gap.action if gap.lack in {Lack.CONTROL, Lack.PRIORITY} else None
    if action is not None:
        served = ", ".join(risk.reference for risk in gap.risks)
        subject = _("%(action)s (%(risks)s)", action=action.reference, risks=served)
        subject_url = url_for("risks.action", action_id=action.id)
    else:
        subject = gap.risks[0].reference
        subject_url = url_for("risks.risk", risk_id=gap.risks[0].id)
    return GapLine(
        max(classes, default=None), subject, subject_url, str(said), _place(gap) if needed in allowed else None,
        str(label), gap.blocks,
    )


def _place(gap: Gap) -> str:
    """Where a gap is mended: the form, and the field in it."""
    if gap.lack is Lack.SCORE:
        return url_for("risks.risk", risk_id=gap.risks[0].id, _anchor="likelihood")
    if gap.action is None:
        return url_for("risks.create_action", risk_id=gap.risks[0].id)
    if gap.lack is Lack.CONTROL:
        return url_for("risks.action", action_id=gap.action.id, _anchor="effect")
    return url_for("risks.edit_action", action_id=gap.action.id, _anchor=_FIELDS[gap.lack])
