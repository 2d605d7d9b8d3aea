// What a chart drawn here shows, in words, for those who do not see it.

import { decode, format } from "./numbers.js";

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

// Say `sentences` of the chart in `host`, unless they are said already.
export function tell(host, title, sentences) {
  const place = document.querySelector(host), label = [`${title}.`, ...sentences].join(" ");
  if (!place || place.getAttribute("aria-label") === label) return;
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", label);
}

// Add a sentence about this moment to what the server says of a chart of its own.
export function tellChart(key, sentence) {
  const chart = document.querySelector(`.st-key-${key} [data-testid=stPlotlyChart]`), label = chart?.getAttribute("aria-label");
  if (!label) return;
  const alt = chart.dataset.alt !== undefined && label.startsWith(chart.dataset.alt) ? chart.dataset.alt : label, whole = `${alt} ${sentence}`.trim();
  chart.dataset.alt = alt;
  if (label !== whole) chart.setAttribute("aria-label", whole);
}

// The loss of a run from step 0 to step k.
export function lossTold(run, k, words, lang) {
  const loss = decode(run.loss);
  return fill(words.loss_told, { name: run.name, k, a: format(loss[0], lang), b: format(loss[k], lang) });
}

// Which line is which: pictures with their words, written once for each `id`.
export function legend(host, id, entries) {
  if (host.dataset.dress === id) return;
  host.dataset.dress = id;
  host.replaceChildren(...entries.map(([picture, text]) => {
    const entry = Object.assign(document.createElement("span"), { innerHTML: picture });
    entry.append(text);
    return entry;
  }));
}

// A piece of a run's line, for a legend; on the colour of the ground it is drawn on, if that is given.
export const sample = ({ color, dash, ground }) => `<svg class="pg-sample" width="34" height="10" aria-hidden="true"${ground ? ` style="background:${ground}"` : ""}><line x1="1" y1="5" x2="33" y2="5" stroke="${color}" stroke-width="3" stroke-dasharray="${(dash ?? []).join(" ")}"/></svg>`;
