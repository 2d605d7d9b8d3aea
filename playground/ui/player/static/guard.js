// Runs the parts of a frame one by one: what one of them throws is told in the console, once, and the others go on.

export class Guard {
  told = new Set();

  constructor(tell = (...words) => console.error(...words)) {
    this.tell = tell;
  }

  // What `work` gives; `instead` where it throws.
  run(part, work, instead = undefined) {
    try {
      return work();
    } catch (error) {
      const key = `${part}: ${error}`;
      if (!this.told.has(key)) this.tell(`The part "${part}" could not be drawn.`, error);
      this.told.add(key);
      return instead;
    }
  }
}
