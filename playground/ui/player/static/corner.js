// The corner of the page's header: the other languages and, where the list of pages lies behind a button, the way into the
// course. Both press what the page itself has, which may stand in a panel that is shut.

import { make } from "./page.js";

const LANGUAGES = ".st-key-lang button";
const COURSE = ".st-key-begin a";

/** @type {HTMLElement | undefined} */
let corner;
let written = "";

const isChosen = (one) => one.matches("[aria-checked=true], [aria-pressed=true], [kind$=Active]");
const text = (one) => one.textContent.trim();

// Write the corner anew where something in it has changed.
export function dressCorner() {
  const course = document.querySelector(COURSE);
  const languages = Array.from(document.querySelectorAll(LANGUAGES));
  const others = languages.filter((one) => !isChosen(one)).map(text);
  const icon = course?.querySelector("[data-testid=stIconMaterial]")?.textContent ?? "";
  const name = course && text(course).replace(icon, "").trim();
  const state = [name, ...others].join();
  if (written === state && corner?.isConnected) return;
  written = state;
  corner ??= make("div", "pg-corner");
  const way = course && button("pg-way", name, () => press(COURSE, name));
  const tongues = others.map((other) => button("pg-tongue", other, () => press(LANGUAGES, other)));
  corner.replaceChildren(...[way, ...tongues].filter((one) => one !== null));
  document.body.append(corner);
}

function button(kind, name, act) {
  const one = make("button", kind, { type: "button", textContent: name });
  one.addEventListener("click", act);
  return one;
}

// The control of that name, as it stands on the page now.
function press(where, name) {
  const found = Array.from(document.querySelectorAll(where)).find((one) => text(one).endsWith(name));
  /** @type {HTMLElement | undefined} */ (found)?.click();
}
