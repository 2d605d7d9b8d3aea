// The first minute of somebody new on the playground: three things to do, one after the other, until each has been done
// or all have been put away. The browser alone remembers it; nobody who projects or is framed is told.

import { make, put } from "./page.js";

const KEY = "playground-hints";
export const HINTS = ["start", "play", "alpha"];

/**
 * Which hint comes after `at` once something has been done: who does a later thing first has seen the earlier ones.
 * @param {number} at
 * @param {string} done
 */
export const nextHint = (at, done) => Math.max(at, HINTS.indexOf(done) + 1);

// What this browser keeps; what keeps nothing would tell them for ever, so it tells none.
function kept() {
  try {
    window.localStorage.setItem(`${KEY}-try`, "1");
    window.localStorage.removeItem(`${KEY}-try`);
    return Number(window.localStorage.getItem(KEY) ?? 0);
  } catch {
    return HINTS.length;
  }
}

export class Hints {
  /** @type {string | undefined} what stands there without hints */
  usual;
  at = window.self === window.top ? kept() : HINTS.length;

  // Follow what the visitor does: the data, whether it plays, whether a hand holds the start.
  look(data, { playing, dragging }) {
    if (this.at >= HINTS.length) return;
    const { before } = this;
    const now = { start: String(data.start), alpha: data.alpha, rule: data.rule, situation: data.situation };
    this.before = now;
    if (playing) this.go("play");
    const same = before?.situation === now.situation && before.rule === now.rule;
    if (dragging || (same && before.start !== now.start)) this.go("start");
    if (same && before.alpha !== now.alpha) this.go("alpha");
    this.show(data);
  }

  go(done) {
    this.keep(nextHint(this.at, done));
  }

  keep(at) {
    this.at = at;
    try {
      window.localStorage.setItem(KEY, String(at));
    } catch {
      // a browser that keeps nothing
    }
  }

  show({ words, present, model }) {
    const host = document.querySelector(".pg-host-hints");
    const hint = host && !present && model ? (HINTS[this.at] ?? "") : "";
    put(document.body, "hint", hint);
    if (!host) return;
    const dress = hint && words.lang + hint;
    if (host.dataset.dress === dress || (!dress && !host.dataset.dress)) return;
    host.dataset.dress = dress;
    this.usual ??= host.textContent;
    if (!hint) {
      host.replaceChildren(this.usual);
      return;
    }
    const away = make("button", "pg-hint-away", { type: "button", textContent: "×", title: words.hints_away });
    away.setAttribute("aria-label", words.hints_away);
    away.addEventListener("click", () => {
      this.keep(HINTS.length);
      this.show({ words, present, model });
      /** @type {HTMLElement | null} */ (document.querySelector(".st-key-begin a"))?.focus(); // what stood beside it
    });
    const text = make("span", "pg-hint", { textContent: `${this.at + 1}/${HINTS.length} · ${words[`hint_${hint}`]}` });
    host.replaceChildren(text, away);
  }
}
