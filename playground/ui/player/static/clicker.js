// The presses of a clicker, in order: each waits until the page is ready for it. A clicker is quicker than a server, and
// in the first seconds quicker than the page.

const MOST = 5; // presses that are remembered: who presses twenty times wants to get away, and not twenty places on
const AGAIN = 50; // milliseconds until it is looked again whether the page is ready
const OPPOSITE = { PageDown: "PageUp", PageUp: "PageDown" };

export class Clicker {
  /** @type {string[]} keys that wait */
  waiting = [];
  late = false; // whether what waits has waited already
  /** @type {any} */
  timer = 0;

  /**
   * `ready` says whether the page can do what a key asks for, which may be `late`: true, false, or null where it never
   * will; `act` does it. A clock of one's own may stand in.
   * @param {(key: string, late: boolean) => boolean | null} ready
   * @param {(key: string) => void} act
   */
  constructor(ready, act, later = (run, milliseconds) => setTimeout(run, milliseconds)) {
    this.ready = ready;
    this.act = act;
    this.later = later;
  }

  press(key) {
    if (OPPOSITE[key] && this.waiting.at(-1) === OPPOSITE[key]) this.waiting.pop();
    else if (this.waiting.length < MOST) this.waiting.push(key);
    this.go();
  }

  go() {
    clearTimeout(this.timer);
    while (this.waiting.length) {
      const ready = this.ready(this.waiting[0], this.late);
      if (ready === false) {
        this.late = true;
        this.timer = this.later(() => this.go(), AGAIN);
        return;
      }
      const key = /** @type {string} */ (this.waiting.shift());
      if (ready) this.act(key);
    }
    this.late = false;
  }
}
