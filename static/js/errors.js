// After a refused form the reader starts at what went wrong, and comes from there straight to each field.
const WRONG = ".error-summary, [data-focus]";

export function focusErrors() {
  document.querySelector(WRONG)?.focus();
  document.addEventListener("click", followToField);
  document.addEventListener("htmx:afterSettle", (event) => focusAnswer(event.detail.elt));
}

function followToField(event) {
  const link = event.target.closest(".error-summary a");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.focus({ preventScroll: true });
  (field.closest(".field") ?? field).scrollIntoView();
}

// What was pressed has been replaced: the keyboard must not be thrown back to the top of the page.
function focusAnswer(answer) {
  if (document.activeElement !== document.body || !answer.isConnected) return;
  const start = answer.querySelector(`${WRONG}, [aria-invalid='true']`) ?? answer;
  if (start === answer) answer.tabIndex = -1;
  start.focus();
}
