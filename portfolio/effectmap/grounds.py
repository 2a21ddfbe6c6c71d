"""What a link's claim builds on, in the reader's words."""
from __future__ import annotations

from portfolio.core.i18n import gettext as _
from portfolio.core.templating import show_date
from portfolio.graph.kinds import CLAIMED

from .service.links import LinkDetail
from .words import CONFIDENCE_WORDS, EVIDENCE_WORDS, STRENGTH_WORDS


def grounds_of(link: LinkDetail) -> tuple[str, ...]:
    """A link's rationale, evidence, confidence, strength and who confirmed it, a short text for each that is given.

    Of a claim, that it builds on nothing, or that nobody has confirmed it, is said too: that makes it an assumption.
    """
    found = [link.rationale, _evidence(link)]
    if link.confidence is not None:
        found.append(_("Confidence: %(level)s", level=CONFIDENCE_WORDS[link.confidence]))
    if link.strength is not None:
        found.append(_("Strength: %(level)s", level=STRENGTH_WORDS[link.strength]))
    found.append(_confirmation(link))
    return tuple(text for text in found if text)


def _evidence(link: LinkDetail) -> str:
    kind = str(EVIDENCE_WORDS[link.evidence_kind]) if link.evidence_kind else ""
    if kind and link.evidence:
        return f"{kind}: {link.evidence}"
    if link.evidence:
        return _("Evidence: %(text)s", text=link.evidence)
    return kind or (_("No evidence is given.") if link.kind in CLAIMED else "")


def _confirmation(link: LinkDetail) -> str:
    if link.confirmed_by_name is None:
        return _("Nobody has confirmed it.") if link.kind in CLAIMED else ""
    if link.confirmed_on is None:
        return _("Confirmed by %(name)s", name=link.confirmed_by_name)
    return _("Confirmed by %(name)s on %(date)s", name=link.confirmed_by_name, date=show_date(link.confirmed_on))
