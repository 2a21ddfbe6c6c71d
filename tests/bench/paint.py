"""`python -m tests.bench.paint`: how a map of a thousand nodes comes to the screen in Chromium, and how it moves there.

Prints the first contentful paint and the time until the page has loaded (of five visits, the median), and the times
between frames while the picture is scrolled and zoomed: half of them are at most the median, 19 of 20 at most the 95th
percentile. A screen shows a frame every 16.7 ms. The server draws the page anew for the first visit alone.
"""
from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Page, sync_playwright

from config import Config
from portfolio import create_app
from portfolio.accounts.service import start_session
from portfolio.core import clock, db
from portfolio.example import loader
from portfolio.programmes.models import Role
from portfolio.programmes.service.roles import assign_role
from tests.bench.maps import draw_maps
from tests.bench.measuring import server
from tests.bench.subjects import large_map, somebody
from tests.browser.conftest import ARGUMENTS, CHROMIUM

VISITS = 5
STEPS = 90

_PAINT = """() => {
  const [visit] = performance.getEntriesByType("navigation");
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  return { answer: visit.responseEnd, paint: paint.startTime, load: visit.loadEventEnd };
}"""
# Does something in every frame, and gives the milliseconds between the frames.
_FRAMES = """async ([name, steps]) => {
  const region = document.querySelector("[data-map-region]");
  const acts = {
    scroll: (step) => region.scrollTo(step * 4, step * 60),
    page: (step) => window.scrollTo(0, step * 20),
    zoom: (step) => {
      const wheel = { ctrlKey: true, deltaY: step % 30 < 15 ? 60 : -60, bubbles: true, cancelable: true };
      region.dispatchEvent(new WheelEvent("wheel", { ...wheel, clientX: 400, clientY: 400 }));
    },
  };
  const times = [];
  let last = await new Promise(requestAnimationFrame);
  for (let step = 0; step < steps; step++) {
    acts[name](step);
    const now = await new Promise(requestAnimationFrame);
    times.push(now - last);
    last = now;
  }
  return times;
}"""


def fill(url: str) -> tuple[str, str]:
    """Make the maps and sign somebody in who may edit them; gives the map's path and the cookie's value."""
    app = create_app(Config(database_url=url, secret_key="for the bench", secure_cookies=False))
    with app.app_context():
        db.connect()
        db.migrate()
        loader.load(clock.today())
        programme = draw_maps(2)[0]
        person = somebody()
        assign_role(programme=programme, person=person, role=Role.PROGRAMME_MANAGER, by=None)
        token = start_session(person, hours=12)
    client = app.test_client()
    with client.session_transaction() as session:
        session["token"] = token
    found = client.get_cookie("malbild")
    assert found is not None
    db.database.close()
    return f"/programmes/{programme}/map", found.value


def visits(page: Page, address: str) -> None:
    """Open the map a few times, and print how long it took."""
    found = []
    for _ in range(VISITS):
        page.goto(address, wait_until="load")
        page.wait_for_timeout(300)
        found.append(page.evaluate(_PAINT))
    for name, words in (("answer", "answer received"), ("paint", "first contentful paint"), ("load", "loaded")):
        times = [visit[name] for visit in found]
        print(f"{words:24}{median(times):8.0f} ms   (first visit {times[0]:.0f} ms)")


def frames(page: Page) -> None:
    """Scroll and zoom, and print the times between frames."""
    for name in ("page", "scroll", "zoom"):
        times = page.evaluate(_FRAMES, [name, STEPS])
        worst = quantiles(times, n=20)[-1]
        print(f"{name:24}{median(times):8.1f} ms a frame   (95th percentile {worst:.1f} ms, worst {max(times):.1f} ms)")


def main() -> None:
    """Fill, serve, look."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'paint.db'}"
        path, cookie = fill(url)
        with server(url, [large_map(1, "map")], f"malbild={cookie}") as client, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="sv-SE")
            home = f"http://127.0.0.1:{client.connection.port}"
            context.add_cookies([{"name": "malbild", "value": cookie, "url": home}])
            page = context.new_page()
            visits(page, home + path)
            print(f"{page.locator('[data-node]').count()} nodes, {page.locator('.map__link').count()} lines")
            frames(page)
            browser.close()


if __name__ == "__main__":
    main()
