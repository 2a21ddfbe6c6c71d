// Typed text is not lost by a careless click: the browser asks before it leaves a page with an unsent form.
export function guardForms() {
  const unsent = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-guard]")) unsent.add(form);
  });
  document.addEventListener("submit", (event) => unsent.delete(event.target));
  addEventListener("beforeunload", (event) => {
    if ([...unsent].some((form) => form.isConnected)) event.preventDefault();
  });
}
