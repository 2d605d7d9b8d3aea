// The lecturer's second window, from the side of the projected page: opens it, tells it where the lesson is, and turns the
// lesson when it asks. The two talk over a channel of this browser; no server takes part.

import { bringStyle, make } from "./page.js";

const CHANNEL = "playground-notes";
const PAGE = new URL("./notes/window.html", import.meta.url).href;
const SIZE = "popup,width=1000,height=720";
const ICON =
  '<svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><path d="M2 3h16v10H2zM7 17h6M10 13v4M5 6h5M5 9h8" fill="none" stroke="currentColor" stroke-width="1.8"/></svg>';

/** @type {Notes | null} those of the lesson on the page */
let shown = null;

export const openNotes = () => shown?.open();

class Notes {
  /** @type {import("./protocol.d.ts").NotesData | null} */
  data = null;

  constructor(home) {
    bringStyle();
    this.button = make("button", "pg-button pg-notes", { type: "button", innerHTML: ICON });
    this.button.addEventListener("click", () => this.open());
    home.append(this.button);
    this.channel = new BroadcastChannel(CHANNEL);
    this.channel.addEventListener("message", ({ data }) => this.hear(data));
    shown = this;
  }

  receive(data) {
    this.data = data;
    this.button.title = data.words.open;
    this.button.setAttribute("aria-label", data.words.open);
    this.tell();
  }

  tell() {
    this.channel.postMessage({ notes: this.data });
  }

  hear({ hello, turn }) {
    if (hello) this.tell();
    const button = turn && document.querySelector(`.st-key-lesson-${turn > 0 ? "next" : "previous"} button`);
    /** @type {HTMLElement | undefined} */ (button)?.click();
  }

  open() {
    const opened = window.open(PAGE, CHANNEL, SIZE);
    if (!opened) this.button.title = this.data.words.blocked;
    opened?.focus();
  }

  destroy() {
    this.channel.close();
    this.button.remove();
    if (shown === this) shown = null;
  }
}

export default function mount(component) {
  const home = component.parentElement;
  home.__notes ??= new Notes(home);
  home.__notes.receive(component.data[0]);
  return () => {
    home.__notes?.destroy();
    home.__notes = null;
  };
}
