// Asks the server for runs that cannot be walked here, while a hand drags: one question in flight, the newest wish first,
// and not before the server has said (playground/ui/run_route.py).

const FAILED = 1000; // milliseconds until the next question where one had no answer

const get = (query) =>
  fetch(new URL(`run?${query}`, document.baseURI)).then((answer) => (answer.status === 200 ? answer.json() : null));

export class Remote {
  /** @type {Map<number, import("./protocol.d.ts").Passing>} the newest answer for each run */
  known = new Map();
  wanted = new Map();
  asked = new Map();
  busy = false;

  // `come` is called when an answer has come. A question and a clock of one's own may stand in.
  constructor(come, ask = get, later = (run, milliseconds) => setTimeout(run, milliseconds)) {
    this.come = come;
    this.ask = ask;
    this.later = later;
  }

  // The run with this number as the server last answered; the answer to `query` is on its way.
  run(number, query) {
    if (this.asked.get(number) !== query) {
      this.asked.set(number, query);
      this.wanted.set(number, query);
      this.next();
    }
    return this.known.get(number);
  }

  next() {
    const [wish] = this.wanted;
    if (this.busy || !wish) return;
    const [number, query] = wish;
    this.wanted.delete(number);
    this.busy = true;
    const { known } = this;
    this.ask(query)
      .then((answer) => {
        if (answer && known === this.known) {
          known.set(number, answer);
          this.come();
        }
        return answer ? answer.rest : 0;
      })
      .catch(() => FAILED)
      .then((rest) =>
        this.later(() => {
          this.busy = false;
          this.next();
        }, rest),
      );
  }

  // Nothing is held any more: what is still to come is of no use.
  clear() {
    if (this.asked.size) this.known = new Map();
    this.wanted.clear();
    this.asked.clear();
  }
}
