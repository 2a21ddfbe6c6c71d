"""What is done about a risk: to accept is a proposal, until somebody puts their name to it, which keeps what was."""
from __future__ import annotations

from datetime import date

import pytest

from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.history import events_of
from portfolio.organisation.service import change_person
from portfolio.programmes.service.nodes import archive_node
from portfolio.risks.kinds import RiskCategory, Stance
from portfolio.risks.models import RiskAnalysis
from portfolio.risks.service.actions import create_action
from portfolio.risks.service.plan import plan_of
from portfolio.risks.service.readiness import Lack, lacks
from portfolio.risks.service.risks import (
    accept_risk,
    assess,
    change_risk,
    close_risk,
    create_risk,
    reopen_risk,
    risk_of,
)
from portfolio.risks.service.sign_offs import of_risk
from portfolio.risks.service.single_fields import set_owner


def leave(person: int) -> None:
    change_person(person, version=1, name="Gone", left_on=date(2026, 6, 9), by=None)


def change(risk: int, **typed: object) -> None:
    found = risk_of(risk)
    values = {name: getattr(found, name) for name in ("title", "cause", "consequence", "category", "stance", "owner")}
    change_risk(risk, version=found.version, by=None, **{**values, **typed})


def test_the_three_parts_category_and_stance_are_kept_and_told(make):
    risk = create_risk(
        make.analysis(), title="Overload", cause="two have left", consequence="late pay",
        category=RiskCategory.WORK_ENVIRONMENT, stance="treat", by=None,
    )
    found = risk_of(risk)
    assert (found.cause, found.title, found.consequence) == ("two have left", "Overload", "late pay")
    assert (found.category, found.stance) == ("work_environment", "treat")
    change(risk, cause="", stance=Stance.AVOID)
    assert {change.field: (change.before, change.after) for change in events_of(("risk", risk))[0].changes} == {
        "cause": ("two have left", None), "stance": ("treat", "avoid"),
    }


@pytest.mark.parametrize("typed", [{"category": "weather"}, {"stance": "ignore"}])
def test_what_is_no_category_and_no_stance_is_refused(make, typed):
    with pytest.raises(ValueError, match="is not a valid"):
        create_risk(make.analysis(), title="Overload", by=None, **typed)


def test_to_accept_is_a_proposal_until_it_is_accepted(make):
    person, risk = make.person(name="Programsponsor"), make.risk(score=(3, 3))
    change(risk, stance="accept")
    assert (risk_of(risk).state, risk_of(risk).is_proposed) == ("open", True)
    assert of_risk(risk) == ()
    accept_risk(risk, by=person, reason="Nothing better can be done")
    found = risk_of(risk)
    assert (found.state, found.stance, found.is_proposed) == ("accepted", "accept", False)
    signed, = of_risk(risk)
    assert (signed.who, signed.reason, signed.outdated) == ("Programsponsor", "Nothing better can be done", ())
    assert [(one.likelihood, one.impact, one.risk_class) for one in signed.signed] == [(3, 3, "C")]


def test_an_acceptance_that_is_refused_signs_nothing(make):
    risk = make.risk()
    with pytest.raises(Invalid):
        accept_risk(risk, by=None, reason="Because")
    assert (of_risk(risk), risk_of(risk).stance) == ((), None)


@pytest.mark.parametrize("stance", [Stance.TREAT, Stance.TRANSFER, Stance.AVOID, None])
def test_another_stance_for_an_accepted_risk_is_refused_at_its_field(make, stance):
    risk = make.risk(score=(3, 3))
    accept_risk(risk, by=None, reason="Because")
    with pytest.raises(Invalid) as refused:
        change(risk, stance=stance)
    assert refused.value.field == "stance"
    change(risk, category="finance")
    assert (risk_of(risk).state, risk_of(risk).category) == ("accepted", "finance")


@pytest.mark.parametrize("field", ["title", "cause", "consequence", "description"])
def test_other_words_open_an_accepted_risk_again_as_a_proposal(make, field):
    risk = make.risk(score=(3, 3))
    accept_risk(risk, by=None, reason="Because")
    change(risk, **{field: "Other words"})
    found = risk_of(risk)
    assert (found.state, found.stance, found.is_proposed) == ("open", "accept", True)
    told = {change.field: (change.before, change.after) for change in events_of(("risk", risk))[0].changes}
    assert told["state"] == ("accepted", "open")
    gap, = lacks(*plan_of(RiskAnalysis.id == found.analysis))
    assert gap.lack is Lack.ACCEPTANCE


def test_a_taken_back_acceptance_leaves_it_open_what_is_done(make):
    risk = make.risk(score=(3, 3))
    accept_risk(risk, by=None, reason="Because")
    reopen_risk(risk, by=None, reason="We can do better")
    found = risk_of(risk)
    assert (found.state, found.stance, found.is_proposed) == ("open", None, False)
    change(risk, stance="treat")
    assert risk_of(risk).stance == "treat"


def test_closing_and_reopening_keep_the_stance(make):
    risk = make.risk(score=(3, 3))
    change(risk, stance="transfer")
    close_risk(risk, by=None, reason="Over")
    reopen_risk(risk, by=None, reason="It was not")
    assert risk_of(risk).stance == "transfer"


@pytest.mark.parametrize(("act", "since"), [
    (lambda risk: change(risk, title="Other words"), ["text"]),
    (lambda risk: change(risk, cause="another cause"), ["text"]),
    (lambda risk: assess(risk, likelihood=4, impact=3, by=None), ["score"]),
    (lambda risk: create_action([risk], text="Added since", by=None), ["actions"]),
    (lambda risk: change(risk, category="finance"), []),
    (lambda risk: assess(risk, likelihood=3, impact=3, by=None), []),
    (lambda risk: assess(risk, likelihood=1, impact=1, kind="target", by=None), []),
])
def test_an_acceptance_says_itself_by_what_it_is_outdated(make, act, since):
    risk = make.risk(score=(3, 3))
    accept_risk(risk, by=None, reason="Because")
    act(risk)
    signed, = of_risk(risk)
    assert [list(map(str, one.since)) for one in signed.outdated] == ([since] if since else [])


def test_an_owner_who_has_left_is_refused_at_its_field(make, at):
    at("2026-06-10 08:00")
    gone, here = make.person(), make.person()
    analysis, risk = make.analysis(), make.risk()
    leave(gone)
    for act in (lambda: create_risk(analysis, title="X", owner=gone, by=None), lambda: change(risk, owner=gone),
                lambda: set_owner(risk, gone, version=1, by=None)):
        with pytest.raises(Invalid) as refused:
            act()
        assert refused.value.field == "owner"
    set_owner(risk, here, version=1, by=None)
    assert risk_of(risk).owner == here


def test_an_owner_who_left_later_does_not_stand_in_the_way_of_other_words(make, at):
    at("2026-06-10 08:00")
    gone = make.person()
    risk = make.risk(owner=gone)
    leave(gone)
    change(risk, title="Other words")
    assert (risk_of(risk).title, risk_of(risk).owner) == ("Other words", gone)
    set_owner(risk, None, by=None)
    assert risk_of(risk).owner is None


def test_an_owner_assigned_over_somebody_elses_save_is_stale(make):
    risk = make.risk()
    change(risk, title="Second")
    with pytest.raises(Stale):
        set_owner(risk, make.person(), version=1, by=None)
    with pytest.raises(NotFound):
        set_owner(99, None, version=1, by=None)


def test_an_archived_risks_acceptance_is_still_told(make):
    risk = make.risk(score=(3, 3))
    accept_risk(risk, by=None, reason="Because")
    archive_node(risk, version=None, by=None)
    signed, = of_risk(risk)
    assert signed.reason == "Because"
