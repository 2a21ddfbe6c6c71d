// A message can be taken away. One of success leaves by itself after a while, unless someone is at it.
const READING_TIME = 10_000;

export function watchToasts() {
  const region = document.getElementById("toasts");
  if (!region) return;
  const prepareAll = () => region.querySelectorAll(".toast:not(:has(.toast__close))").forEach((toast) => prepare(toast, region));
  prepareAll();
  new MutationObserver(prepareAll).observe(region, { childList: true });
  for (const failure of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(failure, () => show(region, region.dataset.failed));
  }
}

function prepare(toast, region) {
  const close = document.createElement("button");
  close.type = "button";
  close.className = "toast__close";
  close.setAttribute("aria-label", region.dataset.dismiss);
  close.textContent = "✕";
  close.addEventListener("click", () => toast.remove());
  toast.append(close);
  if (toast.matches(".toast--success")) leaveLater(toast);
}

function leaveLater(toast) {
  setTimeout(() => (toast.matches(":hover, :focus-within") ? leaveLater(toast) : toast.remove()), READING_TIME);
}

function show(region, text) {
  const toast = document.createElement("div");
  toast.className = "toast toast--error";
  const words = document.createElement("p");
  words.textContent = text;
  toast.append(words);
  region.append(toast);
}
