// What a chart drawn here shows, in words, for those who do not see it.

import { decode, format } from "./numbers.js";

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

// Say `sentences` of the chart in `host`, unless they are said already.
export function tell(host, title, sentences) {
  const place = document.querySelector(host);
  const label = [`${title}.`, ...sentences].join(" ");
  if (!place || place.getAttribute("aria-label") === label) return;
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", label);
}

// Add a sentence about this moment to what the server says of a chart of its own.
export function tellChart(key, ...sentences) {
  const sentence = sentences.join(" ");
  const chart = document.querySelector(`.st-key-${key} [data-testid=stPlotlyChart]`);
  const label = chart?.getAttribute("aria-label");
  if (!label) return;
  const alt = chart.dataset.alt !== undefined && label.startsWith(chart.dataset.alt) ? chart.dataset.alt : label;
  const whole = `${alt} ${sentence}`.trim();
  chart.dataset.alt = alt;
  if (label !== whole) chart.setAttribute("aria-label", whole);
}

// The loss of a run from step 0 to step k.
export function lossTold(run, k, words, mark) {
  const loss = decode(run.loss);
  return fill(words.loss_told, { name: run.name, k, a: format(loss[0], mark), b: format(loss[k], mark) });
}

// The loss of the first run at step k; where data are set aside, also its mean, and that of those.
export function lossNow({ runs: [run], model, words, mark }, k, loss) {
  if (!run.test || !model) return format(loss, mark);
  const means = [loss, loss / model.x.length, decode(run.test)[k]].map((value) => format(value, mark));
  return fill(words.means, { loss: means[0], a: means[1], b: means[2] });
}

// A step of a training in a sentence, with what the strip answers at it.
export function answerTold({ words, mark, numbers, told, said, untrained, loss }, k, steps) {
  const answers = told
    .filter(({ key }) => numbers[key])
    .map(({ name, key, unit }) => {
      const { values, choices, digits, percent } = numbers[key];
      const value = decode(values)[k] * (percent ? 100 : 1);
      return `${name}: ${choices ? (choices[value] ?? "—") : format(value, mark, digits ?? 3)}${unit && ` ${unit}`}.`;
    });
  const begin = fill(words.say_loss, { k, n: steps, loss: format(decode(loss)[k], mark) });
  const about = k === 0 ? untrained : "";
  return [begin, ...answers, k >= steps ? said : about].join(" ").trim();
}

// Which line is which: pictures with their words, written once for each `id`.
export function legend(host, id, entries) {
  if (host.dataset.dress === id) return;
  host.dataset.dress = id;
  host.replaceChildren(
    ...entries.map(([picture, text]) => {
      const entry = Object.assign(document.createElement("span"), { innerHTML: picture });
      entry.append(text);
      return entry;
    }),
  );
}

// A piece of a run's line, for a legend; on the colour of the ground it is drawn on, if that is given.
/** @param {{ color: string, dash?: number[], ground?: string }} line */
export const sample = ({ color, dash, ground }) =>
  `<svg class="pg-sample" width="34" height="10" aria-hidden="true"${ground ? ` style="background:${ground}"` : ""}><line x1="1" y1="5" x2="33" y2="5" stroke="${color}" stroke-width="3" stroke-dasharray="${(dash ?? []).join(" ")}"/></svg>`;

// What has become of the runs, for those who do not see that the curves have moved.
export function changeTold({ runs, words, mark, guess }, over) {
  if (guess && !over) return words.new_run;
  return [words.new_run, ...runs.map((run) => `${lossTold(run, run.steps, words, mark)} ${run.verdict}`)].join(" ");
}

// Where the runs go on the contour: from their start to a step.
export const pathTold = ({ runs, words, mark }, until) =>
  runs.map((run) => {
    const phi = decode(run.phi);
    const k = Math.min(until, run.steps);
    const [a, c, b, d] = [phi[0], phi[1], phi[2 * k], phi[2 * k + 1]].map((value) => format(value, mark));
    return fill(words.parameters_told, { name: run.name, k, a, b, c, d }); // with one parameter c and d are not said
  });

// What the charts drawn here show, in words: up to a step while the end is secret.
export function describe({ runs, words, mark }, until, secret) {
  const end = (run) => (secret ? "" : ` ${run.verdict}`);
  const at = (run) => Math.min(until, run.steps);
  tell(
    ".pg-host-loss",
    words.loss_chart,
    runs.map((run) => lossTold(run, at(run), words, mark) + end(run)),
  );
  const paths = pathTold({ runs, words, mark }, until);
  tell(
    ".pg-host-parameters",
    words.parameters_chart,
    runs.map((run, i) => paths[i] + end(run)),
  );
}

// How data are drawn, and their loss: those that are fitted as dots with a line, those set aside as diamonds, dotted.
function pointsIn(part, { ink, data, lit, halo }) {
  const isFitted = part === "fitted";
  const point = isFitted
    ? `<circle cx="17" cy="6" r="4.5" fill="${data}" stroke="${halo}"/>`
    : `<path d="M17 1l5 5-5 5-5-5z" fill="${halo}" stroke="${lit}" stroke-width="2"/>`;
  return `<svg width="34" height="12" aria-hidden="true"><path d="M1 6h32" stroke="${ink}" stroke-width="2" stroke-dasharray="${isFitted ? "" : "2 4"}"/>${point}</svg>`;
}

// Which arrow is what; which line is which run stands in the table of the runs.
export function showLegend(host, data) {
  const { words, look } = data;
  const entries = data.runs.length > 1 && !data.table ? data.runs.map((run) => [sample(run), run.name]) : [];
  if (data.model?.aside)
    entries.push([pointsIn("fitted", look), words.fitted], [pointsIn("tested", look), words.tested]);
  for (const arrow of data.arrows)
    entries.push([
      `<svg width="30" height="12" aria-hidden="true"><path d="M1 6h24M19 1l6 5-6 5" fill="none" stroke="${arrow.color}" stroke-width="2.5"/></svg>`,
      arrow.label,
    ]);
  for (const mark of data.marked ?? []) entries.push([sample(mark), mark.name]);
  legend(host, data.id, entries);
}
