// The race of the runs: one table that is the legend too, with the loss of each at the step that is seen, and who is
// ahead. Where charts share one screen it is a line of names and losses, and a button unfolds the rest.

import { fill, sample } from "./descriptions.js";
import { decode, padded } from "./numbers.js";
import { write } from "./page.js";

// The column with the loss at this step; those before say what was chosen, those after how it ended.
const NOW = 2;

// Headings, then a row a run; what came of them once the end has been seen, and never while it is secret.
/** @param {import("./protocol.d.ts").PlayerData} data */
export function showTable({ table: rows, runs, id, words }, secret, ended) {
  const host = document.querySelector(".pg-host-table");
  if (!host) return;
  if (!rows) {
    host.replaceChildren();
    host.removeAttribute("tabindex");
    return;
  }
  const dress = `${id},${secret},${ended}`;
  if (host.dataset.dress === dress && host.childElementCount) return;
  host.dataset.dress = dress;
  host.dataset.many = rows.length > 4 ? "1" : ""; // more than a hall has lines for
  const table = document.createElement("table");
  table.setAttribute("role", "table"); // laid out as a line it would be none to a screen reader
  rows.forEach((row, i) => {
    const line = table.insertRow();
    line.setAttribute("role", "row");
    (secret ? row.slice(0, NOW + 1) : row).forEach((text, column) => {
      const cell = Object.assign(document.createElement(i ? "td" : "th"), { textContent: text });
      cell.setAttribute("role", i ? "cell" : "columnheader");
      // What is still to come takes its place already, so that nothing moves when it is seen.
      if (i && column > NOW && !ended) cell.style.visibility = "hidden";
      line.append(cell);
    });
    if (!i) return;
    line.cells[0].insertAdjacentHTML("afterbegin", sample(runs[i - 1]));
    line.cells[NOW].innerHTML = '<span class="pg-now"></span> <span class="pg-place" role="img"></span>';
  });
  // Its place stays when it has been said, for the same reason.
  if (!secret) table.createCaption().textContent = words.table_waits;
  if (!secret && ended) table.caption.style.visibility = "hidden";
  // On a phone it scrolls sideways: also by the arrow keys, for those who have no finger on it.
  Object.assign(host, { tabIndex: 0, ariaLabel: words.table, role: "region" });
  host.replaceChildren(table, unfolding(host, words));
}

// The button that unfolds the table, and folds it again.
function unfolding(host, words) {
  const button = Object.assign(document.createElement("button"), {
    type: "button",
    className: "pg-more",
    textContent: "⋯",
    title: words.all_columns,
    ariaLabel: words.all_columns,
  });
  const show = () => button.setAttribute("aria-expanded", String(host.dataset.all === "1"));
  button.addEventListener("click", () => {
    host.dataset.all = host.dataset.all === "1" ? "" : "1";
    show();
    if (host.dataset.all) host.scrollIntoView({ block: "nearest" });
  });
  show();
  return button;
}

/**
 * The place of each run by its loss, from 1 on; the same for equal losses, and 0 for all while none is ahead.
 * @param {number[]} losses
 */
export function placesOf(losses) {
  const known = losses.map((loss) => (Number.isFinite(loss) ? loss : Infinity));
  if (known.every((loss) => loss === known[0])) return known.map(() => 0);
  return known.map((loss) => 1 + known.filter((other) => other < loss).length);
}

const lossesAt = (runs, step) => runs.map((run) => decode(run.loss)[Math.min(step, run.steps)]);

// The loss of every run at a step, and its place, in the comparison.
/** @param {import("./protocol.d.ts").PlayerData} data */
export function showLosses({ runs, table: rows, mark, words }, step) {
  if (!rows) return;
  const losses = lossesAt(runs, step);
  const places = placesOf(losses);
  document.querySelectorAll(".pg-host-table tr:has(td)").forEach((row, i) => {
    if (i >= runs.length) return; // a table of other runs still stands there
    const [now, place] = row.querySelectorAll(".pg-now, .pg-place");
    const text = padded(losses[i], mark);
    write(now, text);
    // As an ordinal: a bare number is that of a run, in its point.
    const said = places[i] ? words.ordinals.split(" ")[places[i] - 1] : "";
    if (place.textContent === said) return;
    write(place, said);
    place.setAttribute("aria-label", said && fill(words.place, { k: said, n: runs.length }));
    row.classList.toggle("pg-ahead", places[i] === 1);
  });
}

// Who is ahead, in a sentence; nothing where there is one run, or none is.
/** @param {import("./protocol.d.ts").PlayerData} data */
export function aheadTold({ runs, words }, step) {
  if (runs.length < 2) return "";
  const first = placesOf(lossesAt(runs, step)).indexOf(1);
  return first < 0 ? "" : fill(words.ahead, { name: runs[first].name });
}
