"""A view of the map in an address: what goes in comes out, and nonsense is passed over."""
from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Request

from portfolio.activities.models import RunBy
from portfolio.effectmap.view import FILTERS, LISTED, MOST_STEPS, RISK_CLASSES, STATUSES, MapView, Show
from portfolio.graph.kinds import NodeKind

IDS = st.none() | st.integers(1, 2**31 - 1)
VIEWS = st.builds(
    MapView, focus=IDS, steps=st.none() | st.integers(1, MOST_STEPS), show=st.sampled_from(Show),
    kinds=st.sets(st.sampled_from(LISTED)).map(lambda kinds: tuple(kind for kind in LISTED if kind in kinds)),
    workstream=IDS, owner=IDS, unit=IDS, run_by=st.none() | st.sampled_from(RunBy),
    status=st.none() | st.sampled_from(STATUSES), risk_class=st.none() | st.sampled_from(RISK_CLASSES),
    gaps=st.booleans(), q=st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), max_size=40), link=IDS,
)


def read(query: str) -> MapView:
    """The view of an address's query, as a request gives it."""
    return MapView.from_args(Request({"QUERY_STRING": query}).args)


def view(**values: str) -> MapView:
    return MapView.from_args(MultiDict(values))


@given(VIEWS)
def test_a_view_that_was_sent_to_a_colleague_is_the_same_view(sent):
    assert read(iri_to_uri(urlencode(sent.query(), doseq=True))) == sent


def test_the_plain_view_adds_nothing_to_the_address():
    assert MapView().query() == {}
    assert read("") == MapView()


@given(VIEWS)
def test_a_view_is_filtered_exactly_where_a_filter_stands_in_its_address(found):
    assert found.filtered == any(name in found.query() for name in FILTERS)
    cleared = read(urlencode(found.unfiltered(), doseq=True))
    assert not cleared.filtered
    assert (cleared.focus, cleared.steps, cleared.show, cleared.link) == (
        found.focus, found.steps, found.show, found.link
    )


@pytest.mark.parametrize("name", ["focus", "link", "workstream", "owner", "unit", "steps"])
@pytest.mark.parametrize("value", ["", "0", "-1", "x", "1.5", "٣", "99999999999999999999", "1 OR 1=1"])
def test_what_can_be_no_id_is_passed_over(name, value):
    assert view(**{name: value}) == MapView()


@pytest.mark.parametrize(
    "values", [{"show": "all"}, {"kinds": "risk"}, {"kinds": "Problem"}, {"run_by": "nobody"}, {"status": "cancelled"},
               {"risk_class": "E"}, {"gaps": "yes"}, {"q": " \0 "}, {"steps": "10"}, {"another": "thing"}],
)
def test_what_makes_no_sense_is_passed_over(values):
    assert view(**values) == MapView()


def test_a_change_leaves_the_rest_of_the_view_as_it_is():
    found = MapView(focus=7, kinds=(NodeKind.PROBLEM,), q="plan")
    assert found.query(focus=None, show=Show.RISK) == {"show": "risk", "kinds": ("problem",), "q": "plan"}


@given(st.text(max_size=400))
def test_any_search_fits_in_an_address(words):
    assert len(view(q=words).q) <= 200
