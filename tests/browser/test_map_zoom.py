"""The wheel zooms the picture around the pointer: at once as a stretched picture, drawn anew when the wheel stops."""
from __future__ import annotations

import pytest

from tests.browser.conftest import SignIn

_PLACE = """(at) => {
  const picture = document.querySelector("[data-map-region] svg");
  const box = picture.getBoundingClientRect();
  const [x, y] = [(at.x - box.left) / box.width, (at.y - box.top) / box.height];
  return { width: box.width, drawn: picture.clientWidth, x, y };
}"""


def test_what_stands_under_the_pointer_stays_there_while_the_wheel_zooms_and_after(visit: SignIn):
    page = visit("Programledare Digital").open("/programmes/1/map")
    region = page.locator("[data-map-region]").bounding_box()
    assert region is not None
    at = {"x": region["x"] + 300, "y": region["y"] + 150}
    page.mouse.move(at["x"], at["y"])
    before = page.evaluate(_PLACE, at)
    page.keyboard.down("Control")
    for _ in range(3):
        page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    page.wait_for_function("() => document.querySelector('[data-map-region] svg').style.width")
    after = page.evaluate(_PLACE, at)
    assert after["width"] == pytest.approx(before["width"] * 2, rel=0.02)
    assert after["drawn"] == pytest.approx(after["width"], abs=1)
    assert (after["x"], after["y"]) == pytest.approx((before["x"], before["y"]), abs=0.02)
