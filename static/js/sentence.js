// A sentence that is typed in parts is shown whole, as it will read. Without script it is shown once it has been saved.
// data-sentence names the fields; data-whole, -cause, -consequence and -alone say how it reads with all of them, with
// one beside the title, and with the title alone.
export function showSentences() {
  for (const line of document.querySelectorAll("[data-sentence]")) {
    const names = line.dataset.sentence.split(" ");
    const fields = names.map((name) => document.getElementById(name));
    if (fields.includes(null)) continue;
    const show = () => {
      const [cause, title, consequence] = fields.map(({ value }) => value.trim().replace(/\s+/g, " ").replace(/\.+$/, ""));
      const { whole, cause: caused, consequence: leading, alone } = line.dataset;
      const shape = cause && consequence ? whole : cause ? caused : consequence ? leading : alone;
      line.hidden = !title;
      line.textContent = shape.replace(/\{(cause|title|consequence)\}/g, (_, name) => ({ cause, title, consequence })[name]);
    };
    fields.forEach((field) => field.addEventListener("input", show));
    show();
  }
}
