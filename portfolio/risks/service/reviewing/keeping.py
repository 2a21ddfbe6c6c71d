"""What a closed review keeps: the whole record as JSON with its SHA-256. Nothing in it is read anew later."""
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from portfolio.core.db import row
from portfolio.core.telling import Change
from portfolio.risks.models import RiskReview
from portfolio.risks.service.matrix import Score
from portfolio.risks.service.standing import Standing, as_read, as_written, digest, written


@dataclass(frozen=True)
class KeptScale:
    """A scale as it was. likelihoods, impacts: the names of the steps 1–4, as (sv, en). classes: for S = 1 … 4 the
    letters of K = 1 … 4."""

    id: int
    name: str
    edition: int
    approved_by: str | None
    likelihoods: tuple[tuple[str, str], ...]
    impacts: tuple[tuple[str, str], ...]
    classes: tuple[str, ...]


@dataclass(frozen=True)
class KeptDecision:
    """Something that was decided, as `deciding.Decision` told it when the review was closed."""

    risk: int
    name: str
    kind: str
    at: datetime
    who: str | None
    note: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Moved:
    """A risk with another score than at the review before. direction: as in `matrix.Direction`, up, down or level."""

    name: str
    direction: str
    before: Score
    after: Score
    class_before: str | None
    class_after: str | None


@dataclass(frozen=True)
class Since:
    """What had become of the risks since the review before. new, closed, reopened, accepted, dropped: by name; changed:
    name and aspects (see `standing.Aspect`). What has a default was not kept at first."""

    review: int
    title: str
    closed_at: datetime
    digest: str
    new: tuple[str, ...]
    changed: tuple[tuple[str, tuple[str, ...]], ...]
    closed: tuple[str, ...]
    dropped: tuple[str, ...]
    moved: tuple[Moved, ...]
    reopened: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """The record. risks: all that stood there, closed ones too; since: None for the first review."""

    home: str
    home_name: str
    title: str
    started_at: datetime
    started_by: str | None
    closed_at: datetime
    closed_by: str | None
    note: str
    participants: tuple[str, ...]
    scales: tuple[KeptScale, ...]
    risks: tuple[Standing, ...]
    decisions: tuple[KeptDecision, ...]
    since: Since | None


@dataclass(frozen=True)
class Kept:
    """A closed review whose content is what it was closed with."""

    id: int
    title: str
    closed_at: datetime
    digest: str
    content: Content


def as_text(content: Content) -> str:
    """A record as the text that is kept."""
    return written(_plain({**asdict(content), "risks": as_written(content.risks)}))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(found) for name, found in value.items()}
    return [_plain(found) for found in value] if isinstance(value, list | tuple) else value


def from_text(text: str, expected: str) -> Content | None:
    """The record in a kept text; None where its SHA-256 is not the expected one: then it is not what was kept."""
    if digest(text) != expected:
        return None
    stored: dict[str, Any] = json.loads(text)
    return Content(**{
        **stored,
        **_moments(stored, "started_at", "closed_at"),
        "participants": tuple(stored["participants"]),
        "scales": tuple(map(_scale, stored["scales"])),
        "risks": as_read(stored["risks"]),
        "decisions": tuple(map(_decision, stored["decisions"])),
        "since": _since(stored["since"]) if stored["since"] else None,
    })


def _moments(stored: Mapping[str, Any], *names: str) -> dict[str, datetime]:
    return {name: datetime.fromisoformat(stored[name]) for name in names}


def _pairs(stored: Iterable[Iterable[Any]]) -> tuple[tuple[Any, ...], ...]:
    return tuple(tuple(pair) for pair in stored)


def _scale(stored: Mapping[str, Any]) -> KeptScale:
    names = {axis: _pairs(stored[axis]) for axis in ("likelihoods", "impacts")}
    return KeptScale(**{**stored, **names, "classes": tuple(stored["classes"])})


def _decision(stored: Mapping[str, Any]) -> KeptDecision:
    changes = tuple(Change(**change) for change in stored["changes"])
    return KeptDecision(**{**stored, **_moments(stored, "at"), "changes": changes})


def _since(stored: Mapping[str, Any]) -> Since:
    names = {
        group: tuple(stored.get(group, ())) for group in ("new", "closed", "reopened", "accepted", "dropped")
    }
    return Since(**{
        **stored, **_moments(stored, "closed_at"), **names,
        "changed": tuple((name, tuple(aspects)) for name, aspects in stored["changed"]),
        "moved": tuple(
            Moved(**{**one, "before": tuple(one["before"]), "after": tuple(one["after"])}) for one in stored["moved"]
        ),
    })


def last_kept(home: str, key: int) -> Kept | None:
    """The newest closed review of an analysis, programme, unit or portfolio: what "since last time" starts from.

    None also where its content is no longer what it was closed with.
    """
    closed = (getattr(RiskReview, home) == key) & RiskReview.closed_at.is_null(False)
    found = row(
        RiskReview.select(
            RiskReview.id, RiskReview.title, RiskReview.closed_at, RiskReview.digest, RiskReview.content
        )
        .where(closed)
        .order_by(RiskReview.closed_at.desc(), RiskReview.id.desc())
    )
    if found is None:
        return None
    review_id, title, closed_at, kept, text = found
    content = from_text(text, kept)
    return Kept(review_id, title, closed_at, kept, content) if content else None
