// A message can be taken away. One of success leaves by itself after a while, unless someone is at it.
const READING_TIME = 10_000;

export function watchToasts() {
  const region = document.getElementById("toasts");
  if (!region) return;
  const prepareAll = () => region.querySelectorAll(".toast:not(:has(.toast__close))").forEach((toast) => prepare(toast, region));
  prepareAll();
  new MutationObserver(prepareAll).observe(region, { childList: true });
  for (const failure of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(failure, sayFailed);
  }
}

export function sayFailed() {
  const region = document.getElementById("toasts");
  show(region, region.dataset.failed, "error");
}

// Says what was done, with a button that answers it; only the newest of these can be answered.
export function sayWith(text, label, act) {
  const region = document.getElementById("toasts");
  takeAway();
  const toast = show(region, text, "success");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "toast__act";
  button.textContent = label;
  button.addEventListener("click", () => {
    toast.remove();
    act();
  });
  toast.classList.add("toast--act");
  toast.append(button);
}

// Takes away what can no longer be answered.
export function takeAway() {
  document.querySelector(".toast--act")?.remove();
}

// Says what leaves nothing to do, and leaves by itself.
export function sayPassing(text) {
  const region = document.getElementById("toasts");
  region.querySelector(".toast--passing")?.remove();
  show(region, text, "passing");
}

function prepare(toast, region) {
  const close = document.createElement("button");
  close.type = "button";
  close.className = "toast__close";
  close.setAttribute("aria-label", region.dataset.dismiss);
  close.textContent = "✕";
  close.addEventListener("click", () => toast.remove());
  toast.append(close);
  if (toast.matches(".toast--success, .toast--passing")) leaveLater(toast);
}

function leaveLater(toast) {
  setTimeout(() => (toast.matches(":hover, :focus-within") ? leaveLater(toast) : toast.remove()), READING_TIME);
}

function show(region, text, kind) {
  const toast = document.createElement("div");
  toast.className = `toast toast--${kind}`;
  const words = document.createElement("p");
  words.textContent = text;
  toast.append(words);
  region.append(toast);
  return toast;
}
