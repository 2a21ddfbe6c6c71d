// What stands where in the picture, read from its elements.

export function nodeOf(element) {
  return element?.closest?.("[data-node]") ?? null;
}

export function nodeById(picture, id) {
  return picture.querySelector(`[data-node="${id}"]`);
}

// A node's box in the drawing's own measures.
export function boxOf(node) {
  const { e: x, f: y } = node.querySelector("g").transform.baseVal.consolidate().matrix;
  const { width, height } = node.querySelector("rect").getBBox();
  return { x, y, width, height, middle: y + height / 2 };
}

export function chosenNode(picture) {
  return picture.querySelector("[data-node][aria-current]");
}

// The next node of the same column, a step below (1) or above (-1).
export function besideInColumn(node, step) {
  const { x } = boxOf(node);
  const column = [...node.ownerSVGElement.querySelectorAll("[data-node]")].filter((each) => boxOf(each).x === x);
  return column[column.indexOf(node) + step] ?? null;
}

// The linked node in a column to the right (1) or left (-1) that stands nearest in height.
export function linkedBeside(node, side) {
  const picture = node.ownerSVGElement;
  const { node: id } = node.dataset;
  const here = boxOf(node);
  const lines = [...picture.querySelectorAll(`[data-from="${id}"], [data-to="${id}"]`)];
  const others = lines.map(({ dataset }) => nodeById(picture, dataset.from === id ? dataset.to : dataset.from));
  const nearness = (other) => Math.abs(boxOf(other).x - here.x) + Math.abs(boxOf(other).middle - here.middle) / 1000;
  return (
    others
      .filter((other) => other && Math.sign(boxOf(other).x - here.x) === side)
      .sort((one, other) => nearness(one) - nearness(other))[0] ?? null
  );
}

// A line is thin: one that passes within a few pixels is meant.
export function lineAt(x, y) {
  for (const reach of [0, 3, 6]) {
    for (const [right, down] of [[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1], [0.7, 0.7], [-0.7, -0.7], [0.7, -0.7], [-0.7, 0.7]]) {
      const found = document.elementFromPoint(x + right * reach, y + down * reach)?.closest("[data-line]");
      if (found) return found;
    }
  }
  return null;
}

// Where the next is written in is not printed: its room is given to the picture. Returns what gives it back.
export function withoutFeet(picture) {
  const feet = picture ? [...picture.querySelectorAll(".map-foot")] : [];
  if (!feet.length) return () => {};
  const box = picture.viewBox.baseVal;
  const { height } = box;
  const bottoms = [...picture.querySelectorAll("[data-node]")].map(boxOf).map((each) => each.y + each.height);
  box.height = Math.max(120, ...bottoms) + 8;
  return () => (box.height = height);
}

export function fillIn(form, values) {
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  return form;
}
