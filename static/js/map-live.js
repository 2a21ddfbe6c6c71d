// Several may draw at once: the page asks who else is here and what they have changed, and shows it without taking
// anything away from whoever is typing.
const EVERY = 10_000;

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
    const answer = await fetch(`${page.dataset.pulse}?since=${since}`).then(read, () => null);
    asking = false;
    if (answer) show(answer, since);
  }

  function show({ newest, here: names, changes }, since) {
    bar.hidden = false;
    here.hidden = !names.length;
    here.textContent = here.dataset.words.replace("{names}", names.join(", "));
    if (newest <= Number(work.part().dataset.newest) || since !== work.part().dataset.newest) return;
    if (newest > told && changes.length) news.textContent = changes.join(" ");
    told = newest;
    if (!isTyping()) work.open(location.href, { quiet: true });
  }

  // A field that is being typed in is left alone; the next question comes soon enough.
  function isTyping() {
    const field = document.activeElement;
    return work.part().contains(field) && field.matches("input, textarea") && field.value !== field.defaultValue;
  }

  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
  addEventListener("focus", ask);
  ask();
}

function read(answer) {
  return answer.ok && answer.headers.get("Content-Type").includes("json") ? answer.json() : null;
}
