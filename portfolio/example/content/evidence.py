"""What the example's sources are: what kind of evidence each gives, how far it carries, and who vouches for it."""
from __future__ import annotations

from dataclasses import dataclass

from portfolio.programmes.models import EvidenceKind


@dataclass(frozen=True)
class Source:
    """A source of claims. confidence: 1–4; keeper: who confirms what is read out of it, or nobody."""

    kind: EvidenceKind
    confidence: int
    keeper: str | None = None


SOURCES = {
    "Analysgruppens andra arbetsmöte": Source(EvidenceKind.INTERVIEW, 2),
    "Antagande, prövas vid nästa mätning": Source(EvidenceKind.ASSUMPTION, 1),
    "Avslutssamtal": Source(EvidenceKind.INTERVIEW, 3, "hr"),
    "Avtalsregistret": Source(EvidenceKind.DOCUMENT, 4, "economy"),
    "Budgetuppföljning": Source(EvidenceKind.DOCUMENT, 3, "economy"),
    "Erfarenhet från skolans system": Source(EvidenceKind.INTERVIEW, 3),
    "Händelserapporter": Source(EvidenceKind.DOCUMENT, 4, "security"),
    "Kalenderstudien": Source(EvidenceKind.MEASUREMENT, 4, "hr"),
    "Lokalbokslutet": Source(EvidenceKind.DOCUMENT, 4, "building"),
    "Medarbetarenkäten": Source(EvidenceKind.MEASUREMENT, 3, "hr"),
    "Pilotgrupperna": Source(EvidenceKind.INTERVIEW, 3),
    "Samtal med enhetschefer": Source(EvidenceKind.INTERVIEW, 3, "portfolio"),
    "Samtal mellan programledarna": Source(EvidenceKind.INTERVIEW, 2),
    "Statistik från HR": Source(EvidenceKind.MEASUREMENT, 4, "hr"),
    "Stickprov i 30 inköpsärenden": Source(EvidenceKind.MEASUREMENT, 3, "buyer"),
    "Systemförteckningen": Source(EvidenceKind.DOCUMENT, 3, "it"),
    "Uppföljning av åtta inköp": Source(EvidenceKind.MEASUREMENT, 3, "buyer"),
    "Återrapportering under två år": Source(EvidenceKind.DOCUMENT, 4, "controller"),
}
