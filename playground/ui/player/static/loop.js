// The animation loop: frames follow each other while something moves; then it sleeps until it is woken.

export class Loop {
  /** @type {number | null} */
  frame = null;
  /** @type {any} */
  timer = null;
  /** @type {number | null} */
  last = null;

  // `tick(time, passed)` answers whether another frame is to follow. A clock of one's own may stand in for the screen's.
  constructor(tick, ask = (run) => requestAnimationFrame(run), forget = (frame) => cancelAnimationFrame(frame)) {
    this.tick = tick;
    this.ask = ask;
    this.forget = forget;
  }

  get asleep() {
    return this.frame === null;
  }

  wake() {
    this.frame ??= this.ask((time) => this.run(time));
  }

  // Wake once `milliseconds` have passed.
  later(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.wake(), milliseconds);
  }

  run(time) {
    this.frame = null;
    const passed = this.last === null ? 0 : time - this.last;
    this.last = time;
    if (this.tick(time, passed)) this.wake();
    else this.last = null;
  }

  stop() {
    if (this.frame !== null) this.forget(this.frame);
    clearTimeout(this.timer);
    this.frame = null;
    this.wake = () => {};
  }
}
