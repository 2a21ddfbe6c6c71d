"""The generated risk analyses, risks with their scores, and actions with their reports."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from peewee import fn

from portfolio.core.folding import fold
from portfolio.core.history import Subject
from portfolio.graph.kinds import NodeKind
from portfolio.risks.kinds import (
    ActionState,
    AnalysisState,
    AssessmentKind,
    ControlEffect,
    Occasion,
    Priority,
    RiskState,
)
from portfolio.risks.models import Action, ActionRisk, ActionUnit, ActionUpdate, Risk, RiskAnalysis, RiskAssessment
from portfolio.risks.service.scales import ensure_default_scale

from .sketch import Place
from .world import World, insert

_PER_ANALYSIS = 60
# A risk is accepted or closed the same day as it was scored last.
_SETTLED_AFTER = timedelta(hours=2)
_ACTION_STATES = {
    ActionState.PROPOSED: 15, ActionState.DECIDED: 15, ActionState.UNDER_WAY: 35, ActionState.DONE: 15,
    ActionState.CONTROLLED: 15, ActionState.DROPPED: 5,
}
_TEXTS = (
    "Gå igenom rutinen med berörda enheter", "Utse en ersättare", "Följ upp på nästa arbetsplatsträff",
    "Ta fram ett alternativ till leverantören", "Begränsa behörigheten", "Lägg in tid i planeringen",
)


def write_risks(world: World) -> None:
    """Write the analyses (at most 60 risks in each) and the risks, with one to three scorings apiece, and with
    what they were before actions and are meant to be."""
    scale = ensure_default_scale()
    fields = (
        RiskAnalysis.portfolio, RiskAnalysis.programme, RiskAnalysis.unit, RiskAnalysis.title, RiskAnalysis.occasion,
        RiskAnalysis.state, RiskAnalysis.scale, RiskAnalysis.held_on, RiskAnalysis.owner,
    )
    ids = insert(RiskAnalysis, fields, (row for place in world.places for row in _analysis_rows(world, place, scale)))
    start = ids.start
    for place in world.places:
        place.analyses = range(start, start + _analyses_in(place))
        start = place.analyses.stop
    found = [_Course(place, node, *_scores(world)) for place in world.places for node in place.ids[NodeKind.RISK]]
    columns = (
        Risk.node, Risk.analysis, Risk.likelihood, Risk.impact, Risk.owner, Risk.state, Risk.before_likelihood,
        Risk.before_impact, Risk.target_likelihood, Risk.target_impact,
    )
    insert(Risk, columns, (
        (one.node, one.analysis, *one.scores[-1], world.person(), one.state.value, *one.before, *one.target)
        for one in found
    ))
    _write_scores(world, found)


@dataclass(frozen=True)
class _Course:
    """How a risk has gone so far. scores: oldest first."""

    place: Place
    node: int
    scores: list[tuple[int, int]]
    state: RiskState

    @property
    def analysis(self) -> int:
        """The analysis it stands in."""
        return self.place.analyses[(self.node - self.place.ids[NodeKind.RISK].start) // _PER_ANALYSIS]

    @property
    def before(self) -> tuple[int, int]:
        """Its score before any action: as it was first found, or one step worse."""
        likelihood, impact = self.scores[0]
        return min(4, likelihood + self.node % 2), impact

    @property
    def target(self) -> tuple[int, int]:
        """What its actions shall lead to: a step less likely."""
        likelihood, impact = self.scores[-1]
        return max(1, likelihood - 1), impact


def _analyses_in(place: Place) -> int:
    return -(-place.sizes.risks // _PER_ANALYSIS)


def _analysis_rows(world: World, place: Place, scale: int) -> Iterator[tuple[Any, ...]]:
    for number in range(1, _analyses_in(place) + 1):
        unit = world.unit() if place.programme is None else None
        state = world.random.choice((AnalysisState.DRAFT, AnalysisState.CONSULTATION, AnalysisState.FOLLOW_UP))
        occasion = world.random.choice(list(Occasion))
        yield (place.portfolio, place.programme, unit, f"Riskanalys {number}", occasion.value, state.value, scale,
               world.day(-300, -30), world.person())


def _scores(world: World) -> tuple[list[tuple[int, int]], RiskState]:
    """A risk's scores, oldest first, and its state. The middle of the scale is commoner than its ends."""
    random = world.random
    count = random.choice((1, 1, 2, 3))
    scores = [(random.choices((1, 2, 3, 4), (2, 4, 3, 1))[0], random.choices((1, 2, 3, 4), (1, 4, 4, 1))[0])
              for _ in range(count)]
    return scores, random.choices(list(RiskState), (85, 5, 10))[0]


def _write_scores(world: World, found: list[_Course]) -> None:
    """Scorings over half a year, so that about a fifth of the risks move in a month; some of the closed ones too."""
    rows: list[tuple[Any, ...]] = []
    for one in found:
        subject = Subject("risk", one.node, one.place.programme)
        moments = sorted(world.moment(-180, -1) for _ in one.scores)
        for at, (likelihood, impact) in zip(moments, one.scores, strict=True):
            rows.append((one.node, AssessmentKind.CURRENT.value, at, world.person(), likelihood, impact))
            world.tell(at, subject, "assessed", {"likelihood": likelihood, "impact": impact})
        rows.append((one.node, AssessmentKind.BEFORE.value, moments[0], world.person(), *one.before))
        rows.append((one.node, AssessmentKind.TARGET.value, moments[-1], world.person(), *one.target))
        if one.state is not RiskState.OPEN:
            world.tell(moments[-1] + _SETTLED_AFTER, subject, one.state.value, {"state": one.state.value})
    insert(
        RiskAssessment,
        (RiskAssessment.risk, RiskAssessment.kind, RiskAssessment.at, RiskAssessment.person,
         RiskAssessment.likelihood, RiskAssessment.impact),
        rows,
    )
    newest = RiskAssessment.select(fn.MAX(RiskAssessment.at)).where(RiskAssessment.risk == Risk.node)
    Risk.update(looked_at=newest).execute()


def write_actions(world: World) -> None:
    """Write about one action a risk; every tenth serves two risks, some lack somebody or a day."""
    served = [(place, risks) for place in world.places for risks in _served(world, place)]
    states = [world.random.choices(list(_ACTION_STATES), list(_ACTION_STATES.values()))[0] for _ in served]
    fields = (
        Action.portfolio, Action.programme, Action.number, Action.reference, Action.text, Action.folded,
        Action.responsible, Action.priority, Action.due, Action.state, Action.control_on, Action.control_effect,
        Action.done_on, Action.reported_at,
    )
    planned = zip(served, states, strict=True)
    ids = insert(Action, fields, (_action_row(world, place, state) for (place, _), state in planned))
    insert(ActionRisk, (ActionRisk.action, ActionRisk.risk), (
        (action, risk) for action, (_, risks) in zip(ids, served, strict=True) for risk in risks
    ))
    insert(ActionUnit, (ActionUnit.action, ActionUnit.unit), (
        (action, world.unit()) for action in ids if world.random.random() < 0.8
    ))
    reported = [action for action, state in zip(ids, states, strict=True) if state in _REPORTED]
    insert(ActionUpdate, (ActionUpdate.action, ActionUpdate.at, ActionUpdate.person, ActionUpdate.state,
                          ActionUpdate.comment), (
        (action, world.moment(-90, -1), world.person(), ActionState.UNDER_WAY.value, "Påbörjat.") for action in reported
    ))
    for action, (place, _) in zip(ids, served, strict=True):
        world.tell(world.moment(-180, -91), Subject("action", action, place.programme), "created", {})


_REPORTED = frozenset({ActionState.UNDER_WAY, ActionState.DONE, ActionState.CONTROLLED})


def _served(world: World, place: Place) -> Iterator[list[int]]:
    """For each action of a place, the risks it serves."""
    risks = place.ids[NodeKind.RISK]
    for risk in risks:
        for _ in range(world.random.choice((0, 1, 1, 1, 2))):
            other = world.random.choice(risks)
            yield [risk, other] if other != risk and world.random.random() < 0.1 else [risk]


def _action_row(world: World, place: Place, state: ActionState) -> tuple[Any, ...]:
    random = world.random
    place.actions += 1
    reference, text = f"Å{place.actions}", random.choice(_TEXTS)
    finished = state in {ActionState.DONE, ActionState.CONTROLLED}
    due = world.day(-80, -5) if finished else world.day(-15, 150) if random.random() < 0.9 else None
    return (
        place.portfolio, place.programme, place.actions, reference, text, fold(reference, text),
        world.person() if random.random() < 0.85 else None, random.choice((None, *Priority)), due, state.value,
        due + timedelta(days=random.randint(10, 60)) if due and random.random() < 0.8 else None,
        ControlEffect.YES.value if state is ActionState.CONTROLLED else None, due if finished else None,
        world.moment(-90, -1) if state in _REPORTED else None,
    )
