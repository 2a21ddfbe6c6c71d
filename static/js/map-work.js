// The part of the page that acts change is replaced by the answer's. What is pressed while an answer is on its way waits
// its turn, so that nothing typed fast is lost; what is typed, where focus is and which part is seen stay as they are.
import { keep, restore } from "./map-memory.js";
import { sayFailed, sayWith } from "./toasts.js";
import { placeOf, showChosen, startZoom } from "./map-zoom.js";

export function startWork(page) {
  let turn = Promise.resolve();
  let shown = address(location);
  const part = () => document.getElementById("map-work");

  // then: what to do with focus in the new part; without it focus stays where it was.
  function go(target, { method = "GET", body, then, sent, quiet = false } = {}) {
    const run = async () => {
      const answer = await fetch(target, { method, body, headers: { Accept: "text/html" } }).catch(() => null);
      const fresh = answer && (await read(answer));
      if (!fresh) return answer?.ok ? location.assign(answer.url) : sayFailed();
      put(fresh, { then, sent: answer.ok ? sent : null, found: method === "GET" && !quiet });
      if (answer.ok) settle(answer.url, method === "GET" && !quiet);
      if (answer.ok && method === "POST") tell(sent);
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
    if (now && found) showChosen(now.querySelector("[data-map-region]"));
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

  // What was done is said in words, and can be undone where it is said.
  function tell(form) {
    const undo = document.getElementById("map-undo");
    if (!undo?.dataset.text || ["undo", "redo"].includes(form?.dataset.form)) return;
    sayWith(undo.dataset.text, undo.dataset.label, () => send(undo.form, undo));
  }

  function send(form, button, then) {
    const body = new FormData(form);
    if (button?.name) body.set(button.name, button.value);
    const typed = form.elements.title;
    if (form.dataset.form.startsWith("add-")) typed.value = "";
    return go(form.getAttribute("action"), { method: "POST", body, then, sent: form }).then((done) => {
      if (done === undefined && typed?.isConnected && !typed.value) typed.value = body.get("title");
    });
  }

  const open = (target, options) => go(target, options);

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
    open(location.href, { quiet: true });
  });
  return { open, send, part };
}

async function read(answer) {
  if (!answer.ok && ![409, 422].includes(answer.status)) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.getElementById("map-work") && document.adoptNode(page.getElementById("map-work"));
}

function address(where) {
  return where.pathname + where.search;
}
