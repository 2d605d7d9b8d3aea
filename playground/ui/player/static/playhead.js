// The playhead: where a run stands, between two whole steps while it plays. It knows no clock and no screen.

const LONGEST = 200; // milliseconds: a tab that slept goes on where it was, instead of jumping to the end

export class Playhead {
  k = 0;
  steps = 0;
  playing = false;

  // `changed` is called after each wish of a hand: play, pause, a step, a place; not after `advance`.
  constructor(speed, changed = () => {}) {
    this.speed = speed; // steps a second
    this.changed = changed;
  }

  // The last whole step that was reached, and the one that is nearest.
  get step() {
    return Math.floor(this.k + 1e-9);
  }

  get nearest() {
    return Math.round(this.k);
  }

  get ended() {
    return this.k >= this.steps;
  }

  // Play, from the start if the end is reached; or pause on a whole step.
  toggle() {
    if (!this.playing && this.ended) this.k = 0;
    this.playing = !this.playing;
    if (!this.playing) this.k = this.nearest;
    this.changed();
  }

  seek(step) {
    this.playing = false;
    this.k = Math.max(0, Math.min(this.steps, step));
    this.changed();
  }

  // To the next whole step, or to the one before.
  nudge(by) {
    this.seek(by > 0 ? Math.floor(this.k) + 1 : Math.ceil(this.k) - 1);
  }

  // Another run: stay where that has a step, stop where it has none.
  fit(steps) {
    this.steps = steps;
    this.k = Math.min(this.k, steps);
  }

  // Let time pass; at the end it stops.
  advance(milliseconds) {
    if (!this.playing) return;
    this.k += (Math.max(0, Math.min(LONGEST, milliseconds)) * this.speed) / 1000;
    if (!this.ended) return;
    this.k = this.steps;
    this.playing = false;
  }
}
