// The link of what is on the screen: in the address bar, in the history that Back goes through, and told to Python before
// it is shared.

import { hideBy } from "./hall.js";
import { lookOver } from "./over.js";
import { Past } from "./past.js";
import { Undo } from "./undo.js";

const COMING = ["pointerover", "pointerdown", "focusin"]; // what goes before the press of a button

export class Link {
  /** @type {string | undefined} what stands in the address bar */
  shown;
  told = "0 "; // step and view of which Python knows

  /** @param {any} player */
  constructor(player) {
    this.player = player;
    this.past = new Past((query) => this.open(query));
    this.undo = new Undo(this.past, player.transport.element);
    hideBy(() => this.hide());
    this.shared = (event) => this.share(event);
    for (const kind of COMING) document.addEventListener(kind, this.shared, true);
  }

  // The link, with its step and how the charts share the screen.
  get query() {
    const { head, stage, data } = this.player;
    const view = stage.word;
    return data.address + (view && `&view=${view}`) + (head.nearest ? `&step=${head.nearest}` : "");
  }

  // What has come or gone on the page.
  look() {
    this.undo.look(this.player.data.words);
    lookOver(this.past);
  }

  // Another state is `fresh`; another step or another language of the same one is not.
  show(fresh = false) {
    this.shown = this.query;
    this.past.show(this.shown, fresh);
    this.undo.look(this.player.data.words);
  }

  // Have Python open another state.
  open(query) {
    this.player.component.setStateValue("link", { query, n: ++this.player.reports });
  }

  // Who shares the page means the step that is seen: Python writes the link, and is told in time. Not with the click
  // itself: Streamlit sends together what comes in one moment, and would run the player's fragment instead of the page.
  share(event) {
    const { component, head, stage } = this.player;
    const [k, view] = [head.nearest, stage.word];
    const what = `${k} ${view}`;
    if (what === this.told || !event.target.closest?.(".st-key-share button, .st-key-take button")) return;
    this.told = what;
    component.setStateValue("shared", { k, view, n: ++this.player.reports });
  }

  // Hide what comes next, or show it: the same link but for that.
  hide() {
    const query = new URLSearchParams(this.player.data.address);
    if (this.player.data.guess) query.delete("guess");
    else query.set("guess", "1");
    this.open(query.toString());
  }

  stop() {
    for (const kind of COMING) document.removeEventListener(kind, this.shared, true);
    this.past.stop();
  }
}
