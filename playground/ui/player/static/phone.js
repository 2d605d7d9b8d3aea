// What a phone has under its chart: α a stop down or up, and the optimizer's menu. On a wide page the panel has them.
//
// α is moved by its own field in the panel, which is asked for a step; another optimizer is asked of Python.

import { format } from "./numbers.js";
import { put } from "./page.js";

const FIELD = "[data-testid=slider-alpha]:has(input[type=range])";

export class PhoneControls {
  // `home` is the transport: on a phone its buttons and these share their rows.
  constructor(home, choose) {
    this.home = home;
    this.element = Object.assign(document.createElement("div"), { className: "pg-phone" });
    this.less = document.createElement("button");
    this.alpha = document.createElement("output");
    this.more = document.createElement("button");
    this.dressButton(this.less, "−", -1);
    this.less.classList.add("pg-less");
    this.dressButton(this.more, "+", 1);
    this.menu = Object.assign(document.createElement("select"), { className: "pg-speed" });
    this.menu.addEventListener("change", () => choose(this.menu.value));
    this.element.append(this.menu, this.less, this.alpha, this.more);
    home.append(this.element);
  }

  dressButton(button, sign, by) {
    Object.assign(button, { type: "button", className: "pg-button", textContent: sign });
    button.addEventListener("click", () =>
      document.querySelector(FIELD)?.dispatchEvent(new CustomEvent("pg-step", { detail: by })),
    );
  }

  // The menu stands in the page, once; α and the rule come with each run.
  dress({ alpha, rule, mark, words }) {
    const text = document.querySelector(".pg-rules")?.dataset.rules;
    this.menu.hidden = !text;
    if (text && text !== this.text) {
      this.text = text;
      this.menu.replaceChildren(...JSON.parse(text).map(([value, name]) => new Option(name, value)));
    }
    put(this.home, "rules", text ? "1" : "");
    this.menu.setAttribute("aria-label", words.optimizer);
    if (this.menu.value !== rule) this.menu.value = rule;
    const movable = alpha !== null && document.querySelector(FIELD) !== null;
    for (const one of [this.less, this.alpha, this.more]) one.hidden = !movable;
    if (movable) this.alpha.textContent = `α = ${format(alpha, mark)}`;
    for (const [button, word] of [
      [this.less, words.alpha_less],
      [this.more, words.alpha_more],
    ])
      button.setAttribute("aria-label", word);
    this.element.hidden = this.menu.hidden && !movable;
  }
}
