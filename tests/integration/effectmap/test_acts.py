"""Acts on the map's picture: what each does, where it leads back to, and what it leaves in the history."""
from __future__ import annotations

from typing import Any

import pytest

from portfolio.graph.kinds import NodeKind
from portfolio.programmes.models import Node
from tests.factories import Make
from tests.integration.effectmap.acting import Drawer


@pytest.fixture
def programme(make: Make) -> int:
    return make.programme()


@pytest.fixture
def drawer(make: Make, programme: int) -> Drawer:
    return Drawer(make.browser(), programme)


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
    made: Any = Node.get(Node.programme == programme, Node.kind == "problem")
    assert answer.location == f"/programmes/{programme}/map?focus={made.id}"
