// What must outlive a new answer: focus, what is half typed, and what is folded out.
const CAN_HAVE_FOCUS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
const FIELDS = "input:not([type=hidden]), select, textarea";

// sent: the form that was just sent, whose fields are not half typed but done with.
export function keep(part, sent) {
  const active = part.contains(document.activeElement) ? document.activeElement : null;
  const node = active?.closest("[data-node]");
  return {
    focus: active && signature(nextToType(active, sent)),
    beside: node ? besides(part, node) : instead(active),
    caret: active?.matches("input, textarea") ? [active.selectionStart, active.selectionEnd] : null,
    drafts: [...part.querySelectorAll("form[method=post]")].filter((form) => !isDone(form, sent) && isDraft(form)).map(draft),
    folded: [...part.querySelectorAll("details[id]")].map((details) => [details.id, details.open]),
    renaming: Boolean(part.querySelector("[data-map-rename]:not([hidden])")) && sent?.dataset.form !== "rename",
    sent: sent?.dataset.form,
  };
}

export function restore(part, kept, then) {
  for (const [id, open] of kept.folded) {
    const details = part.querySelector(`details[id="${id}"]`);
    if (details) details.open = open;
  }
  kept.drafts.forEach((each) => fill(part, each));
  if (then && then(part)) return;
  const wrong = part.querySelector("[aria-invalid=true]:not([hidden] *), [data-focus], .error-summary");
  if (wrong) return focusOn(wrong);
  if (!kept.focus) return;
  if (kept.renaming) part.querySelector("[data-map-rename]")?.removeAttribute("hidden");
  const wanted = kept.sent === "rename" ? [chosenNode(part)] : [kept.focus, ...kept.beside];
  const found = find(part, wanted);
  if (found) focusOn(found, kept.caret);
  if (found && kept.sent) found.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (!found) part.querySelector("[data-map-region]")?.focus({ preventScroll: true });
}

function chosenNode(part) {
  const node = part.querySelector("a[aria-current][data-node]");
  return node && signature(node);
}

// After adding by a button the next title is typed, as after adding by Enter.
function nextToType(active, sent) {
  const adding = active.form && active.form === sent && sent.dataset.form.startsWith("add-");
  return adding ? sent.elements.title : active;
}

// Where focus goes when what was pressed is no more: what was taken back can be done again, and the other way round.
function instead(active) {
  const other = { "map-undo": "id map-redo", "map-redo": "id map-undo" }[active?.id];
  if (other) return [other];
  return active?.closest("#map-panel") ? ["id map-panel-title"] : [];
}

// Where focus goes when its node is no more: the one below it, or above it.
function besides(part, node) {
  const column = [...part.querySelectorAll(`[data-kind="${node.dataset.kind}"]`)];
  const at = column.indexOf(node);
  return [column[at + 1], column[at - 1]].filter(Boolean).map(signature);
}

function find(part, wanted) {
  const all = [...part.querySelectorAll(CAN_HAVE_FOCUS)].filter((each) => !each.disabled && !each.closest("[hidden]"));
  for (const each of wanted) {
    const found = each && all.find((candidate) => signature(candidate) === each);
    if (found) return found;
  }
  return null;
}

function signature(element) {
  if (element.dataset.node) return `node ${element.dataset.node}`;
  if (element.id) return `id ${element.id}`;
  return [element.localName, element.getAttribute("name"), element.textContent.trim()].join(" ");
}

function focusOn(element, caret) {
  if (element.matches(".error-summary, [data-focus]")) element.scrollIntoView({ block: "nearest" });
  element.focus({ preventScroll: !element.matches("input, select, textarea") });
  if (caret?.[0] != null && element.matches("input, textarea")) element.setSelectionRange(...caret);
}

// A field under a column is emptied when it is sent: what stands there is already the next.
function isDone(form, sent) {
  return form === sent && !form.dataset.form.startsWith("add-");
}

function isDraft(form) {
  return [...form.querySelectorAll(FIELDS)].some((field) => field.getAttribute("aria-invalid") || changed(field));
}

function changed(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.localName !== "select") return field.value !== field.defaultValue;
  const first = [...field.options].findIndex((option) => option.defaultSelected);
  return field.selectedIndex !== Math.max(first, 0);
}

// With the version that the typing began from: if another has saved meanwhile, saving this shows both texts.
function draft(form) {
  const values = [...form.querySelectorAll(`${FIELDS}, [name=version]`)].map((field) => [
    field.name, field.value, field.checked ?? null, field.type,
  ]);
  return { form: formName(form), values };
}

function formName(form) {
  const node = form.querySelector("[name=node]")?.value ?? "";
  return `${form.dataset.form ?? form.getAttribute("action").split("?")[0]} ${node}`;
}

function fill(part, { form: name, values }) {
  const form = [...part.querySelectorAll("form[method=post]")].find((each) => formName(each) === name);
  if (!form || isDraft(form)) return;
  for (const [field, value, checked, type] of values) {
    const found = [...form.querySelectorAll(`[name="${CSS.escape(field)}"]`)];
    if (type === "checkbox" || type === "radio") {
      found.filter((each) => each.value === value).forEach((each) => (each.checked = checked));
    } else if (found.length) found[0].value = value;
  }
  form.querySelector(FIELDS).dispatchEvent(new Event("input", { bubbles: true }));
}
