// A link is drawn by dragging from a handle at a node's side to another node. While it is dragged, only what may be
// joined is marked, and the sentence that the link will claim stands beside the pointer.
import { boxOf, chosenNode, fillIn, nodeOf } from "./map-picture.js";

const SVG = "http://www.w3.org/2000/svg";
const EDGE = 40; // px from the region's edge within which it scrolls along
const SCROLL = 12;

export function letDrag(page, work) {
  let handles = [];
  let drag = null;

  function start() {
    const picture = work.part().querySelector("[data-map-region] svg");
    drag = null;
    handles = [];
    if (!picture || !work.part().dataset.claims) return;
    handles = ["left", "right"].map((side) => {
      const handle = make("circle", { class: "map__handle", r: 7, "data-side": side, "aria-hidden": "true" });
      handle.style.display = "none";
      picture.append(handle);
      return handle;
    });
    const chosen = chosenNode(picture);
    if (chosen) offer(chosen);
  }

  function offer(node) {
    const { x, width, middle } = boxOf(node);
    for (const handle of handles) {
      handle.node = node;
      handle.setAttribute("cx", handle.dataset.side === "left" ? x : x + width);
      handle.setAttribute("cy", middle);
      handle.style.display = "";
    }
  }

  function begin(handle, event) {
    const picture = handle.ownerSVGElement;
    const { node } = handle;
    const claims = JSON.parse(work.part().dataset.claims)[node.dataset.kind] ?? {};
    const line = make("path", { class: "map__drawn" });
    const words = make("text", { class: "map__words" });
    picture.append(line, words);
    node.classList.add("map__node--origin");
    for (const other of picture.querySelectorAll("[data-node]")) {
      if (other !== node && claims[other.dataset.kind]) other.classList.add("map__node--target");
    }
    picture.classList.add("map__picture--drawing");
    handle.setPointerCapture(event.pointerId);
    const from = { x: handle.cx.baseVal.value, y: handle.cy.baseVal.value };
    drag = { picture, handle, node, claims, line, words, from, target: null };
    event.preventDefault();
  }

  function follow(event) {
    const { picture, claims, line, words, from } = drag;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM().inverse());
    line.setAttribute("d", `M${from.x},${from.y}L${at.x},${at.y}`);
    const under = nodeOf(document.elementFromPoint(event.clientX, event.clientY));
    const target = under?.classList.contains("map__node--target") ? under : null;
    if (target !== drag.target) {
      drag.target?.classList.remove("map__node--over");
      target?.classList.add("map__node--over");
      drag.target = target;
      words.textContent = target ? said(claims[target.dataset.kind][1], drag.node, target) : "";
    }
    const late = at.x > picture.viewBox.baseVal.x + picture.viewBox.baseVal.width * 0.75;
    words.setAttribute("text-anchor", late ? "end" : "start");
    words.setAttribute("x", at.x + (late ? -14 : 14));
    words.setAttribute("y", at.y - 14);
    scrollAlong(picture.closest("[data-map-region]"), event);
  }

  function end(dropped) {
    const { picture, node, claims, line, words, target } = drag;
    line.remove();
    words.remove();
    picture.classList.remove("map__picture--drawing");
    for (const each of picture.querySelectorAll(".map__node--target, .map__node--origin")) {
      each.classList.remove("map__node--target", "map__node--origin", "map__node--over");
    }
    drag = null;
    if (!dropped || !target) return;
    const form = work.part().querySelector("[data-form=map-link]");
    const [claim] = claims[target.dataset.kind];
    work.send(fillIn(form, { node: node.dataset.node, other: target.dataset.node, claim }));
  }

  page.addEventListener("map:new", start);
  for (const way of ["pointerover", "focusin"]) {
    page.addEventListener(way, (event) => {
      const node = nodeOf(event.target);
      if (node && handles.length && !drag) offer(node);
    });
  }
  page.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest(".map__handle");
    if (handle && event.button === 0) begin(handle, event);
  });
  page.addEventListener("pointermove", (event) => drag && follow(event));
  page.addEventListener("pointerup", () => drag && end(true));
  page.addEventListener("pointercancel", () => drag && end(false));
  addEventListener("keydown", (event) => drag && event.key === "Escape" && end(false));
  // The browser's own dragging of a link's address would take the pointer away.
  page.addEventListener("dragstart", (event) => nodeOf(event.target) && event.preventDefault());
  start();
}

function said(sentence, node, other) {
  return sentence.replace("{node}", reference(node)).replace("{other}", reference(other));
}

function reference(node) {
  return node.querySelector(".map__reference").textContent;
}

function scrollAlong(region, event) {
  const box = region.getBoundingClientRect();
  const push = (at, start, end) => (at < start + EDGE ? -SCROLL : at > end - EDGE ? SCROLL : 0);
  region.scrollBy(push(event.clientX, box.left, box.right), push(event.clientY, box.top, box.bottom));
}

function make(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
