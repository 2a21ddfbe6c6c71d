"""The page of a risk as somebody with a browser meets it: its sentence, its scores, and what is told of it."""
from __future__ import annotations

from datetime import date

import pytest

from portfolio.programmes.models import Role
from portfolio.risks.kinds import AssessmentKind
from portfolio.risks.models import ScaleLevel
from portfolio.risks.service.disagreements import disagreements_of, note
from portfolio.risks.service.occurrences import occurrences_of
from portfolio.risks.service.risks import accept_risk, assess, assessments_of, change_risk, close_risk, risk_of
from tests.forms import form_in, send
from tests.queries import counted


@pytest.fixture
def programme(make):
    return make.programme(name="Digital service")


@pytest.fixture
def manager(make, programme):
    """A browser of the programme's manager."""
    return make.browser(role=Role.PROGRAMME_MANAGER, programme=programme)


@pytest.fixture
def steering(make, programme):
    """A browser of a member of its steering group."""
    return make.browser(role=Role.STEERING_MEMBER, programme=programme)


@pytest.fixture
def reader(make, programme):
    """A browser of somebody who only reads."""
    return make.browser(role=Role.READER, programme=programme)


@pytest.fixture
def risk(make, programme):
    return make.risk(analysis=make.analysis(programme=programme), title="Overload", score=(2, 3))


def test_a_risk_is_written_in_three_parts_and_reads_as_a_sentence(manager, make, programme):
    page = f"/analyses/{make.analysis(programme=programme)}/risks/new"
    form = manager.get(page).text
    assert form.index('name="cause"') < form.index('name="title"') < form.index('name="consequence"')
    answer = send(manager, page, cause="two have left.", title="Overload", consequence="late pay", stance="treat",
                  category="work_environment")
    shown = manager.get(answer.location).text
    assert "Because of two have left this may happen: Overload, which leads to late pay." in shown
    assert "Work environment" in shown
    assert "Treat" in shown


@pytest.mark.parametrize(("cause", "consequence", "said"), [
    ("two have left", "", "Because of two have left this may happen: Overload."),
    ("", "late pay", "This may happen: Overload, which leads to late pay."),
])
def test_a_part_that_is_missing_leaves_a_whole_sentence(manager, risk, cause, consequence, said):
    change_risk(risk, version=1, title="Overload", cause=cause, consequence=consequence, by=None)
    assert said in manager.get(f"/risks/{risk}").text


def test_a_title_alone_is_not_said_twice(manager, risk):
    assert "This may happen" not in manager.get(f"/risks/{risk}").text


def test_what_is_typed_shows_as_a_sentence_also_when_it_is_refused(manager, make, programme):
    page = f"/analyses/{make.analysis(programme=programme)}/risks/new"
    answer = send(manager, page, cause="two <b>have</b> left", title="Overload", likelihood="3")
    assert answer.status_code == 422
    assert "Because of two &lt;b&gt;have&lt;/b&gt; left this may happen: Overload." in answer.text
    assert 'data-alone="This may happen: {title}."' in answer.text


def test_all_parts_are_held_against_each_other_in_a_stale_save(manager, risk):
    page = f"/risks/{risk}/edit"
    values = form_in(manager.get(page).text, page)
    change_risk(risk, version=1, title="Overload", cause="their cause", stance="avoid", by=None)
    answer = manager.post(page, data={**values, "cause": ["my cause"]})
    assert answer.status_code == 409
    assert "their cause" in answer.text
    assert "my cause" in answer.text
    assert "Avoid" in answer.text
    assert manager.post(page, data=form_in(answer.text, page)).status_code == 302
    assert risk_of(risk).cause == "my cause"


def test_each_kind_is_scored_on_the_page_and_a_worse_target_is_said(steering, risk):
    page, address = f"/risks/{risk}", f"/risks/{risk}/assess"
    for kind, score in (("before", "3"), ("target", "4")):
        answer = send(steering, page, address, kind=kind, likelihood=score, impact=score, reason=f"As {kind}")
        assert answer.status_code == 302
    found = risk_of(risk)
    assert (found.likelihood, found.before_likelihood, found.target_impact) == (2, 3, 4)
    shown = steering.get(page).text
    assert "Worse than now" in shown
    assert "As before" in shown
    assess(risk, likelihood=1, impact=1, kind=AssessmentKind.TARGET, by=None)
    assert "Worse than now" not in steering.get(page).text


@pytest.mark.parametrize("typed", [{"kind": "later"}, {"likelihood": "0"}, {"impact": "5"}, {"impact": None}])
def test_a_score_that_is_none_is_refused_and_the_reason_stays(steering, risk, typed):
    refused = send(steering, f"/risks/{risk}", f"/risks/{risk}/assess", **{"reason": "Typed with care", **typed})
    assert refused.status_code == 422
    assert "Typed with care" in refused.text
    assert len(assessments_of(risk)) == 1


def test_who_scores_over_somebody_elses_score_sees_both_and_can_save_knowingly(make, steering, risk):
    page, address = f"/risks/{risk}", f"/risks/{risk}/assess"
    values = form_in(steering.get(page).text, address)
    assess(risk, likelihood=4, impact=3, by=make.person(name="Programledare"), reason="Two have left")
    mine = {**values, "likelihood": ["1"], "impact": ["2"], "reason": ["It has calmed down"]}
    answer = steering.post(address, data=mine)
    assert answer.status_code == 409
    for said in ("Programledare saved at", "Two have left", "It has calmed down", "4 Very likely", "1 Unlikely"):
        assert said in answer.text
    assert (risk_of(risk).likelihood, len(assessments_of(risk))) == (4, 2)
    again = form_in(answer.text, address)
    assert (again["likelihood"], again["impact"], again["reason"]) == (["1"], ["2"], ["It has calmed down"])
    assert steering.post(address, data=again).status_code == 302
    assert (risk_of(risk).likelihood, risk_of(risk).impact) == (1, 2)


def test_another_kind_of_score_meanwhile_is_in_nobodys_way(steering, risk):
    page, address = f"/risks/{risk}", f"/risks/{risk}/assess"
    values = form_in(steering.get(page).text, address)
    assess(risk, likelihood=4, impact=4, kind=AssessmentKind.BEFORE, by=None)
    assert steering.post(address, data={**values, "likelihood": ["1"]}).status_code == 302


@pytest.mark.parametrize("seen", [None, "", "23", "999999", "2300001", "abcdef", "²30000"])
def test_a_score_that_does_not_say_what_was_seen_is_never_made_unchecked(steering, risk, seen):
    page, address = f"/risks/{risk}", f"/risks/{risk}/assess"
    answer = send(steering, page, address, seen=seen, likelihood="1", impact="1", reason="Typed with care")
    assert answer.status_code == 409
    assert "Typed with care" in answer.text
    assert risk_of(risk).likelihood == 2
    assert steering.post(address, data=form_in(answer.text, address)).status_code == 302


def test_acceptance_is_proposed_by_one_and_given_by_another_as_it_stood(manager, steering, risk):
    assert send(manager, f"/risks/{risk}/edit", stance="accept").status_code == 302
    assert "Proposed to be accepted" in manager.get(f"/risks/{risk}").text
    assert manager.get(f"/risks/{risk}/accept").status_code == 403
    assert send(steering, f"/risks/{risk}/accept", reason="Nothing better can be done").status_code == 302
    shown = manager.get(f"/risks/{risk}").text
    assert "Proposed to be accepted" not in shown
    for said in ("Nothing better can be done", "Accepted as it stood: S 2, K 3, class B; no actions.",
                 "Covers what stands"):
        assert said in shown
    send(manager, f"/risks/{risk}/edit", title="Other words")
    shown = manager.get(f"/risks/{risk}").text
    for said in ("Outdated", "Proposed to be accepted"):
        assert said in shown
    assert risk_of(risk).state == "open"


@pytest.mark.bare
def test_what_helps_to_choose_a_step_stands_at_the_choices(manager, risk):
    page = f"/risks/{risk}"
    assert "choices__helps" not in manager.get(page).text
    level = (ScaleLevel.axis == "likelihood") & (ScaleLevel.value == 4)
    ScaleLevel.update(help_en="Every week", help_sv="Varje vecka").where(level).execute()
    for address in (page, f"/analyses/{risk_of(risk).analysis}/risks/new", f"{page}/disagreements/new"):
        shown = manager.get(address).text
        assert "<li><b>Very likely</b>: Every week</li>" in shown
        assert 'aria-describedby="likelihood-helps"' in shown


def test_another_stance_for_what_is_accepted_is_refused_with_what_to_do(manager, risk):
    accept_risk(risk, by=None, reason="Because")
    answer = send(manager, f"/risks/{risk}/edit", stance="treat", description="Typed with care")
    assert answer.status_code == 422
    assert "The risk is accepted. Take back the acceptance first." in answer.text
    assert "Typed with care" in answer.text


def test_a_risk_comes_true_and_stays(manager, reader, risk):
    page = f"/risks/{risk}/occurrences/new"
    refused = send(manager, page, occurred_on="2999-01-01", outcome="Typed with care")
    assert refused.status_code == 422
    assert "today at the latest" in refused.text
    assert "Typed with care" in refused.text
    assert send(manager, page, occurred_on="2026-06-01", outcome="Two days lost").status_code == 302
    assert occurrences_of(risk)[0].occurred_on == date(2026, 6, 1)
    shown = reader.get(f"/risks/{risk}").text
    assert "Two days lost" in shown
    assert "Occurred" in shown
    assert page not in shown


def test_a_disagreement_is_noted_shown_and_settled(make, steering, reader, risk):
    make.person(name="Anna Tallmo")
    page = f"/risks/{risk}/disagreements/new"
    assert "The score as it stands: S 2, K 3." in steering.get(page).text
    typed = {"likelihood": "4", "impact": "3", "view": "Every week", "our_view": "Twice a year"}
    refused = send(steering, page, party="Anna Tallmo", **typed)
    assert refused.status_code == 422
    assert "This is the name of a person." in refused.text
    assert "Every week" in refused.text
    assert send(steering, page, party="The union", **typed).status_code == 302
    shown = reader.get(f"/risks/{risk}").text
    for said in ("The union", "Every week", "Twice a year", "4 Very likely"):
        assert said in shown
    settle = f"/disagreements/{disagreements_of(risk)[0].id}/settle"
    assert settle not in shown
    assert send(steering, settle, outcome="").status_code == 422
    assert send(steering, settle, outcome="Looked at after one term").status_code == 302
    assert "Looked at after one term" in reader.get(f"/risks/{risk}").text
    again = send(steering, settle, outcome="Typed with care")
    assert again.status_code == 422
    assert "Typed with care" in again.text


def test_what_nobody_has_looked_at_says_since_when_and_how_often(make, at, programme):
    at("2026-03-01 08:00")
    risk = make.risk(analysis=make.analysis(programme=programme), score=(3, 3))
    at("2026-06-02 08:00")
    steering = make.browser(role=Role.STEERING_MEMBER, programme=programme)
    page, address = f"/risks/{risk}", f"/risks/{risk}/look"
    assert "Not looked at since Mar 1, 2026, every 3 months" in " ".join(steering.get(page).text.split())
    assert send(steering, page, address, note="Nothing new").status_code == 302
    shown = steering.get(page).text
    assert "Not looked at since" not in shown
    assert "Nothing new" in shown


@pytest.mark.parametrize(("state", "typed"), [("closed", {}), ("open", {"note": "x" * 2_001})])
def test_a_look_that_is_refused_says_so_on_the_page(steering, risk, state, typed):
    address = f"/risks/{risk}/look"
    values = form_in(steering.get(f"/risks/{risk}").text, address)
    if state == "closed":
        close_risk(risk, by=None, reason="Over")
    answer = steering.post(address, data={**values, **typed})
    assert answer.location == f"/risks/{risk}"
    shown = steering.get(answer.location).text
    assert "Looked at, unchanged</b>" not in shown
    assert "The risk is closed." in shown or "At most 2000 characters." in shown


def test_a_reader_is_offered_no_act_and_a_stranger_finds_nothing(make, reader, risk):
    disagreement = note(risk, party="The union", likelihood=4, impact=3, view="Every week", by=None)
    shown = reader.get(f"/risks/{risk}").text
    stranger = make.browser(role=Role.READER, programme=make.programme())
    for address in (f"/risks/{risk}/occurrences/new", f"/risks/{risk}/disagreements/new",
                    f"/disagreements/{disagreement}/settle"):
        assert address not in shown
        assert reader.get(address).status_code == 403
        assert stranger.get(address).status_code == 404
    for act in ("look", "assess"):
        assert f"/risks/{risk}/{act}" not in shown


def test_the_page_costs_the_same_queries_however_much_is_told(make, manager, risk):
    costs = []
    for _ in range(2):
        for turn in range(5):
            assess(risk, likelihood=1 + turn % 4, impact=2, by=make.person())
            note(risk, party=f"Union {turn}", likelihood=4, impact=4, view="Otherwise", by=make.person())
            accept_risk(risk, by=make.person(), reason="Because")
            assess(risk, likelihood=3, impact=3, by=make.person())
        costs.append(_cost(manager, f"/risks/{risk}"))
    assert costs[0] == costs[1]


def _cost(browser, page: str) -> int:
    with counted() as statements:
        assert browser.get(page).status_code == 200
    return len(statements)
