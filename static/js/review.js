// A review by single keys: each does what the button that carries it does. They never fire while something is typed,
// and can be turned off (WCAG 2.1.4), which the browser remembers.
const TYPING = "input:not([type=radio], [type=checkbox], [type=submit]), select, textarea, [contenteditable]";
const OFF = "review-keys-off";

let first = null; // the score form in which the first of two digits has been given

const part = () => document.querySelector("[data-review]");

export function startReview() {
  if (!part()) return;
  show();
  document.addEventListener("htmx:afterSettle", answered);
  document.addEventListener("keydown", press);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-keys]")) return;
    remember(!isOff());
    show();
  });
  document.addEventListener("toggle", opened, true);
}

// Without leave to keep anything, the keys are on, and off as long as the page stands.
let off = false;

function isOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return off;
  }
}

function remember(value) {
  off = value;
  try {
    if (value) localStorage.setItem(OFF, "1");
    else localStorage.removeItem(OFF);
  } catch {
    // `off` remembers it.
  }
}

// The answer stands in the review's place: out of the field in which Enter was pressed, so that the next key is one.
function answered() {
  const review = part();
  if (!review) return;
  first = null;
  review.tabIndex = -1;
  (review.querySelector(".error-summary, [data-focus]") ?? review).focus({ preventScroll: true });
  show();
}

function show() {
  const review = part();
  if (!review) return;
  const on = !isOff();
  review.toggleAttribute("data-keys-on", on);
  const button = review.querySelector("[data-keys]");
  if (button) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(on));
  }
  const hint = review.querySelector("[data-hint]");
  if (hint) {
    hint.hidden = !on;
    if (!first?.isConnected) hint.textContent = hint.dataset.start;
  }
}

function press(event) {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return leave(event);
  if (isOff() || event.repeat || event.target.closest(TYPING)) return;
  const done = /^[1-4]$/.test(event.key) ? digit(event.key) : act(event);
  if (done) event.preventDefault();
}

// Within a row of choices the arrows choose: there they lead nowhere else.
function act(event) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key.startsWith("Arrow") && event.target.closest("[type=radio]")) return false;
  const target = [...part().querySelectorAll("[data-key]")].find((found) => found.dataset.key === key);
  if (!target) return false;
  const details = target.matches("summary") ? target.parentElement : null;
  if (!details?.open) target.click();
  // At once, not when the browser gets round to saying that it is open: what is typed next belongs to the field.
  if (details) startIn(details);
  return true;
}

function opened({ target }) {
  if (target.open && target.closest("[data-review]") && !target.querySelector("form:focus-within")) startIn(target);
}

function startIn(details) {
  details.querySelector(".input, .choice__input")?.focus();
}

function digit(value) {
  const rows = [...part().querySelectorAll("[data-digits]")];
  if (rows.length === 0) return false;
  const form = rows[0].closest("form");
  const hint = form.querySelector("[data-hint]");
  const second = first === form;
  rows[second ? 1 : 0].querySelector(`[value="${value}"]`).checked = true;
  first = second ? null : form;
  hint.textContent = second ? hint.dataset.both : hint.dataset.second.replace("{value}", value);
  // From the line for a reason Enter saves, and whoever wants to say why writes on.
  if (second) form.querySelector(".input").focus();
  return true;
}

// Out of a field, and what was begun in its form is taken back; the form that a key opened is closed again. A list that
// hangs open is closed first, which the browser does.
function leave(event) {
  const form = (event.target.closest(".review form") ?? first);
  if (!form || (CSS.supports("selector(:open)") && event.target.matches("select:open"))) return;
  form.reset();
  first = null;
  const details = form.closest("details");
  if (details) details.open = false;
  (details?.querySelector("summary") ?? part()).focus();
  if (!details) event.target.blur();
  show();
}
