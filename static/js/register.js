// Risks of the register ticked to be changed together: all at once, and how many is said.
const BOXES = "input[name=risk][form=together]";

export function watchPicks() {
  const all = document.getElementById("pick-all");
  if (!all) return;
  const said = document.querySelector("[data-count]");

  function tell() {
    const boxes = [...document.querySelectorAll(BOXES)];
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = boxes.length > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && !all.checked;
    said.textContent = ticked === 1 ? said.dataset.one : ticked ? said.dataset.many.replace("{count}", ticked) : "";
  }

  all.addEventListener("change", () => {
    for (const box of document.querySelectorAll(BOXES)) box.checked = all.checked;
    tell();
  });
  document.addEventListener("change", (event) => event.target.matches(BOXES) && tell());
  document.addEventListener("htmx:afterSettle", tell);
}
