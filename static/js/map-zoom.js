// Zoom by width inside a scrolling region: scroll bars, touch, arrow keys and "scroll to what has focus" stay native.
const STEP = 1.25;
const SMALLEST = 0.2;
const LARGEST = 4;
const STILL = 120; // ms without a turn of the wheel after which it has stopped
const within = (wanted) => Math.min(LARGEST, Math.max(SMALLEST, wanted));

// place: what placeOf gave of the picture that stood here before; the new one is then seen just as it was.
export function startZoom(map, place) {
  const region = map.querySelector("[data-map-region]");
  const picture = region.querySelector("svg");
  const { width, height } = picture.viewBox.baseVal;
  const scale = () => picture.getBoundingClientRect().width / width;

  function setScale(wanted) {
    map.classList.add("map--sized");
    picture.style.width = `${width * wanted}px`;
  }

  // Keeps the point (x, y) of the region where it is while the picture grows or shrinks around it.
  function zoomTo(wanted, x = region.clientWidth / 2, y = region.clientHeight / 2) {
    const before = scale();
    const after = within(wanted);
    setScale(after);
    region.scrollLeft = ((region.scrollLeft + x) * after) / before - x;
    region.scrollTop = ((region.scrollTop + y) * after) / before - y;
  }

  // While the wheel turns, the picture is stretched as it was drawn around the point where it began to turn: drawing a
  // large one anew takes many times as long as a frame.
  let stretched = null;
  function stretch(factor, x, y) {
    stretched ??= { from: scale(), x, y };
    clearTimeout(stretched.timer);
    stretched.to = within((stretched.to ?? stretched.from) * factor);
    picture.style.willChange = "transform";
    picture.style.transformOrigin = `${region.scrollLeft + stretched.x}px ${region.scrollTop + stretched.y}px`;
    picture.style.transform = `scale(${stretched.to / stretched.from})`;
    stretched.timer = setTimeout(() => {
      const { to, x: left, y: top } = stretched;
      stretched = null;
      picture.style.willChange = picture.style.transform = "";
      zoomTo(to, left, top);
    }, STILL);
  }

  const acts = {
    in: () => zoomTo(scale() * STEP),
    out: () => zoomTo(scale() / STEP),
    fit: () => zoomTo(Math.min(region.clientWidth / width, (innerHeight * 0.85) / height)),
    width: () => zoomTo(region.clientWidth / width),
  };

  map.classList.add("map--zoom");
  const tools = map.querySelector("[data-map-tools]");
  tools.hidden = false;
  tools.addEventListener("click", (event) => acts[event.target.closest("[data-zoom]")?.dataset.zoom]?.());
  region.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey;
    const act = !typing && { "+": acts.in, "-": acts.out, 0: acts.fit }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  region.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const box = region.getBoundingClientRect();
      stretch(2 ** (-event.deltaY / 300), event.clientX - box.left, event.clientY - box.top);
    },
    { passive: false },
  );
  letScroll(map, region);
  if (!place) return showFirst(region);
  if (place.scale) setScale(place.scale);
  region.scrollTo(place.left, place.top);
}

// Which part of a picture is seen, and how large. scale: null while nobody has zoomed.
export function placeOf(map) {
  const region = map.querySelector("[data-map-region]");
  const picture = region.querySelector("svg");
  const sized = map.classList.contains("map--sized");
  return {
    left: region.scrollLeft,
    top: region.scrollTop,
    scale: sized ? picture.getBoundingClientRect().width / picture.viewBox.baseVal.width : null,
  };
}

// The chosen node may stand outside the part of the picture that is seen; then it comes to the middle.
export function showChosen(region) {
  const chosen = region.querySelector("[aria-current]")?.getBoundingClientRect();
  const seen = region.getBoundingClientRect();
  if (!chosen) return;
  if (chosen.bottom <= seen.bottom && chosen.right <= seen.right && chosen.top >= seen.top && chosen.left >= seen.left)
    return;
  region.scrollBy(
    (chosen.left + chosen.right - seen.left - seen.right) / 2,
    (chosen.top + chosen.bottom - seen.top - seen.bottom) / 2,
  );
}

// Where nothing of a picture is seen, its first node comes into sight: a filter may leave the last column alone.
export function showSome(region) {
  if (region.querySelector("[aria-current]")) return showChosen(region);
  const seen = region.getBoundingClientRect();
  const boxes = [...region.querySelectorAll("[data-node]")].map((node) => node.getBoundingClientRect());
  const isSeen = ({ left, right, top, bottom }) =>
    (left + right) / 2 < seen.right && (left + right) / 2 > seen.left && top < seen.bottom && bottom > seen.top;
  if (!boxes.length || boxes.some(isSeen)) return;
  const [{ left, top, bottom }] = boxes;
  region.scrollBy(left - seen.left - 16, top < seen.top || bottom > seen.bottom ? top - seen.top - 16 : 0);
}

// On a narrow screen the first columns may begin far down: then their first node comes up, and nobody meets a blank page.
function showFirst(region) {
  showSome(region);
  if (region.querySelector("[aria-current]")) return;
  const seen = region.getBoundingClientRect();
  const boxes = [...region.querySelectorAll("[data-node]")].map((node) => node.getBoundingClientRect());
  const tops = boxes.filter((box) => (box.left + box.right) / 2 < seen.right).map((box) => box.top);
  const first = Math.min(...tops) - seen.top;
  if (tops.length && first > seen.height / 2) region.scrollTop += first - 16;
}

// A mouse drags the ground between the nodes; touch scrolls by itself.
function letScroll(map, region) {
  let held = null;
  region.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    if (event.target.closest("a, form, .map__handle, .map__link")) return;
    held = { x: event.clientX + region.scrollLeft, y: event.clientY + region.scrollTop };
    region.setPointerCapture(event.pointerId);
    map.classList.add("map--dragged");
  });
  region.addEventListener("pointermove", (event) => {
    if (held) region.scrollTo(held.x - event.clientX, held.y - event.clientY);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    region.addEventListener(end, () => {
      held = null;
      map.classList.remove("map--dragged");
    });
  }
}
