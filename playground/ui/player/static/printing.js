// A page on paper: all of it as it is on the screen, as small as two sheets ask for, with its settings, its link, and
// that as a QR code below. Browsers lay a page out anew for paper, and charts do not follow; so its width stays.

import { stillOf } from "./geometry.js";

const ACROSS = 700; // pixels of a sheet within its margins, A4 or letter
const ALONG = 960;
const WASTE = 0.86; // of two sheets that much is filled where nothing is cut in two
const LEAST = 0.4; // smaller nobody reads
const NARROW = 640; // pixels: a page of a phone has no room for two columns, on paper neither

// How much smaller a page so large is printed: on one sheet where that is nearly enough, else on two.
export function zoomFor(width, height) {
  const across = ACROSS / width;
  const room = across * height <= 1.2 * ALONG ? ALONG : 2 * WASTE * ALONG;
  return Math.max(LEAST, Math.min(across, room / height));
}

let installed = false;

// Prints whatever page is there when it is asked for; once for all pages.
export function preparePrints() {
  if (installed) return;
  installed = true;
  window.addEventListener("beforeprint", prepare);
  window.addEventListener("afterprint", restore);
}

function prepare() {
  const main = document.querySelector("[data-testid=stMainBlockContainer]");
  if (!main || document.querySelector(".st-key-sheet")) return; // a sheet for students is printed by itself
  restore();
  const { width } = main.getBoundingClientRect();
  for (const chart of document.querySelectorAll(".js-plotly-plot")) stillOf(chart)?.classList.add("pg-still");
  main.style.width = `${width}px`;
  main.append(foot());
  const zoom = spread(main, width);
  document.body.style.setProperty("--pg-zoom", zoom.toFixed(4));
}

// Lay the page out for paper, and say how much smaller it goes on two sheets. A lesson whose steps would have to be smaller
// than its width asks for has the step that is read alone.
function spread(main, width) {
  const figure = document.querySelector(".st-key-figure");
  document.body.style.setProperty("--pg-tall", `${window.innerHeight}px`);
  if (figure) document.body.style.setProperty("--pg-figure", `${figure.clientWidth}px`);
  document.body.dataset.printing = "all";
  document.body.toggleAttribute("data-narrow", width < NARROW);
  const zoom = zoomFor(width, main.scrollHeight);
  if (zoom >= ACROSS / width || !document.querySelector(".st-key-lesson")) return zoom;
  document.body.dataset.printing = "step";
  return zoomFor(width, main.scrollHeight);
}

function restore() {
  delete document.body.dataset.printing;
  for (const one of ["--pg-zoom", "--pg-tall", "--pg-figure"]) document.body.style.removeProperty(one);
  for (const one of document.querySelectorAll(".pg-print, .pg-still")) one.remove();
  document.querySelector("[data-testid=stMainBlockContainer]")?.style.removeProperty("width");
}

// Settings, link and code, which the server knows; the link alone where it does not answer. A browser that prints waits
// for no promise.
function foot() {
  const link = document.body.dataset.link ?? window.location.href;
  const made = Object.assign(document.createElement("footer"), { className: "pg-print", textContent: link });
  const page = window.location.pathname.split("/").at(-1);
  const asked = new URLSearchParams({ page, link, lang: document.documentElement.lang });
  const request = new XMLHttpRequest();
  try {
    request.open("GET", new URL(`sheet?${asked}&of=${new URL(link).search.slice(1)}`, document.baseURI), false);
    request.send();
    if (request.status === 200) made.innerHTML = request.responseText;
  } catch (error) {
    console.warn(error);
  }
  return made;
}
