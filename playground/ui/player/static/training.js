// The preview of a training while a hand drags one of its numbers: the server trains, at its pace (remote.js). The page's
// exact training takes its place when the hand lets go.

import { Remote } from "./remote.js";

export class TrainingPreview {
  /** @type {Map<string, number>} what hands hold, by the name of its field */
  held = new Map();

  // `come` is called when what the server was asked for has come.
  constructor(come, ask = undefined) {
    this.remote = new Remote(come, ask);
  }

  // A hand has moved a number; true where the training depends on it.
  hold(name, value, { plan }) {
    if (!Object.hasOwn(plan, name)) return false;
    if (plan[name].value === value) this.drop(name);
    else this.held.set(name, value);
    return true;
  }

  // True where it was held.
  drop(name) {
    const was = this.held.delete(name);
    if (!this.held.size) this.remote.clear();
    return was;
  }

  // The exact training has come: what it has is held no longer, nor what it knows nothing of.
  settle({ plan }) {
    for (const [name, value] of this.held) if (!plan[name] || plan[name].value === value) this.drop(name);
  }

  /**
   * The data with the training as it would be, as far as the server's answers have come.
   * @param {import("./protocol.d.ts").TrainerData} data
   */
  of(data) {
    if (!this.held.size) return data;
    const asked = new URLSearchParams(data.query);
    for (const [name, value] of this.held) asked.set(data.plan[name].link, String(value));
    const answer = /** @type {any} */ (this.remote.run(0, asked.toString()));
    if (!answer) return data;
    const curves = data.curves.map((curve, i) => ({ ...curve, loss: answer.curves[i] ?? curve.loss }));
    return { ...data, loss: answer.loss, curves, numbers: answer.numbers, said: answer.said };
  }
}
