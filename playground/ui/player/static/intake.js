// A place where a table is brought: pasted or typed into a field, dropped, or chosen as a file. Python is told at once,
// and says below the field what it made of it.

import { bringStyle, make, mounting } from "./page.js";

let count = 0;

class Intake {
  constructor(home) {
    bringStyle("field.css");
    const id = `pg-intake-${++count}`;
    this.root = make("div", "pg-intake");
    this.root.dataset.testid = "intake";
    this.label = make("label", "", { htmlFor: id });
    this.text = make("textarea", "pg-field-text", { id, rows: 3, autocomplete: "off", spellcheck: false });
    this.file = make("input", "", { type: "file", accept: ".csv,.tsv,.txt,.dat,text/*", hidden: true, tabIndex: -1 });
    this.choose = make("button", "pg-points-add", { type: "button" });
    this.hint = make("p", "pg-intake-hint", { id: `${id}-hint` });
    this.said = make("p", "pg-field-said", { id: `${id}-said`, role: "status" });
    this.root.append(this.label, this.text, this.choose, this.hint, this.file, this.said);
    this.text.setAttribute("aria-describedby", this.said.id);
    this.choose.setAttribute("aria-describedby", this.hint.id);
    this.text.addEventListener("paste", () => setTimeout(() => this.typed())); // it is in the field after this event
    this.text.addEventListener("change", () => this.typed());
    this.text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.typed(true);
    });
    this.choose.addEventListener("click", () => this.file.click());
    this.file.addEventListener("change", () => this.take(this.file.files[0]));
    for (const kind of ["dragenter", "dragover"]) this.root.addEventListener(kind, (event) => this.over(event, true));
    for (const kind of ["dragleave", "drop"]) this.root.addEventListener(kind, (event) => this.over(event, false));
    this.root.addEventListener("drop", (event) => this.take(event.dataTransfer.files[0]));
    home.append(this.root);
  }

  receive(component) {
    const [data] = component.data;
    const before = this.data;
    this.component = component;
    this.data = data;
    this.label.textContent = data.words.paste;
    this.text.placeholder = data.placeholder;
    this.choose.textContent = data.words.choose;
    this.hint.textContent = data.words.drop;
    if (!before || before.reading !== data.reading || `${before.said}` !== `${data.said}`)
      this.say(data.said, data.wrong);
  }

  say(lines, wrong) {
    this.said.textContent = lines.join("\n");
    this.text.setAttribute("aria-invalid", String(wrong));
  }

  typed(again = false) {
    const text = this.text.value;
    if (!text.trim() || (text === this.sent && !again)) return;
    this.sent = text;
    if (this.fits(text.length)) this.bring({ text });
  }

  async take(file) {
    this.file.value = ""; // so that the same file can be chosen again
    if (!file || !this.fits(file.size)) return;
    this.text.value = this.sent = "";
    this.bring({ file: base64(new Uint8Array(await file.arrayBuffer())) });
  }

  // What is too large is not sent at all.
  fits(size) {
    if (size > this.data.limit) this.say([this.data.words.large], true);
    return size <= this.data.limit;
  }

  // Told once: as a state it would go with every later message.
  bring(what) {
    this.component.setTriggerValue("brought", what);
  }

  over(event, is) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.root.classList.toggle("pg-over", is);
  }

  destroy() {
    this.root.remove();
  }
}

const PART = 0x8000; // so many arguments a function may have anywhere

export function base64(bytes) {
  const parts = [];
  for (let i = 0; i < bytes.length; i += PART) parts.push(String.fromCharCode(...bytes.subarray(i, i + PART)));
  return btoa(parts.join(""));
}

export default mounting("intake", (home) => new Intake(home));
