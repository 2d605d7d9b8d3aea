// The comparison of the runs in a table.

import { sample } from "./descriptions.js";
import { decode, format } from "./numbers.js";

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
  const table = document.createElement("table");
  rows.forEach((row, i) => {
    const line = table.insertRow();
    (secret ? row.slice(0, NOW + 1) : row).forEach((text, column) => {
      const cell = Object.assign(document.createElement(i ? "td" : "th"), { textContent: text });
      // What is still to come takes its place already, so that nothing moves when it is seen.
      if (i && column > NOW && !ended) cell.style.visibility = "hidden";
      line.append(cell);
    });
    if (i) line.cells[0].insertAdjacentHTML("afterbegin", sample(runs[i - 1]));
  });
  // Its place stays when it has been said, for the same reason.
  if (!secret) table.createCaption().textContent = words.table_waits;
  if (!secret && ended) table.caption.style.visibility = "hidden";
  // On a phone it scrolls sideways: also by the arrow keys, for those who have no finger on it.
  Object.assign(host, { tabIndex: 0, ariaLabel: words.table, role: "region" });
  host.replaceChildren(table);
}

// The loss of every run at a step, in the comparison.
/** @param {import("./protocol.d.ts").PlayerData} data */
export function showLosses({ runs, table: rows, mark }, step) {
  if (!rows) return;
  document.querySelectorAll(".pg-host-table td:nth-child(3)").forEach((cell, i) => {
    cell.textContent = format(decode(runs[i].loss)[Math.min(step, runs[i].steps)], mark);
  });
}
