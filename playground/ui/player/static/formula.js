// A field for a formula: what was typed is shown as Python reads it, while it is typed; Enter or the button takes it.

import { Correspondent } from "./mailbox.js";
import { bringStyle, make, mounting } from "./page.js";

const PAUSE = 150; // milliseconds without a key after which the formula is read

let count = 0;

class Formula extends Correspondent {
  constructor(home) {
    super("formula");
    bringStyle("field.css");
    const id = `pg-formula-${++count}`;
    this.root = make("div", "pg-field pg-formula");
    this.root.dataset.testid = "formula";
    this.name = make("label", "", { htmlFor: id });
    this.text = make("input", "pg-field-text", { type: "text", id, autocomplete: "off", spellcheck: false });
    this.text.autocapitalize = "off";
    this.take = make("button", "pg-formula-take", { type: "button" });
    this.box = make("div", "pg-field-box");
    this.box.append(this.text, this.take);
    this.reading = make("div", "pg-formula-reading", { tabIndex: 0, id: `${id}-reading` });
    this.said = make("p", "pg-field-said", { id: `${id}-said`, role: "status" });
    this.tip = make("p", "pg-field-about", { id: `${id}-tip` });
    this.text.setAttribute("aria-describedby", `${this.said.id} ${this.reading.id} ${this.tip.id}`);
    this.root.append(this.name, this.box, this.reading, this.said, this.tip);
    this.text.addEventListener("input", () => this.tell(false, PAUSE));
    this.text.addEventListener("keydown", (event) => event.key === "Enter" && this.tell(true));
    this.take.addEventListener("click", () => this.tell(true));
    home.append(this.root);
  }

  // What Python says: the formula that holds, and how it reads what is typed.
  receive(component) {
    const before = this.told(component);
    const { data } = this;
    if (this.name.textContent !== data.label) this.name.textContent = data.label;
    if (this.tip.textContent !== data.tip) this.tip.textContent = data.tip;
    this.take.textContent = data.use;
    this.text.lang = data.lang;
    // Another formula holds: an example was chosen, or the one that was typed was taken.
    if (!before || data.text !== before.text || data.key !== before.key) this.text.value = data.text;
    if (this.mail.wanted) {
      this.mail.flush();
      return;
    }
    if (this.reading.dataset.of !== data.reading) {
      this.reading.dataset.of = data.reading;
      this.reading.innerHTML = data.reading && `<math display="block"><mrow>${data.reading}</mrow></math>`;
    }
    if (this.said.textContent !== data.said) this.said.textContent = data.said;
    this.text.setAttribute("aria-invalid", String(data.at !== null));
    this.dress();
  }

  // The button is there while what stands in the field is not what holds, and can be pressed if it can be read.
  dress() {
    const fresh = this.text.value.trim() === this.data.text.trim();
    this.take.hidden = fresh;
    this.take.disabled = this.data.at !== null;
    this.root.dataset.open = String(!fresh);
  }

  tell(take, delay = 0) {
    this.take.hidden = this.text.value.trim() === this.data.text.trim();
    this.mail.post({ text: this.text.value.slice(0, 1000), take }, delay);
  }
}

export default mounting("formula", (home) => new Formula(home));
