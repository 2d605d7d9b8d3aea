// The page without a player: its link opens what is on the screen, Back and Ctrl+Z return to what was before, Streamlit's
// buttons speak its language, and a clicker turns it where it is projected.

import { dressCorner } from "./corner.js";
import { hearKeys } from "./keys.js";
import { lookOver } from "./over.js";
import { bringStyle, dress, make, makeRoom, put, rename, speak } from "./page.js";
import { follows, Past } from "./past.js";
import { Undo } from "./undo.js";
import { Watch } from "./watch.js";

let reports = Date.now(); // Streamlit drops an event that equals the last one

class Address {
  /** @type {any} */
  data = null;
  /** @type {any} */
  component = null;

  constructor() {
    bringStyle();
    hearKeys();
    this.past = new Past((query) => this.component.setStateValue("link", { query, n: ++reports }));
    this.tools = make("div", "pg-tools");
    this.undo = new Undo(this.past, this.tools);
    this.watch = new Watch(
      () => this.look(),
      () => {},
    );
  }

  receive(component) {
    const [data] = component.data;
    const before = this.data;
    Object.assign(this, { component, data });
    put(document.body, "present", data.present ? "1" : "");
    const isOther = before ? before.address !== data.address && before.lang === data.lang : follows();
    this.past.show(data.address, isOther);
    speak(data.lang);
    this.look();
  }

  look() {
    makeRoom();
    rename(this.data.words);
    dress(this.component.parentElement);
    dressCorner();
    lookOver(this.past);
    const head = document.querySelector(".st-key-lesson-head");
    if (head && this.tools.parentElement !== head) head.append(this.tools);
    this.undo.look(this.data.words);
  }

  destroy() {
    this.watch.stop();
    this.past.stop();
    this.tools.remove();
  }
}

export default function mount(component) {
  const home = component.parentElement;
  home.__address ??= new Address();
  home.__address.receive(component);
  return () => {
    home.__address?.destroy();
    home.__address = null;
  };
}
