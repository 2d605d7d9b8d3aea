// What the player and the trainer say of the whole page: its language, colours and address. Each write makes a
// browser work out the styles of the whole page, 30 ms and more, so only what has changed is written.

import { fitFormulas } from "./formulas.js";

const ASKED = {
  film: ".st-key-before > *",
  formula: ".pg-host-formula",
  lesson: ".st-key-lesson-head",
  shut: "[data-testid=stSidebar][data-collapsed=true]",
};

let still = null;

// The step that is drawn, between two whole ones while playing; who asks for less motion sees whole ones only.
export function momentOf(k) {
  still ??= window.matchMedia("(prefers-reduced-motion: reduce)");
  return still.matches ? Math.floor(k + 1e-9) : k;
}

// A component's own element. When Streamlit mounts it a second time, the element has gone with the first.
export function rootOf(home, name) {
  const root = home.querySelector(`[data-testid=${name}]`) ?? document.createElement("div");
  root.dataset.testid = name;
  if (!root.isConnected) home.append(root);
  return root;
}

// What Streamlit calls with each new state of the page: `create` makes the component once, under its name in the page.
export function mounting(name, create) {
  const key = `__${name}`;
  return function mount(component) {
    const home = component.parentElement;
    home[key] ??= create(home);
    const mounted = home[key];
    mounted.receive(component);
    return () => {
      mounted.destroy();
      home[key] = null;
    };
  };
}

// An element with its classes and further properties.
export function make(tag, className, more = {}) {
  return Object.assign(document.createElement(tag), { className, ...more });
}

// A style sheet that lies beside these modules.
export function bringStyle(file = "player.css") {
  const style = new URL(`./${file}`, import.meta.url).href;
  if (!document.querySelector(`link[href="${style}"]`))
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: style }));
}

// What the server draws for the step at which all rests. It is dimmed and says of which step it is while that is another
// than the one on the screen, or another run: its headings would be taken for those of now.
export class AtRest {
  /** @type {any} a list that lives: to read it asks nothing of the page */
  shown = document.getElementsByClassName("pg-shown");

  // `again`: the places may have been drawn anew.
  follow({ of, words }, step, again) {
    const mark = this.shown[0]?.dataset;
    let behind = "";
    if (mark && mark.of !== of) behind = words.behind;
    else if (mark?.step && mark.step !== String(step)) behind = `${words.scrub} ${mark.step} · ${words.behind}`;
    if (behind === this.behind && !again) return;
    this.behind = behind;
    for (const place of document.querySelectorAll("[class*=st-key-rest-]"))
      if (behind) put(place, "behind", behind);
      else delete place.dataset.behind;
  }
}

// Write a text into an element that has nothing else. Its letters change, not its children: where those do, a browser
// works out for the whole page anew what ":has()" and the like in its style sheets hold for.
export function write(element, text) {
  const [only, ...others] = element.childNodes;
  if (only?.nodeType !== Node.TEXT_NODE || others.length) element.textContent = text;
  else if (only.data !== text) only.data = text;
}

export function put(element, name, value) {
  if (element.dataset[name] !== value) element.dataset[name] = value;
}

// Streamlit writes `<html lang="en">` on every page.
export function speak(lang) {
  if (document.documentElement.lang !== lang) document.documentElement.lang = lang;
}

// Streamlit gives its colours to a component only: hand them on to the places outside it. The ground is that of the page,
// not of the panel in which the component stands.
export function dress(home) {
  const own = document.body.style;
  const ground = getComputedStyle(document.querySelector("[data-testid=stApp]") ?? document.body).backgroundColor;
  for (const [name, colour] of [
    ["--st-primary-color", getComputedStyle(home).getPropertyValue("--st-primary-color")],
    ["--st-background-color", ground],
  ]) {
    if (own.getPropertyValue(name) !== colour) own.setProperty(name, colour);
  }
  tellStyles();
  measure();
  fitFormulas();
  makeReachable();
  sayWhere();
  minusInHovers();
}

// Plotly writes the numbers under a pointer with a hyphen; everywhere else a minus stands before them.
function minusInHovers() {
  for (const chart of document.querySelectorAll(".js-plotly-plot:not([data-minus])")) {
    if (!chart.on) continue;
    put(chart, "minus", "1");
    chart.on("plotly_hover", () => {
      for (const one of chart.querySelectorAll(".hoverlayer :is(text, tspan)"))
        if (!one.childElementCount && /-(?=[0-9.])/.test(one.textContent))
          one.textContent = one.textContent.replace(/-(?=[0-9.])/g, "−");
    });
  }
}

// A formula or a table wider than a narrow page scrolls by itself: by the arrow keys too, not by a finger alone.
function makeReachable() {
  for (const one of document.querySelectorAll(".stMarkdown :is(table, .katex-display), .stMarkdown p:has(.katex)")) {
    const scrolls = one.scrollWidth > one.clientWidth && getComputedStyle(one).overflowX === "auto";
    if (scrolls !== one.hasAttribute("tabindex")) {
      if (scrolls) one.setAttribute("tabindex", "0");
      else one.removeAttribute("tabindex");
    }
  }
}

// What the page has, for the style sheets: those that ask "body:has(…)" have a browser work out all of the page anew at
// each change of it.
function tellStyles() {
  for (const [name, what] of Object.entries(ASKED)) put(document.body, name, document.querySelector(what) ? "1" : "");
}

// Which link of the strip of lessons is that of the page.
function sayWhere() {
  for (const link of document.querySelectorAll(".st-key-course-bar a")) {
    const here = link.pathname === window.location.pathname;
    if (here === link.hasAttribute("aria-current")) continue;
    if (here) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

// What the charts leave room for: the transport, as high as it is on this page; and, projected, what stands above them,
// which may need one line or two.
function measure() {
  const charts = document.querySelector(".st-key-panels, .st-key-task-charts");
  const page = document.querySelector("[data-testid=stMainBlockContainer]");
  const row = document.querySelector(".pg-row");
  // Legend and race are seen below the charts.
  const parts = Array.from(document.querySelectorAll(".pg-under .pg-legend, .pg-host-table:not([data-all='1'])"));
  const high = parts.reduce((sum, part) => sum + /** @type {HTMLElement} */ (part).offsetHeight, 0);
  if (high || !document.querySelector(".pg-host-table[data-all='1']")) say("--pg-words", high && high + 8);
  if (row?.offsetHeight && document.body.dataset.fold !== "1") say("--pg-row", row.offsetHeight + 6);
  if (document.body.dataset.present !== "1" || !charts || !page) return;
  const top = page.getBoundingClientRect().top + parseFloat(getComputedStyle(page).paddingTop);
  say("--pg-above", Math.round(charts.getBoundingClientRect().top - top));
}

function say(name, pixels) {
  const own = document.body.style;
  if (own.getPropertyValue(name) !== `${pixels}px`) own.setProperty(name, `${pixels}px`);
}

// A page that is projected has its panel shut; one that no longer is has it open again, where there is room.
export function project(present) {
  const { body } = document;
  const before = body.dataset.present;
  put(body, "present", present ? "1" : "");
  if (before === undefined || before === body.dataset.present) return;
  if (document.querySelector(".st-key-lesson-head")) return; // where it is shut at all times
  const button = present ? "[data-testid=stSidebarCollapseButton] button" : "[data-testid=stExpandSidebarButton]";
  if (window.innerWidth > 900) /** @type {HTMLElement | null} */ (document.querySelector(button))?.click();
}

// On a low or narrow screen Streamlit opens its panel beside the page where there is no room for both: shut it, once, and
// once more when a phone has been turned. Streamlit may open it a moment after that, unless a hand is quicker.
const TURNS = 1000; // milliseconds
const NARROW = "(max-height: 500px), (max-width: 900px)";
const room = { width: 0, until: 0 };
export function makeRoom() {
  const first = !room.width;
  const disarm = () => Object.assign(room, { until: 0 });
  if (first) for (const hand of ["pointerdown", "keydown"]) window.addEventListener(hand, disarm, true);
  else if (room.width !== window.innerWidth) room.until = performance.now() + TURNS;
  room.width = window.innerWidth;
  if (!window.matchMedia(NARROW).matches || !(first || performance.now() < room.until)) return;
  const panel = "[data-testid=stSidebar][data-collapsed=false] [data-testid=stSidebarCollapseButton] button";
  /** @type {HTMLElement | null} */ (document.querySelector(panel))?.click();
}

// Names that Streamlit gives to its own buttons, and its first link, in English: the same in the visitor's language.
// One that ends in "{label}" begins with what stands before it.
let spoken = null; // the first link, in the language in which they have been named
export function rename(words) {
  const { names, skip } = words;
  const link = document.querySelector("[data-testid=stSkipToContent]");
  if (link && link.textContent !== skip) link.textContent = skip;
  if (spoken !== skip)
    for (const one of document.querySelectorAll("[data-english]")) one.setAttribute("aria-label", one.dataset.english);
  spoken = skip;
  // The items of its menu, which is made anew each time that it opens.
  for (const { lastChild: text } of document.querySelectorAll("[data-testid^=stMainMenuItem]"))
    if (text?.nodeType === Node.TEXT_NODE && text.data in names) text.data = names[text.data];
  for (const [english, name] of Object.entries(names)) {
    const [begin, open] = english.split("{label}");
    for (const one of document.querySelectorAll(`[aria-label${open === undefined ? "" : "^"}="${begin}"]`)) {
      const whole = one.getAttribute("aria-label");
      one.dataset.english = whole;
      one.setAttribute(
        "aria-label",
        name.replace("{label}", () => whole.slice(begin.length)),
      );
    }
  }
}

// A page inside another one stays so: Streamlit tells Python nothing of these names, so no link of Python's has them.
export function framed(query, now) {
  const kept = [...new URLSearchParams(now)].filter(([name]) => name === "embed" || name === "embed_options");
  return [query, new URLSearchParams(kept).toString()].filter(Boolean).join("&");
}
