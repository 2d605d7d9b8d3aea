// The keyboard of the whole page: the transport's keys, a clicker's way through a lesson, and Tab into what has popped up.
//
// A control that was reached by Tab keeps its keys. One that was only clicked gives back those it has no use for, so
// that a lecturer who has moved a slider or opened a menu can go on with Space and with a clicker.

import { Clicker } from "./clicker.js";
import { keepFocus, passOverOthers, STOPS } from "./focus.js";
import { black, change, code, fullscreen, help, hide, project, slow, uncover } from "./hall.js";
import { page as pageThroughLesson } from "./lesson.js";
import { openNotes } from "./notes.js";

const ARROWS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];
const PAGES = ["PageUp", "PageDown"];
const WRITES =
  "textarea, [contenteditable=true], input:not([type]), input[type=text], input[type=search], input[type=password]";
const COUNTS = "input[type=number], input[inputmode=decimal], input[inputmode=numeric]";
const CHOOSES = "select, [role=combobox]";
const SLIDES = "input[type=range], [role=slider]";
const STEERS = "input[type=radio], [role=radio], [role=tab], [role=option], [role^=menuitem], .pg-handle, .pg-view";

let driven = null; // the playhead of the transport that is on the page
let byHand = false; // the focus was moved by a pointer last, and not by Tab
const taken = new Set(); // keys whose release must not act on a control either

export function drive(head) {
  hearKeys();
  driven = head;
}

export function leave(head) {
  if (driven === head) driven = null;
}

const projected = () => document.body.dataset.present === "1";

// What kind of control has the focus, as far as keys are concerned.
export function kindOf(focus) {
  if (!focus?.matches?.(STOPS) || focus.dataset.testid === "stMain") return "page";
  if (focus.matches(CHOOSES)) return focus.getAttribute("aria-expanded") === "true" ? "open menu" : "menu";
  if (focus.classList.contains("pg-button")) return "transport";
  if (focus.matches(SLIDES)) return "slider";
  if (focus.matches(COUNTS)) return "number";
  if (focus.matches(WRITES)) return "text";
  return focus.matches(STEERS) ? "choice" : "other";
}

// Whether a control of that kind keeps a key for itself. `byHand`: it was reached by a pointer, and not by Tab;
// `projected`: the Page keys belong to the clicker.
export function ownsKeyboard(kind, key, { byHand = false, projected = false } = {}) {
  const page = PAGES.includes(key);
  const arrow = ARROWS.includes(key);
  if (kind === "page") return false;
  if (kind === "open menu") return true;
  if (page && projected) return false;
  switch (kind) {
    case "transport":
      return key === " " && !byHand;
    case "slider":
    case "number":
      return arrow || (page && !byHand);
    case "menu":
      return arrow || !byHand;
    case "text":
      return true;
    case "choice":
      return arrow || (key === " " && !byHand);
    default:
      return !page && !byHand;
  }
}

const RUNS = "[data-testid=stApp][data-test-script-state=running]";
const BEGINS = 200; // milliseconds in which the server begins with an answer
let turned = -Infinity; // when the last press was passed on
let isFresh = true; // no press has come yet

const buttonOf = (forward) => document.querySelector(`.st-key-lesson-${forward ? "next" : "previous"} :is(button, a)`);
// A page that has a run and is no lesson: nothing will come for a clicker to turn.
const isOther = () => Boolean(driven?.steps) && !document.querySelector(".st-key-lesson-head, .st-key-lesson-next");
const runs = () => document.querySelector(RUNS) || performance.now() - turned < BEGINS;

const isAtStart = () => {
  const { film, secret } = document.body.dataset;
  return driven?.steps > 0 && driven.k === 0 && !driven.playing && film !== "1" && secret !== "1";
};

// A press waits for the answer to the one before, because what the browser would send with it stands as it was before
// that; and for the page, where that is still to come.
function ready(key, late) {
  if (key === " ") return Boolean(driven?.steps) && !(late && runs());
  if (runs()) return false;
  return Boolean(buttonOf(key === "PageDown")) || (isOther() ? null : false);
}

const clicker = new Clicker(ready, (key) => {
  if (key === " ") return driven?.toggle();
  // What a lesson has opened with stands still: the first press plays it, for not every clicker has a key for that.
  // One that came before the page was ready leads on.
  const plays = isFresh && !clicker.late && key === "PageDown" && isAtStart();
  isFresh = false;
  if (plays) return driven?.toggle();
  turned = performance.now();
  buttonOf(key === "PageDown")?.click();
});

// On a projected page a clicker turns the lesson; elsewhere the page scrolls, a lesson to its next step, wherever the
// focus is.
function turn(key) {
  const forward = key === "PageDown";
  if (projected()) {
    if (!buttonOf(forward) && ready(key, false) === null) return false;
    clicker.press(key);
    return true;
  }
  if (pageThroughLesson(forward)) return true;
  const main = document.querySelector("[data-testid=stMain]");
  main?.scrollBy({ top: (forward ? 0.85 : -0.85) * main.clientHeight });
  return Boolean(main);
}

const PLAYS = {
  " ": () => clicker.press(" "),
  ArrowLeft: (head) => head.nudge(-1),
  ArrowRight: (head) => head.nudge(1),
  Home: (head) => head.seek(0),
  End: (head) => head.seek(Infinity),
};

const LETTERS = { p: project, f: fullscreen, q: code, b: black, h: hide, n: openNotes, s: slow, "?": help };
const EVERYWHERE = ["p", "s", "?"]; // the other letters are a lecturer's alone

function letter(key) {
  const act = LETTERS[key.toLowerCase()];
  return act && (projected() || EVERYWHERE.includes(key.toLowerCase())) ? act : null;
}

// Ctrl+Z takes back the last change, Ctrl+Shift+Z or Ctrl+Y makes it again; in a text the text is meant.
function takesBack(event) {
  const key = event.key.toLowerCase();
  if (!["z", "y"].includes(key) || ["text", "number"].includes(kindOf(document.activeElement))) return false;
  if (!change(key === "y" || event.shiftKey ? 1 : -1)) return false;
  event.preventDefault();
  return true;
}

function press(event) {
  const { key } = event;
  if (key === "Tab") {
    byHand = false;
    passOverOthers();
    throughPopover(event);
    return;
  }
  if ((event.ctrlKey || event.metaKey) && !event.altKey && takesBack(event)) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const act = letter(key);
  if (uncover(key)) {
    taken.add(key);
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  if (
    !(key in PLAYS || PAGES.includes(key) || act) ||
    document.querySelector("[aria-modal=true]") ||
    ownsKeyboard(kindOf(document.activeElement), key, { byHand, projected: projected() })
  )
    return;
  if (!(event.repeat && key === " ")) {
    if (act) {
      if (!event.repeat) act();
    } else if (PAGES.includes(key)) {
      if (!turn(key)) return;
    } else if (driven || (key === " " && projected())) PLAYS[key](driven);
    else return;
  }
  taken.add(key);
  event.preventDefault();
  event.stopImmediatePropagation();
}

function release(event) {
  if (!taken.delete(event.key)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

// What pops up stands at the end of the page: Tab leads from its button into it, and from its last control on from there.
function throughPopover(event) {
  const body = document.querySelector("[data-testid=stPopoverBody]");
  const button = body && document.querySelector("[data-testid=stPopoverButton][aria-expanded=true]");
  if (!button) return;
  const stops = Array.from(body.querySelectorAll(STOPS)).filter((one) => one.checkVisibility());
  const at = document.activeElement;
  if (at === button && !event.shiftKey && stops.length) {
    event.preventDefault();
    stops[0].focus();
  } else if (at === stops[0] && event.shiftKey) {
    event.preventDefault();
    button.focus();
  } else if (at === stops.at(-1) && !event.shiftKey) button.focus();
}

function touch() {
  byHand = true;
}

// A list from which a pointer has chosen has done its work: arrows step again, and choose no other.
function chosen({ target }) {
  if (byHand && target instanceof HTMLSelectElement) target.blur();
}

let heard = false;

// Hear the keys of this page, once; first those that were pressed before it could (opening.py).
export function hearKeys() {
  if (heard) return;
  heard = true;
  keepFocus(() => !byHand);
  window.addEventListener("pointerdown", touch, true);
  window.addEventListener("keydown", press, true);
  window.addEventListener("keyup", release, true);
  window.addEventListener("change", chosen, true);
  const early = /** @type {any} */ (window).pgEarly;
  early?.stop();
  clicker.late = Boolean(early?.keys.length);
  for (const key of early?.keys ?? []) clicker.press(key);
}
