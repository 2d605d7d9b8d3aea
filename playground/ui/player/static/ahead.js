// The next state of a projected lesson, which the server sends along with the one that is shown: the press of a clicker
// shows it at once. The server's answer comes after it and is the same.

const NEXT = ".st-key-lesson-next";

// How often the player has begun anew, and where: both stand in the situation that Python names.
const partsOf = ({ situation }) => {
  const at = situation.lastIndexOf("|");
  return { place: situation.slice(0, at), plays: Number(situation.slice(at + 1)) };
};

/**
 * Whether a state that was sent along comes after what is shown, on the same landscape: the chart of another is not here.
 * @param {{ situation: string } | null} next
 * @param {{ situation: string }} shown
 */
export function follows(next, shown) {
  if (!next) return false;
  const [after, before] = [partsOf(next), partsOf(shown)];
  return after.place === before.place && after.plays === before.plays + 1;
}

export class Ahead {
  /** @type {import("./protocol.d.ts").PlayerData | null} */
  next = null;
  /** @type {import("./protocol.d.ts").PlayerData | null} */
  shown = null;

  alone = false; // whether what is shown has still to be said by the server: it is told nothing meanwhile

  // `show` shows a state.
  constructor(show) {
    this.show = show;
    this.press = ({ target }) => target.closest?.(NEXT) && this.go();
    document.addEventListener("click", this.press, true);
  }

  // What is shown now. A change by hand brings no next state with it: the one that is known stays the next.
  keep(data) {
    this.alone = data === this.next;
    this.shown = data;
    this.next = data.next ?? this.next;
  }

  go() {
    if (this.shown && this.next && follows(this.next, this.shown)) this.show(this.next);
  }

  stop() {
    document.removeEventListener("click", this.press, true);
  }
}
