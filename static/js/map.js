// The effect map: every picture can be zoomed and dragged; the page to work in is worked in without loading it anew.
import { letDrag } from "./map-drag.js";
import { listenToKeys } from "./map-keys.js";
import { keepLive } from "./map-live.js";
import { withoutFeet } from "./map-picture.js";
import { startWork } from "./map-work.js";
import { startZoom } from "./map-zoom.js";

export function startMaps() {
  document.querySelectorAll("[data-map]").forEach((map) => startZoom(map));
  const page = document.querySelector("[data-map-page]");
  if (!page) return;
  const work = startWork(page);
  listenToKeys(page, work);
  letDrag(page, work);
  keepLive(page, work);
  let whole = () => {};
  addEventListener("beforeprint", () => (whole = withoutFeet(work.part().querySelector("[data-map-region] svg"))));
  addEventListener("afterprint", () => whole());
}
