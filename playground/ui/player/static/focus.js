// Where Tab leads in a lesson, and how the focus is kept: what is drawn anew while it has the focus gets it back.

/** What Tab stops at. */
export const STOPS =
  "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex]:not([tabindex='-1'])";
const SCROLLS = ".pg-ledger-line"; // where it is wider than the page a browser stops at it too
const OWN = "[class*=st-key-]"; // what Python has named is there again when it has been drawn anew

// From the step of a lesson that is read Tab leads on to the figure. The controls of the other steps are left out: to
// reach one the page would scroll, and where it stands decides what the figure shows. The contents and the Page keys
// lead to them.
export function passOverOthers() {
  const parts = Array.from(document.querySelectorAll(".st-key-words > *"));
  const steps = parts.map((part) => part.querySelector("[class*=st-key-step-]"));
  if (!steps.some((step) => step?.dataset.now === "1")) return;
  let step = null; // what stands behind a step belongs to it; before the first stand the contents
  for (const [i, part] of parts.entries()) {
    step = steps[i] ?? step;
    for (const stop of part.querySelectorAll(`${STOPS}, ${SCROLLS}, [data-passed]`))
      pass(stop, Boolean(step) && step.dataset.now !== "1");
  }
}

function pass(stop, over) {
  if (over === (stop.dataset.passed !== undefined)) return;
  if (over) {
    stop.dataset.passed = stop.getAttribute("tabindex") ?? "";
    stop.setAttribute("tabindex", "-1");
    return;
  }
  if (stop.dataset.passed) stop.setAttribute("tabindex", stop.dataset.passed);
  else stop.removeAttribute("tabindex");
  delete stop.dataset.passed;
}

const stopsIn = (home) => Array.from(home.querySelectorAll(STOPS));

/** @type {{ one: Element, name: string, i: number } | null} what has the focus, and where it stands */
let held = null;

function hold({ target }) {
  const home = target.closest?.(OWN);
  const name = home && Array.from(home.classList).find((one) => one.startsWith("st-key-"));
  held = name ? { one: target, name, i: stopsIn(home).indexOf(target) } : null;
}

function giveBack() {
  if (!held || held.one.isConnected || document.activeElement !== document.body) return;
  const again = document.querySelector(`.${CSS.escape(held.name)}`);
  const stop = again && stopsIn(again)[held.i];
  if (stop) stop.focus({ preventScroll: true });
}

// Keep the focus of this page, from now on; `byKeys` tells whether it was moved by keys.
export function keepFocus(byKeys) {
  window.addEventListener("focusin", hold, true);
  new MutationObserver(() => byKeys() && giveBack()).observe(document.body, { childList: true, subtree: true });
}
