// The points of a visitor's own data as a table of fields: what is typed, added or removed is told to Python at once.

import { fill } from "./descriptions.js";
import { Correspondent } from "./mailbox.js";
import { exactly, read } from "./numbers.js";
import { bringStyle, make, mounting } from "./page.js";

class PointTable extends Correspondent {
  constructor(home) {
    super("points");
    bringStyle("field.css");
    this.root = make("div", "pg-points");
    this.root.dataset.testid = "points";
    this.title = make("p", "pg-points-count", { role: "status" });
    this.rows = make("div", "pg-points-rows");
    this.said = make("p", "pg-field-said", { role: "status" });
    this.add = make("button", "pg-points-add", { type: "button" });
    this.add.addEventListener("click", () => this.append());
    this.root.append(this.title, this.rows, this.said, this.add);
    home.append(this.root);
  }

  // What Python says: the points that hold.
  receive(component) {
    const before = this.told(component);
    const { data } = this;
    if (this.mail.wanted) {
      this.mail.flush();
      return;
    }
    const changed =
      JSON.stringify([before?.x, before?.y, before?.lang]) !== JSON.stringify([data.x, data.y, data.lang]);
    if (changed) this.show();
    this.title.textContent = fill(data.words.points, { n: data.x.length });
    this.add.textContent = data.words.add;
    this.add.hidden = data.x.length >= data.most;
  }

  show() {
    const { x, y } = this.data;
    while (this.rows.children.length > x.length) this.rows.lastChild?.remove();
    while (this.rows.children.length < x.length) this.rows.append(this.row(this.rows.children.length));
    Array.from(this.rows.children).forEach((row, i) => {
      const [a, b] = row.querySelectorAll("input");
      this.fillIn(a, x[i]);
      this.fillIn(b, y[i]);
      this.name(row, i);
    });
    if (this.focused !== undefined) this.rows.children[this.focused]?.querySelector("input")?.focus();
    this.focused = undefined;
  }

  // A field that is being typed in keeps what stands in it.
  fillIn(field, value) {
    if (field !== document.activeElement || read(field.value) === null) field.value = exactly(value, this.data.mark);
  }

  name(row, i) {
    const { words } = this.data;
    row.querySelectorAll("input").forEach((field, axis) => {
      field.setAttribute("aria-label", fill(words.field, { name: this.data.names[axis], n: i + 1 }));
    });
    row.querySelector("button").setAttribute("aria-label", fill(words.remove, { n: i + 1 }));
  }

  row(i) {
    const row = make("div", "pg-points-row");
    for (let axis = 0; axis < 2; axis++) {
      const field = make("input", "pg-field-text", { type: "text", inputMode: "decimal", autocomplete: "off" });
      field.addEventListener("change", () => this.typed(row, field));
      row.append(field);
    }
    const away = make("button", "pg-field-step", { type: "button", textContent: "×" });
    away.addEventListener("click", () => this.remove(Array.from(this.rows.children).indexOf(row)));
    row.append(away);
    row.dataset.n = String(i);
    return row;
  }

  typed(row, field) {
    const i = Array.from(this.rows.children).indexOf(row);
    const axis = Array.from(row.querySelectorAll("input")).indexOf(field);
    const value = read(field.value);
    const name = axis ? "y" : "x";
    const isNumber = value !== null && Number.isFinite(value);
    field.setAttribute("aria-invalid", String(!isNumber));
    this.said.textContent = isNumber ? "" : fill(this.data.words.wrong, { text: field.value.slice(0, 40) });
    if (!isNumber || value === this.data[name][i]) return;
    const column = [...this.data[name]];
    column[i] = value;
    this.tell({ [name]: column });
  }

  // One more beside the last: a copy of it, to be changed.
  append() {
    const { x, y } = this.data;
    const step = x.length > 1 ? x[x.length - 1] - x[x.length - 2] : 1;
    this.focused = x.length;
    this.tell({ x: [...x, Number((x[x.length - 1] + (step || 1)).toPrecision(12))], y: [...y, y[y.length - 1]] });
  }

  remove(i) {
    const { x, y } = this.data;
    if (x.length < 2) return;
    this.focused = Math.max(0, i - 1);
    this.tell({ x: x.filter((_, j) => j !== i), y: y.filter((_, j) => j !== i) });
  }

  tell(change) {
    this.data = { ...this.data, ...change };
    const { x, y } = this.data;
    this.mail.post({ x, y });
  }
}

export default mounting("points", (home) => new PointTable(home));
