// What a component tells Python, and when. Only the outbox knows a clock: to the others the caller says what time it is,
// in milliseconds.

const LOST = 3000; // an answer that takes longer will not come
const TRIES = 3; // so often what had no answer is sent again: it fell into the gap that a server left when it died
const REST = 150; // nothing has moved for so long: all is at rest

// Messages with a number, one in flight: the newest wish replaces those that wait. One that nobody answers is sent again,
// after ever longer pauses; that does no harm, for each says how something is, not what is to be done to it.
export class Mailbox {
  sent = 0;
  answered = 0;
  asked = 0;
  ready = 0;
  /** @type {Record<string, unknown> | null} */
  wanted = null;
  /** @type {Record<string, unknown> | null} */
  last = null;
  tries = 0;

  // Wish to send `value`, not before `delay` has passed.
  offer(value, now, delay = 0) {
    this.wanted = value;
    this.ready = now + delay;
  }

  // Python has dealt with message `n`, and with all before it.
  answer(n) {
    this.answered = Math.max(this.answered, n);
  }

  // Whether something that was sent has no answer yet.
  get pending() {
    return this.answered < this.sent;
  }

  // Whether its answer is still to be expected.
  waits(now) {
    return this.pending && now - this.asked < LOST;
  }

  // How long until there may be something to send; null where there is nothing.
  left(now) {
    if (this.wanted !== null) return Math.max(0, this.ready - now, this.pending ? this.asked + LOST - now : 0);
    if (!this.pending || this.tries >= TRIES) return null;
    return Math.max(0, this.asked + LOST * 2 ** this.tries - now);
  }

  // The message that is to be sent now, with its number; or null.
  due(now) {
    if (this.left(now) !== 0) return null;
    this.tries = this.wanted === null ? this.tries + 1 : 0;
    this.last = this.wanted ?? this.last;
    const message = { ...this.last, n: Math.max(this.sent, this.answered) + 1 };
    this.wanted = null;
    this.sent = message.n;
    this.asked = now;
    return message;
  }
}

// A mailbox that keeps time by itself: each message goes to `send` when it is due.
export class Outbox extends Mailbox {
  constructor(send) {
    super();
    this.send = send;
  }

  post(value, delay = 0) {
    this.offer(value, performance.now(), delay);
    this.flush();
  }

  flush() {
    this.stop();
    const now = performance.now();
    const message = this.due(now);
    if (message) this.send(message);
    const left = this.left(now);
    if (left !== null) this.late = setTimeout(() => this.flush(), left);
  }

  stop() {
    clearTimeout(this.late);
  }
}

// A component that Python tells its state, and that tells Python what hands change, under one name.
export class Correspondent {
  /** @type {any} what Python said last */
  data;
  /** @type {any} the element that is its place in the page */
  root;

  constructor(name) {
    this.mail = new Outbox((message) => this.component.setStateValue(name, message));
  }

  // Take what Python says; returns what it said before.
  told(component) {
    const before = this.data;
    this.component = component;
    [this.data] = component.data;
    this.mail.answer(this.data.echo);
    return before;
  }

  destroy() {
    this.mail.stop();
    this.root.remove();
  }
}

// Tells when something that waits has waited long enough for all to be at rest.
export class Patience {
  /** @type {number | null} */
  since = null;

  due(now, waits) {
    if (!waits) {
      this.since = null;
      return false;
    }
    this.since ??= now;
    return now - this.since >= REST;
  }

  // Whether it has begun to wait.
  get waiting() {
    return this.since !== null;
  }
}
