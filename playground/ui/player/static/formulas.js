// Formulas among the words that are wider than their place: a little smaller, else broken at their signs, else as small
// as can be read; what is wider even then scrolls (frame.css shows where there is more).

const WHOLE = 0.88; // of its size: as much smaller rather than broken
const SMALLEST = 11; // pixels of a formula's letters

const fitted = new WeakMap(); // for which width and which words each has been fitted

/**
 * Fit the formulas of the page, those that have changed or whose place has; with `anew` all of them.
 * @param {boolean} [anew]
 */
export function fitFormulas(anew = false) {
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".stMarkdown .katex-display"))) {
    const now = `${one.clientWidth},${one.textContent}`;
    if (!one.clientWidth || (!anew && fitted.get(one) === now)) continue;
    fitted.set(one, now);
    fit(one);
  }
}

/** @param {HTMLElement} one */
export function fit(one) {
  one.style.fontSize = "";
  one.classList.remove("pg-broken");
  if (shrink(one, WHOLE)) return;
  one.classList.add("pg-broken");
  shrink(one, 0);
}

// Whether it fits, where need be with smaller letters, but not below this share of their size.
function shrink(one, least) {
  const share = one.clientWidth / one.scrollWidth;
  if (share >= 1) return true;
  const size = parseFloat(getComputedStyle(one).fontSize);
  if (share < least) return false;
  one.style.fontSize = `${Math.max(SMALLEST, Math.floor(size * share * 10) / 10)}px`;
  return one.scrollWidth <= one.clientWidth;
}
