"""Acts on the map's picture: what each does, where it leads back to, and what it leaves in the history."""
from __future__ import annotations

import pytest

from portfolio.core.history import Event
from portfolio.effectmap.service.map import map_of
from portfolio.graph.kinds import NodeKind
from portfolio.graph.layout import lay_out
from portfolio.programmes.models import Link, Node, Role
from tests.integration.effectmap.acting import Drawer


def column(programme: int, kind: str = "problem") -> list[int]:
    """A column of the map from the top, by id."""
    data = map_of(programme)
    return [placed.node.id for placed in lay_out(data.nodes, data.links).nodes if placed.node.kind == kind]


@pytest.mark.parametrize(("kind", "reference"), [
    ("problem", "P1"), ("circumstance", "F1"), ("consequence", "K1"), ("effect", "E1"), ("workstream", "W1"),
    ("activity", "A1"),
])
def test_something_new_is_put_in_its_column_and_the_address_says_which(drawer, programme, kind, reference):
    answer = drawer.act("add", kind=kind, title="  Nobody decides ")
    made = Node.get(Node.programme == programme, Node.kind == NodeKind(kind))
    assert (made.reference, made.title) == (reference, "Nobody decides")
    assert (answer.status_code, answer.location) == (303, f"/programmes/{programme}/map?added={made.id}")


def test_what_is_to_be_opened_at_once_is_chosen(drawer, programme):
    answer = drawer.act("add", kind="problem", title="Nobody decides", open="1")
    made = Node.get(Node.programme == programme, Node.kind == "problem")
    assert answer.location == f"/programmes/{programme}/map?focus={made.id}"


def test_a_title_typed_in_several_lines_becomes_one(drawer, programme):
    drawer.act("add", kind="problem", title="Nobody\r\n decides \n\n at all")
    assert Node.get(Node.kind == "problem").title == "Nobody decides at all"


def test_an_act_leads_back_to_the_view_it_was_sent_from_and_nowhere_else(make, drawer, programme):
    problem = make.problem(programme=programme)
    view = f"?focus={problem}&steps=2&show=gaps&q=deci%26de&kinds=problem&kinds=effect&next=//evil.example&_external=1"
    location = drawer.act("rename", view=view, node=problem, version="1", title="New").location
    path, _, query = location.partition("?")
    assert path == f"/programmes/{programme}/map"
    assert set(query.split("&")) == {
        f"focus={problem}", "steps=2", "show=gaps", "q=deci%26de", "kinds=effect", "kinds=problem",
    }


def test_a_node_gets_another_title(make, drawer, programme):
    problem = make.problem(programme=programme, title="Old")
    assert drawer.act("rename", node=problem, version="1", title="New").status_code == 303
    found = Node.get_by_id(problem)
    assert (found.title, found.version) == ("New", 2)


@pytest.mark.parametrize("kind", ["workstream", "activity", "goal"])
def test_whatever_stands_on_the_map_can_be_renamed_there(make, drawer, programme, kind):
    node = getattr(make, kind)(programme=programme)
    assert drawer.act("rename", node=node, version="1", title="New").status_code == 303
    assert Node.get_by_id(node).title == "New"


@pytest.mark.parametrize(("claim", "turned"), [("leads_to:out", False), ("leads_to:in", True)])
def test_a_link_is_drawn_from_either_end(make, drawer, programme, claim, turned):
    problem, consequence = make.problem(programme=programme), make.consequence(programme=programme)
    node, other = (consequence, problem) if turned else (problem, consequence)
    answer = drawer.act("link", node=node, claim=claim, other=other, rationale="Each unit buys its own")
    assert (answer.status_code, answer.location) == (303, drawer.address)
    found = Link.get()
    assert (found.source_id, found.target_id, found.kind) == (problem, consequence, "leads_to")
    assert found.rationale == "Each unit buys its own"


def test_a_link_is_withdrawn_and_no_longer_looked_at(make, drawer, programme):
    problem = make.problem(programme=programme)
    found = make.link(problem, make.consequence(programme=programme))
    answer = drawer.act("unlink", view=f"?focus={problem}&link={found}", link=found)
    assert (answer.status_code, answer.location) == (303, f"{drawer.address}?focus={problem}")
    assert Link.select().count() == 0


def test_a_node_is_archived_and_no_longer_chosen(make, drawer, programme):
    problem = make.problem(programme=programme)
    answer = drawer.act("archive", view=f"?focus={problem}&show=risk", node=problem, version="1")
    assert (answer.status_code, answer.location) == (303, f"{drawer.address}?show=risk")
    assert Node.get_by_id(problem).archived_at is not None


@pytest.mark.parametrize(("typed", "order"), [
    ({"direction": "up"}, (0, 2, 1)), ({"direction": "top"}, (2, 0, 1)), ({"before": 0}, (2, 0, 1)),
    ({"before": 1}, (0, 2, 1)),
])
def test_a_node_is_moved_within_its_column(make, drawer, programme, typed, order):
    problems = [make.problem(programme=programme) for _ in range(3)]
    typed = {name: problems[value] if name == "before" else value for name, value in typed.items()}
    assert drawer.act("move", node=problems[2], **typed).status_code == 303
    assert column(programme) == [problems[place] for place in order]
    assert Node.get_by_id(problems[2]).version == 1, "a place is nothing that somebody else's save goes over"


def test_moving_what_stands_there_already_changes_nothing(make, drawer, programme):
    problem = make.problem(programme=programme)
    events = Event.select().count()
    assert drawer.act("move", node=problem, direction="up").status_code == 303
    assert Event.select().count() == events


def test_all_places_are_given_up_and_got_back(make, drawer, programme):
    problems = [make.problem(programme=programme) for _ in range(3)]
    drawer.act("move", node=problems[2], direction="top")
    assert drawer.act("arrange").status_code == 303
    assert column(programme) == problems
    assert drawer.act("undo", event=drawer.undo()).status_code == 303
    assert column(programme) == [problems[2], problems[0], problems[1]]


def test_one_node_more_moves_no_other(make, drawer, programme):
    problems = [make.problem(programme=programme) for _ in range(4)]
    consequences = [make.consequence(programme=programme) for _ in range(4)]
    for problem, consequence in zip(problems, reversed(consequences), strict=True):
        make.link(problem, consequence)
    before = column(programme), column(programme, "consequence")
    drawer.act("add", kind="problem", title="New")
    new = Node.get(Node.title == "New").id
    drawer.act("link", node=new, claim="leads_to:out", other=consequences[0])
    after = column(programme), column(programme, "consequence")
    assert ([node for node in after[0] if node != new], after[1]) == before


def test_ten_minutes_of_a_workshop_pass_on_one_page(make, drawer, programme):
    for number in range(8):
        drawer.act("add", kind="problem", title=f"Problem {number}")
        drawer.act("add", kind="consequence", title=f"Consequence {number}")
    problems, consequences = column(programme), column(programme, "consequence")
    for number in range(15):
        drawer.act("link", node=problems[number % 8], claim="leads_to:out", other=consequences[number // 2])
    assert (len(problems), len(consequences), Link.select().count()) == (8, 8, 15)


def test_what_was_undone_on_the_page_can_be_done_again(make, drawer, programme):
    problem = make.problem(programme=programme)
    drawer.act("add", kind="consequence", title="New")
    drawer.act("link", node=problem, claim="leads_to:out", other=column(programme, "consequence")[0])
    for _ in range(2):
        assert drawer.act("undo", event=drawer.undo()).status_code == 303
    assert (column(programme, "consequence"), drawer.undo()) == ([], None)
    for _ in range(2):
        assert drawer.act("redo", event=drawer.redo()).status_code == 303
    assert (len(column(programme, "consequence")), Link.select().count()) == (1, 1)


def test_the_history_says_what_was_undone_and_nothing_of_numbers_for_places(make, drawer, programme):
    problem = make.problem(programme=programme, title="Nobody decides")
    make.problem(programme=programme)
    drawer.act("move", node=problem, direction="down")
    drawer.act("undo", event=drawer.undo())
    drawer.act("arrange")
    html = drawer.browser.get(f"/programmes/{programme}/history").text
    assert "<b>Moved (by undoing)</b>" in html
    assert "<b>Moved</b>" in html
    assert "<b>Map arranged anew</b>" in html
    assert "1024" not in html


def test_an_undo_leads_back_to_the_view(make, drawer, programme):
    problem = make.problem(programme=programme)
    drawer.act("rename", node=problem, version="1", title="New")
    answer = drawer.act("undo", view=f"?focus={problem}", event=drawer.undo())
    assert (answer.status_code, answer.location) == (303, f"{drawer.address}?focus={problem}")


def test_an_effect_of_another_programme_is_contributed_to(make, drawer, programme):
    portfolio = make.portfolio()
    mine, theirs = (make.programme(portfolio=portfolio) for _ in range(2))
    drawer = Drawer(make.browser(), mine)
    far = make.effect(programme=theirs)
    for node in (make.effect(programme=mine), make.activity(programme=mine)):
        assert drawer.act("link", node=node, claim="contributes_to:out", other=far).status_code == 303
        assert drawer.act("undo", event=drawer.undo()).status_code == 303
    assert drawer.act(
        "link", node=make.effect(programme=mine), claim="contributes_to:in", other=make.activity(programme=theirs)
    ).status_code == 303
    assert Link.select().count() == 1


@pytest.mark.parametrize("role", [Role.OWNER, Role.READER, Role.STEERING_MEMBER])
def test_a_reader_is_offered_nothing_to_undo_and_may_do_nothing(make, programme, role):
    everywhere = role is Role.READER
    drawer = Drawer(make.browser(make.person(role=role, programme=None if everywhere else programme)), programme)
    for name in ("add", "rename", "link", "unlink", "move", "archive", "arrange", "undo", "redo"):
        assert drawer.act(name, kind="problem", title="New").status_code == 403
    assert drawer.undo() is None


def test_a_risks_link_asks_for_the_registers_leave_too(make, programme):
    lead = make.person(role=Role.WORKSTREAM_LEAD, programme=programme)
    drawer = Drawer(make.browser(lead), programme)
    activity = make.activity(programme=programme)
    risk = make.risk(analysis=make.analysis(programme=programme))
    typed = {"node": activity, "claim": "threatens:in", "other": risk}
    assert drawer.act("link", **typed).status_code == 403
    assert Link.select().count() == 0
    assert Drawer(make.browser(), programme).act("link", **typed).status_code == 303
    assert drawer.act("unlink", link=Link.get().id).status_code == 403
    assert Link.select().count() == 1
