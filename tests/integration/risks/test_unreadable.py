"""Of a risk that somebody may not read, an action that serves it too says that it is there, and no more."""
from __future__ import annotations

from portfolio.core import clock
from portfolio.programmes.models import Role
from portfolio.risks.service.register import Filter, register, whole_register


def test_an_actions_page_names_only_the_risks_that_may_be_read(make):
    programme, doer = make.programme(), make.person(name="IT-chef")
    analysis = make.analysis(programme=programme)
    own = make.risk(analysis=analysis, title="Read by its owner", owner=doer)
    others = [make.risk(analysis=analysis, title=f"Not for everybody {number}") for number in (1, 2)]
    action = make.action(risks=[*others, own], responsible=doer)
    shown = make.browser(person=doer).get(f"/actions/{action}").text
    assert "Read by its owner" in shown
    assert "Not for everybody" not in shown
    assert "and 2 risks that you may not read" in shown
    shown = make.browser(role=Role.READER, programme=programme).get(f"/actions/{action}").text
    assert ("Not for everybody 2" in shown, "may not read" in shown) == (True, False)


def test_the_register_and_its_file_tell_only_of_the_risks_that_may_be_read(make):
    programme, owner = make.programme(), make.person()
    analysis = make.analysis(programme=programme)
    own, other = make.risk(analysis=analysis, owner=owner), make.risk(analysis=analysis)
    make.action(risks=[own, other])
    for readable, expected in ((frozenset(), [own]), (frozenset({programme}), [own, other]), (None, [own, other])):
        asked = {"readable": readable, "person": owner, "today": clock.today()}
        _risks, of_all = whole_register(Filter(), **asked)
        for actions in (register(Filter(), **asked).actions, of_all):
            assert [key for key, _reference in actions[0].served] == expected
