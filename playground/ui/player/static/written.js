// The model as a formula above its data, with the parameters of the moment: what a hall reads in place of a title.

import { fixed, styleOf } from "./numbers.js";
import { make, put } from "./page.js";

const math = (inside) => `<math><mrow>${inside}</mrow></math>`;

// The lines of a model with its parameters filled in; a negative one in brackets, unless its line begins with it.
/** @param {string[][]} lines @param {ArrayLike<number>} phi @param {string} mark */
export const filledIn = (lines, phi, mark) =>
  lines.map(([symbols, numeric]) => {
    const numbers = numeric.replace(/<mtext>⟦phi([01])⟧<\/mtext>/g, (_, i, at) => {
      const number = `<mn>${fixed(phi[i], styleOf([phi[i]]), mark)}</mn>`;
      const begins = !numeric.slice(0, at).replace(/<[^>]*>/g, "");
      return phi[i] < 0 && !begins ? `<mo>(</mo>${number}<mo>)</mo>` : number;
    });
    return math(symbols) + (numeric && math(`<mo>=</mo>${numbers}`));
  });

// Write them above a chart, whose title they are.
export function writeModel(chart, lines, phi, mark) {
  const place = chart.querySelector(":scope > .pg-model") ?? chart.appendChild(make("div", "pg-model"));
  put(chart, "titled", "1");
  const html = filledIn(lines, phi, mark)
    .map((line) => `<div class="pg-rule">${line}</div>`)
    .join("");
  if (place.dataset.html === html) return;
  place.dataset.html = html;
  place.innerHTML = html;
}
