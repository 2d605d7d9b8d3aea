// On a phone what is not needed to read on folds away while somebody scrolls down: the page's header and, in a lesson, the
// half of the transport that only looks around. It comes back when they scroll up a little. Words stay where they are on
// the screen; frame.css and lesson.css say what body[data-fold="1"] hides.

import { put } from "./page.js";

const SMALL = "(max-width: 640px)";
const DOWN = 24; // pixels that a hand scrolls down before it folds,
const UP = 60; // and up before it comes back
const HANDS = ["wheel", "touchstart", "pointerdown", "keydown"];

/**
 * Whether it is folded, and from where the next turn is measured, after the page has been scrolled to `top`.
 * @param {{ folded: boolean, turn: number }} before
 * @param {number} top
 * @param {boolean} begins whether the head of the page is seen: there all is
 */
export function foldedAt({ folded, turn }, top, begins) {
  if (begins) return { folded: false, turn: top };
  const now = folded ? Math.max(turn, top) : Math.min(turn, top);
  if (folded ? now - top > UP : top - now > DOWN) return { folded: !folded, turn: top };
  return { folded, turn: now };
}

const figure = () => /** @type {HTMLElement | null} */ (document.querySelector(".st-key-figure"));
const head = () => document.querySelector("[data-testid=stHeader]")?.clientHeight ?? 0;

/** @type {Element | null} */
let main = null;
let state = { folded: false, turn: 0 };
let held = false; // the page scrolls by itself

// Follow the scrolling of the page; once is enough.
export function followFold() {
  const here = document.querySelector("[data-testid=stMain]");
  if (!here || here === main) return;
  main = here;
  state = { folded: false, turn: here.scrollTop };
  set(false);
  here.addEventListener("scroll", () => scrolled(here), { passive: true });
  for (const kind of HANDS) here.addEventListener(kind, letGo, { passive: true });
}

const letGo = () => {
  held = false;
};

function scrolled(here) {
  const top = here.scrollTop;
  if (held) state.turn = top;
  else if (!window.matchMedia(SMALL).matches) state = { folded: false, turn: top };
  else state = foldedAt(state, top, begins(top));
  set(state.folded);
}

// Whether the figure, or what there is of a page without one, has not yet come to the header.
function begins(top) {
  const seat = figure()?.parentElement;
  return seat ? seat.getBoundingClientRect().top > head() + 1 : top <= head();
}

// The page goes to a step by itself: folded, so that the step has its room, until a hand scrolls.
export function holdFolded(first) {
  if (!main || !window.matchMedia(SMALL).matches) return;
  held = true;
  state = { folded: !first, turn: main.scrollTop };
  set(state.folded);
}

// Fold or unfold; what the figure loses in height it keeps as a margin, so that the words below it do not move.
function set(folded) {
  const { body } = document;
  const now = folded ? "1" : "";
  if ((body.dataset.fold ?? "") === now) return;
  const whole = figure();
  body.style.setProperty("--pg-folded", "0px");
  const before = whole?.offsetHeight ?? 0;
  put(body, "fold", now);
  const lost = before - (whole?.offsetHeight ?? 0);
  body.style.setProperty("--pg-folded", `${folded ? Math.max(0, lost) : 0}px`);
}
