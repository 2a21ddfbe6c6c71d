"""The map on paper."""
from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

SIZES = {"A3": ("420mm", "297mm"), "slide": ("13.333in", "7.5in")}


@pytest.mark.parametrize("size", SIZES)
def test_the_map_is_printed_on_one_page_however_far_it_is_zoomed(visit, size: str) -> None:
    page = visit("Programledare Digital").open("/programmes/1/map")
    for _ in range(3):
        page.locator("[data-zoom=in]").click()
    width, height = SIZES[size]
    printed = page.pdf(width=width, height=height)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


def test_on_paper_the_picture_has_no_room_to_write_in_and_gets_it_back(visit) -> None:
    page = visit("Programledare Digital").open("/programmes/1/map")
    picture = page.locator("svg.map__picture")
    before = picture.get_attribute("viewBox")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(picture).not_to_have_attribute("viewBox", before or "")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(picture).to_have_attribute("viewBox", before or "")
