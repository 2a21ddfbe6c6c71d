"""What the register's filter offers: owners and effects of all that may be read, as long as that is a choice."""
from __future__ import annotations

import pytest

from portfolio.effectmap.service.nodes import create_effect
from portfolio.programmes.models import Role
from portfolio.risks.service import choices


@pytest.fixture
def two(make) -> tuple[int, int]:
    """Two programmes, each with an effect and a risk that somebody owns."""
    found = []
    for name in ("Here", "There"):
        programme = make.programme(name=name)
        create_effect(programme, title=f"Effect {name}", by=None)
        make.risk(analysis=make.analysis(programme=programme), owner=make.person(name=f"Owner {name}"))
        found.append(programme)
    return found[0], found[1]


def test_owners_and_effects_of_every_programme_are_offered_without_choosing_one(make, two) -> None:
    page = make.browser(role=Role.READER).get("/risks").text
    for offered in ("Owner Here", "Owner There", "Effect Here", "Effect There"):
        assert f"{offered}</option>" in page


def test_a_programme_one_may_not_read_offers_nothing(make, two) -> None:
    page = make.browser(role=Role.PROGRAMME_MANAGER, programme=two[0]).get("/risks").text
    assert "Owner Here" in page
    assert "Effect Here" in page
    assert "There" not in page


def test_what_is_too_long_to_choose_from_is_offered_once_a_programme_is_chosen(make, two, monkeypatch) -> None:
    monkeypatch.setattr(choices, "FEW", 1)
    reader = make.browser(role=Role.READER)
    assert "Owner Here</option>" not in reader.get("/risks").text
    page = reader.get(f"/risks?programme={two[0]}").text
    assert "Owner Here</option>" in page
    assert "Effect Here</option>" in page
    assert "Owner There" not in page
