// The keyboard of the whole page: the transport's keys, a clicker's way through a lesson, and Tab into what has popped up.
//
// A control that was reached by Tab keeps its keys. One that was only clicked gives back those it has no use for, so
// that a lecturer who has moved a slider or opened a menu can go on with Space and with a clicker.

const ARROWS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];
const PAGES = ["PageUp", "PageDown"];
const WRITES = "textarea, [contenteditable=true], input:not([type]), input[type=text], input[type=search], input[type=password]";
const COUNTS = "input[type=number], input[inputmode=decimal], input[inputmode=numeric]";
const CHOOSES = "select, [role=combobox]";
const SLIDES = "input[type=range], [role=slider]";
const STEERS = "input[type=radio], [role=radio], [role=tab], [role=option], [role^=menuitem], .pg-handle, .pg-view";
const STOPS = "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex]:not([tabindex='-1'])";

let driven = null;  // the player or trainer whose transport is on the page
let byHand = false;  // the focus was moved by a pointer last, and not by Tab
const taken = new Set();  // keys whose release must not act on a control either

export const drive = (player) => { driven = player; };
export const leave = (player) => { if (driven === player) driven = null; };

const projected = () => document.body.dataset.present === "1";

// Whether the control that has the focus has a use for a key.
function needs(focus, key) {
  if (!focus?.matches?.(STOPS) || focus.dataset.testid === "stMain") return false;
  const page = PAGES.includes(key), arrow = ARROWS.includes(key);
  if (focus.getAttribute("aria-expanded") === "true" && focus.matches(CHOOSES)) return true;
  if (page && projected()) return false;
  if (focus.classList.contains("pg-button")) return key === " ";
  if (focus.matches(SLIDES)) return arrow || (page && !byHand);
  if (focus.matches(CHOOSES)) return arrow || !byHand;
  if (focus.matches(COUNTS)) return arrow || (page && !byHand);
  if (focus.matches(WRITES)) return true;
  if (focus.matches(STEERS)) return arrow || (key === " " && !byHand);
  return !page && !byHand;
}

// On a projected page a clicker turns the lesson; elsewhere the page scrolls, wherever the focus is.
function turn(key) {
  const forward = key === "PageDown";
  if (projected()) {
    const button = document.querySelector(`.st-key-lesson-${forward ? "next" : "previous"} :is(button, a)`);
    button?.click();
    return Boolean(button);
  }
  const main = document.querySelector("[data-testid=stMain]");
  main?.scrollBy({ top: (forward ? 0.85 : -0.85) * main.clientHeight });
  return Boolean(main);
}

const PLAYS = {
  " ": (player) => player.toggle(), ArrowLeft: (player) => player.nudge(-1), ArrowRight: (player) => player.nudge(1),
  Home: (player) => player.seek(0), End: (player) => player.seek(Infinity),
};

function press(event) {
  const { key } = event;
  if (key === "Tab") { byHand = false; throughPopover(event); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (!(key in PLAYS || PAGES.includes(key)) || document.querySelector("[aria-modal=true]") || needs(document.activeElement, key)) return;
  if (!(event.repeat && key === " ")) {
    if (PAGES.includes(key)) { if (!turn(key)) return; }
    else if (driven) PLAYS[key](driven);
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
  const stops = Array.from(body.querySelectorAll(STOPS)).filter((one) => one.checkVisibility()), at = document.activeElement;
  if (at === button && !event.shiftKey && stops.length) { event.preventDefault(); stops[0].focus(); }
  else if (at === stops[0] && event.shiftKey) { event.preventDefault(); button.focus(); }
  else if (at === stops.at(-1) && !event.shiftKey) button.focus();
}

window.addEventListener("pointerdown", () => { byHand = true; }, true);
window.addEventListener("keydown", press, true);
window.addEventListener("keyup", release, true);
