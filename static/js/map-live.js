// Several may draw at once: the page asks who else is here and what they have changed, and shows it without taking
// anything away from whoever is typing.
const EVERY = 10_000;
const SOON = 500; // ms, in which what is being clicked stays where it is

export function keepLive(page, work) {
  const bar = page.querySelector("[data-map-presence]");
  const here = bar.querySelector("[data-map-here]");
  const news = bar.querySelector("[data-map-news]");
  let asking = false;
  let told = Number(work.part().dataset.newest);

  async function ask() {
    if (document.hidden || asking) return;
    asking = true;
    const since = work.part().dataset.newest;
    try {
      const answer = await fetch(`${page.dataset.pulse}?since=${since}`).then(read).catch(() => null);
      if (answer) show(answer, since);
    } finally {
      asking = false;
    }
  }

  function show({ newest, here: names, changes }, since) {
    bar.hidden = false;
    here.hidden = !names.length;
    here.textContent = here.dataset.words.replace("{names}", names.join(", "));
    if (newest <= Number(work.part().dataset.newest) || since !== work.part().dataset.newest) return;
    if (newest > told && changes.length) news.textContent = changes.join(" ");
    told = newest;
    refresh();
  }

  const isBehind = () => told > Number(work.part().dataset.newest);

  function refresh() {
    const unless = () => isBusy() || !isBehind();
    if (!unless()) work.refresh({ unless });
  }

  // What is being typed, chosen or dragged is left alone: the new is shown as soon as that is done.
  function isBusy() {
    const field = document.activeElement;
    if (work.part().querySelector(".map__picture--drawing, .map--dragged")) return true;
    if (!work.part().contains(field)) return false;
    return field.matches("select") || (field.matches("input, textarea") && field.value !== field.defaultValue);
  }

  for (const end of ["focusout", "pointerup", "pointercancel"]) {
    page.addEventListener(end, () => isBehind() && setTimeout(refresh, SOON));
  }
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
  addEventListener("focus", ask);
  ask();
}

function read(answer) {
  return answer.ok && answer.headers.get("Content-Type").includes("json") ? answer.json() : null;
}
