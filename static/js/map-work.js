// The part of the page that acts change is replaced by the answer's. What is pressed while an answer is on its way waits
// its turn, so that nothing typed fast is lost; what is typed, where focus is and which part is seen stay as they are.
import { keep, restore } from "./map-memory.js";
import { sayFailed, sayPassing, sayWith, takeAway } from "./toasts.js";
import { placeOf, showSome, startZoom } from "./map-zoom.js";

const AGAIN = { undo: "map-undo", redo: "map-redo" };

export function startWork(page) {
  let turn = Promise.resolve();
  let shown = address(location);
  const part = () => document.getElementById("map-work");

  // ask: gives [address] or, of an act, [address, body] when its turn comes, or null where there is nothing left to ask.
  // then: what to do with focus in the new part; without it focus stays where it was. quiet: shows where we are already.
  // unless: true as long as the part must stay as it is.
  function go(ask, { then, sent, quiet = false, unless = () => false } = {}) {
    const run = async () => {
      const [target, body] = (!unless() && ask()) || [];
      if (!target) return null;
      const method = body ? "POST" : "GET";
      const answer = await fetch(target, { method, body, headers: { Accept: "text/html" } }).catch(() => null);
      const fresh = answer && (await read(answer));
      if (!fresh) return answer?.ok ? location.assign(answer.url) : sayFailed();
      if (unless()) return null;
      const before = newestAct();
      const said = document.getElementById(AGAIN[sent?.dataset.form])?.dataset.said;
      put(fresh, { then, sent: answer.ok ? sent : null, found: !body && !quiet });
      if (answer.ok && !quiet) settle(answer.url, !body);
      if (answer.ok && body) tell(sent, body, before, said);
      return answer.ok;
    };
    turn = turn.then(run, run);
    return turn;
  }

  function put(fresh, { then, sent, found }) {
    const old = part();
    const map = old.querySelector("[data-map]");
    const place = map && placeOf(map);
    const kept = keep(old, sent);
    old.replaceWith(fresh);
    const now = fresh.querySelector("[data-map]");
    if (now) startZoom(now, place);
    restore(fresh, kept, then);
    if (now && (found || sent?.dataset.form === "move")) showSome(now.querySelector("[data-map-region]"));
    page.dispatchEvent(new CustomEvent("map:new"));
  }

  // The address bar says what is shown, so that it can be sent to a colleague and Back leads to what was shown before.
  function settle(url, found) {
    const now = new URL(url);
    now.searchParams.delete("added");
    if (now.pathname !== location.pathname || address(now) === shown) return;
    shown = address(now);
    history[found ? "pushState" : "replaceState"]({}, "", now);
  }

  // The newest act that can be undone, as the part that is shown has it.
  const newestAct = () => document.getElementById("map-undo")?.value;

  // What was done is said in words, and can be undone where it is said. before: the newest act that stood there until now.
  // said: what is to be said of an act that was taken back or done again.
  function tell(form, body, before, said) {
    const act = newestAct();
    if (form?.dataset.form in AGAIN) {
      takeAway();
      return said && sayPassing(said);
    }
    if (act === before) return sayUnmoved(body);
    const { text, label } = document.getElementById("map-undo").dataset;
    const undo = () => {
      part().querySelector("[data-map-region]")?.focus({ preventScroll: true }); // what was pressed is gone
      again("undo", act);
    };
    if (text) sayWith(text, label, undo);
  }

  function sayUnmoved(body) {
    const words = part().querySelector("[data-form=map-move]")?.dataset[body.get("direction")];
    const reference = part().querySelector(`[data-node="${body.get("node")}"] .map__reference`);
    if (words && reference) sayPassing(words.replace("{node}", reference.textContent));
  }

  // Takes back, or does again, what is newest when its turn comes: the button of an earlier answer names what was.
  // act: only if that is still the newest.
  function again(name, act) {
    const button = () => document.getElementById(AGAIN[name]);
    const ask = () => {
      const { form, disabled, value } = button() ?? { disabled: true };
      if (disabled || (act && act !== value)) return null;
      const body = new FormData(form);
      body.set("event", value);
      return [form.getAttribute("action"), body];
    };
    return go(ask, { sent: button()?.form });
  }

  function send(form, button, then) {
    if (form.dataset.form in AGAIN) return again(form.dataset.form);
    const body = new FormData(form);
    if (button?.name) body.set(button.name, button.value);
    const typed = form.elements.title;
    if (form.dataset.form.startsWith("add-")) typed.value = "";
    return go(() => [form.getAttribute("action"), body], { then, sent: form }).then((done) => {
      if (done === undefined && typed?.isConnected && !typed.value) typed.value = body.get("title");
    });
  }

  const open = (target, options) => go(() => [target], options);
  const refresh = (options) => go(() => [location.href], { quiet: true, ...options });

  page.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !part().contains(form)) return;
    if (form.method === "get") {
      event.preventDefault();
      const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
      open(`${form.getAttribute("action").split("?")[0]}?${query}`);
    } else if (form.dataset.form) {
      event.preventDefault();
      send(form, event.submitter);
    }
  });
  page.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = new URL(link.href.baseVal ?? link.href, location.href);
    if (!part().contains(link) || target.pathname !== location.pathname || target.hash) return;
    event.preventDefault();
    open(target.href);
  });
  addEventListener("popstate", () => {
    if (address(location) === shown) return;
    shown = address(location);
    refresh();
  });
  return { open, refresh, send, again, part };
}

async function read(answer) {
  if (!answer.ok && ![409, 422].includes(answer.status)) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.getElementById("map-work") && document.adoptNode(page.getElementById("map-work"));
}

function address(where) {
  return where.pathname + where.search;
}
