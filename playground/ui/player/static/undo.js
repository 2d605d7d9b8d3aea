// Two buttons that undo the last change, and make it again: the browser's Back and Forward, as far as they are ours.

import { remember } from "./hall.js";

const ARROW = "M8 4 3 9l5 5M3 9h8a5 5 0 0 1 0 10H9";

export class Undo {
  /**
   * @param {import("./past.js").Past} past
   * @param {Element} home
   */
  constructor(past, home) {
    this.past = past;
    remember(past);
    this.back = this.make(-1);
    this.again = this.make(1);
    home.append(this.back, this.again);
  }

  make(by) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "pg-button pg-undo" });
    const turned = by > 0 ? ' transform="scale(-1 1) translate(-20 0)"' : "";
    button.innerHTML = `<svg viewBox="0 0 20 22" width="20" height="20" aria-hidden="true"><path d="${ARROW}"${turned} fill="none" stroke="currentColor" stroke-width="2"/></svg>`;
    button.addEventListener("click", () => this.past.go(by));
    return button;
  }

  /** @param {import("./protocol.d.ts").Words} words */
  look({ undo, redo }) {
    for (const [button, by, name] of [
      [this.back, -1, undo],
      [this.again, 1, redo],
    ]) {
      const none = this.past.trail[this.past.at + by] === undefined;
      if (button.disabled !== none) button.disabled = none;
      if (button.title === name) continue;
      button.title = name;
      button.setAttribute("aria-label", name);
    }
  }
}
