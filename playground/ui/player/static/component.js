// What the player and the trainer have in common: a playhead with its transport, an animation loop that draws what has
// changed and sleeps at rest, and one message to Python in flight.
//
// A component says what is its own: `update` (new data), `look` (what has come or gone on the page), `prepare` (before
// a frame is drawn), `draw`, `tell` (what is told at rest), `waits` (whether something is still to be told).

import { dressCorner } from "./corner.js";
import { followFold } from "./fold.js";
import { Guard } from "./guard.js";
import { speakHall } from "./hall.js";
import { Loop } from "./loop.js";
import { Mailbox, Patience } from "./mailbox.js";
import { AtRest, bringStyle, dress, makeRoom, momentOf, project, put, rename, speak } from "./page.js";
import { Playhead } from "./playhead.js";
import { Transport } from "./transport.js";
import { Watch } from "./watch.js";

/** @template {import("./protocol.d.ts").Page} Data */
export class PlayingComponent {
  drawn = 0; // frames, for the tests
  /** @type {Data | null} */
  data = null;
  /** @type {Patience | null} the patience of a screen reader with a run that goes on changing */
  hear = null;
  /** @type {string | null} the data for which new figures were last asked, where they are out of date */
  askedFor = null;
  renewed = true; // whether the page has changed since it was looked at
  dirty = true; // whether something has changed since it was drawn

  // `message` is the name under which Python hears what the mailbox sends; `speed` is in steps a second.
  constructor(root, home, message, speed) {
    this.root = root;
    this.home = home;
    this.message = message;
    this.loop = new Loop((time, passed) => this.tick(time, passed));
    this.head = new Playhead(speed, () => this.changed());
    this.mail = new Mailbox();
    this.guard = new Guard();
    this.report = new Patience();
    this.rest = new AtRest();
    bringStyle();
    makeRoom();
    root.replaceChildren();
    document.body.dataset.player = "runs";
    this.transport = new Transport(root, this.head);
    this.watch = new Watch(
      () => this.renew(),
      () => this.moved(),
    );
  }

  // Draw the next frame; look at the page before that.
  redraw() {
    this.dirty = true;
    this.loop.wake();
  }

  renew() {
    this.renewed = true;
    this.loop.wake();
  }

  // The playhead was moved by a hand, or has come to its end; a hand is on a chart.
  changed() {
    this.redraw();
  }

  moved() {
    this.renew();
  }

  /**
   * A new state of the page.
   * @param {import("./protocol.d.ts").Component<Data>} component
   */
  receive(component) {
    const [data] = component.data;
    const before = this.data;
    this.component = component;
    this.data = data;
    this.mail.answer(data.echo);
    if (!data.stale) this.askedFor = null;
    this.update(data, before);
    this.transport.dress(data.words, this.head.steps, data.present);
    speak(data.lang);
    project(data.present);
    speakHall(data.words);
    put(this.root, "steps", String(this.head.steps));
    this.place();
    this.send();
    this.renew();
    this.redraw();
  }

  // The component stands where the page keeps a place for its transport, else where Streamlit has put it.
  place() {
    const place = document.querySelector(".pg-host-transport") ?? this.home;
    if (this.root.parentElement !== place) place.append(this.root);
  }

  // Send what waits to be sent, or wake again when it is due.
  send() {
    const now = performance.now();
    const message = this.mail.due(now);
    if (message) this.component.setStateValue(this.message, message);
    const left = this.mail.left(now);
    if (left !== null) this.loop.later(left);
  }

  // One frame; true where another is to follow.
  tick(time, passed) {
    if (!this.data) return false;
    const { head } = this;
    const { playing } = head;
    const before = momentOf(head.k);
    head.advance(passed);
    if (before !== momentOf(head.k)) this.dirty = true;
    if (playing && !head.playing) this.changed();
    this.send();
    const looks = this.renewed;
    if (looks) this.lookAgain();
    this.rest.follow(this.data, head.step, looks);
    this.prepare();
    if (this.dirty) this.drawAgain();
    this.tell(time);
    return head.playing || this.dirty || this.renewed || this.report.waiting || Boolean(this.hear) || this.waits();
  }

  lookAgain() {
    this.renewed = false;
    this.guard.run("page", () => {
      this.place();
      followFold();
      makeRoom();
      rename(this.data.words);
      dress(this.home);
      dressCorner();
      this.look();
    });
  }

  drawAgain() {
    this.dirty = false;
    this.draw();
    this.drawn += 1;
    this.root.dataset.drawn = String(this.drawn);
  }

  /**
   * @param {Data} _data
   * @param {Data | null} _before
   */
  update(_data, _before) {}

  look() {}

  prepare() {}

  draw() {}

  /** @param {number} _time */
  tell(_time) {}

  waits() {
    return false;
  }

  destroy() {
    this.loop.stop();
    this.watch.stop();
    this.transport.destroy();
    this.root.remove();
  }
}
