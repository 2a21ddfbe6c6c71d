// The picture by keyboard. Keys of a single character work only while focus is in the picture, and never in a field.
import { besideInColumn, chosenNode, fillIn, lineAt, linkedBeside, nodeOf } from "./map-picture.js";

const TYPING = "input, select, textarea";
const STEADY = 4; // px that a hand may move in a click

export function listenToKeys(page, work) {
  const form = (name) => work.part().querySelector(`[data-form="${name}"]`);
  const go = (node) => node && (node.focus(), true);

  // Runs an act that needs the node's panel: at once where it is chosen, else when it has been.
  function withChosen(node, act) {
    if (node.hasAttribute("aria-current")) return act(work.part());
    return work.open(node.href.baseVal, { then: (part) => act(part) });
  }

  const acts = {
    ArrowUp: (node) => go(besideInColumn(node, -1)),
    ArrowDown: (node) => go(besideInColumn(node, 1)),
    ArrowLeft: (node) => go(linkedBeside(node, -1)),
    ArrowRight: (node) => go(linkedBeside(node, 1)),
    Enter: (node) => node.hasAttribute("aria-current") && startTyping(work.part()),
    f: (node) => (node.hasAttribute("aria-current") ? false : work.open(node.href.baseVal)),
    F2: (node) => withChosen(node, startTyping),
    l: (node) => withChosen(node, (part) => focusOn(part.querySelector("[data-map-claim] select"))),
    p: (node) => withChosen(node, (part) => focusOn(part.querySelector("#map-panel-title"))),
    n: (node) => focusOn(document.getElementById(`add-${columnOf(node)}`)),
    Delete: (node) => withChosen(node, () => sendNow(form("archive")) && false), // focus stays for the answer to move
  };

  const everywhere = {
    "/": () => {
      const search = work.part().querySelector("#map-filters [name=q]");
      if (!search) return false;
      search.closest("details").open = true;
      return focusOn(search);
    },
    "?": () => {
      const list = document.getElementById("map-keys");
      if (!list) return false;
      list.open = !list.open;
      return focusOn(list.querySelector("summary"));
    },
    Delete: () => sendNow(form("unlink")),
  };

  function sendNow(found, values = {}) {
    if (!found) return false;
    work.send(fillIn(found, values));
    return true;
  }

  function undoOrRedo(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
    const key = event.key.toLowerCase();
    if (key === "z") return event.shiftKey ? "redo" : "undo";
    return key === "y" ? "redo" : null;
  }

  // A key that is held down does what it does once; only the way by arrow keys goes on.
  page.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const field = event.target.closest(TYPING);
    const again = undoOrRedo(event);
    if (again) {
      const button = document.getElementById(`map-${again}`);
      if (!button || button.disabled || field?.value) return;
      event.preventDefault();
      if (!event.repeat) work.again(again);
    } else if (event.key === "Escape" && event.target.closest("#map-panel")) go(chosenNode(work.part()));
    else if (field) keyInField(event, field);
    else if (event.target.closest("[data-map-region]")) keyInPicture(event);
  });

  function keyInField(event, field) {
    const form = field.form;
    if (event.key === "Enter" && event.repeat && form?.dataset.form) event.preventDefault();
    else if (event.key === "Enter" && form?.matches("[data-map-claim], [data-form=rename]") && !event.shiftKey) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "ArrowUp" && form?.matches("[data-form^=add-]")) {
      event.preventDefault();
      go(lastInColumn(field));
    } else if (event.key === "Escape" && form?.matches("[data-form=rename]")) {
      event.preventDefault();
      form.reset();
    }
  }

  function keyInPicture(event) {
    const node = nodeOf(event.target);
    if (event.ctrlKey || event.metaKey) return;
    if (event.altKey) {
      const direction = { ArrowUp: "up", ArrowDown: "down" }[event.key];
      if (!node || !direction) return;
      if (event.repeat || sendNow(form("map-move"), { node: node.dataset.node, direction })) event.preventDefault();
      return;
    }
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = (node && acts[key]) || everywhere[key];
    const held = event.repeat && !key.startsWith("Arrow");
    if (act && (held || act(node))) event.preventDefault();
  }

  page.addEventListener("dblclick", (event) => {
    const node = nodeOf(document.elementFromPoint(event.clientX, event.clientY));
    if (node && work.part().contains(node)) withChosen(node, startTyping);
  });
  page.addEventListener("reset", (event) => {
    const place = event.target.closest("[data-map-rename]");
    if (!place) return;
    place.setAttribute("hidden", "");
    chosenNode(work.part()).focus();
  });
  page.addEventListener("click", (event) => {
    const summary = event.target.closest("#map-edit > summary");
    if (summary) setTimeout(() => startEditing(summary.parentElement));
  });
  let pressed = null;
  page.addEventListener("pointerdown", (event) => (pressed = event), true);
  page.addEventListener("click", (event) => {
    if (event.defaultPrevented || !event.target.closest("[data-map-region]") || event.target.closest("a, form")) return;
    const dragged = pressed && Math.hypot(event.clientX - pressed.clientX, event.clientY - pressed.clientY) > STEADY;
    const line = !dragged && lineAt(event.clientX, event.clientY);
    if (!line) return;
    const target = new URL(location.href);
    target.searchParams.delete("focus");
    target.searchParams.set("link", line.dataset.line);
    work.open(target.href);
  });
}

// What was just written in a field under a column; else the node that stands over it.
function lastInColumn(field) {
  const kind = field.id.replace("add-", "");
  const added = document.querySelector(`[data-map-region] [data-node="${field.dataset.added}"]`);
  if (added) return added;
  const column = [...document.querySelectorAll("[data-map-region] [data-node]")].filter((each) => columnOf(each) === kind);
  return column.at(-1);
}

function columnOf(node) {
  return node.dataset.kind === "circumstance" ? "problem" : node.dataset.kind;
}

function startTyping(part) {
  const place = part.querySelector("[data-map-rename]");
  if (!place) return false;
  place.removeAttribute("hidden");
  const title = place.querySelector("textarea");
  title.focus();
  title.select();
  return true;
}

// The form opens at the panel's lower edge: it comes up, and its first field is ready to be written in.
function startEditing(details) {
  if (!details.open) return;
  const panel = details.closest("#map-panel");
  panel.scrollTop += details.getBoundingClientRect().top - panel.getBoundingClientRect().top;
  focusOn(details.querySelector("input:not([type=hidden]), select, textarea"));
}

function focusOn(element) {
  element?.focus();
  return Boolean(element);
}
