// The transport: play, pause, one step, start, end, scrub and speed, for hand, keyboard and screen reader.

import { drive, leave } from "./keys.js";
import { write } from "./page.js";

const ICONS = {
  start: "M17 4v12l-7-6zM10 4v12l-7-6zM1 4h2v12H1z",
  back: "M14 4v12L6 10zM3 4h2v12H3z",
  play: "M6 3.5v13L17 10z",
  pause: "M5 4h4v12H5zM11 4h4v12h-4z",
  forward: "M6 4v12l8-6zM15 4h2v12h-2z",
  end: "M3 4v12l7-6zM10 4v12l7-6zM17 4h2v12h-2z",
};
const KEYS = { start: ["Home"], back: ["ArrowLeft", "←"], play: ["Space"], forward: ["ArrowRight", "→"], end: ["End"] };
const SPEEDS = [1, 2, 5, 10, 20, 50, 100];
const LONGEST = 10; // seconds that a run takes which plays by itself

const icon = (name) =>
  `<svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><path d="${ICONS[name]}" fill="currentColor"/></svg>`;

// How many steps a second a run plays by itself that is `steps` long.
export const paceOf = (steps) => SPEEDS.find((speed) => speed >= 10 && steps / speed <= LONGEST) ?? SPEEDS.at(-1);

export class Transport {
  constructor(root, head) {
    this.head = head;
    this.element = document.createElement("div");
    this.element.className = "pg-transport";
    this.element.setAttribute("role", "group");
    this.buttons = {};
    for (const [name, act] of Object.entries({
      start: () => head.seek(0),
      back: () => head.nudge(-1),
      play: () => head.toggle(),
      forward: () => head.nudge(1),
      end: () => head.seek(Infinity),
    })) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = `pg-button pg-${name}`;
      button.dataset.action = name;
      button.innerHTML = icon(name);
      button.addEventListener("click", act);
      this.element.append(button);
      this.buttons[name] = button;
    }
    this.range = Object.assign(document.createElement("input"), {
      type: "range",
      min: 0,
      step: 1,
      className: "pg-scrub",
    });
    this.range.addEventListener("input", () => head.seek(Number(this.range.value)));
    this.label = Object.assign(document.createElement("span"), { className: "pg-label" });
    this.speed = Object.assign(document.createElement("select"), { className: "pg-speed" });
    this.speed.addEventListener("change", () => {
      head.speed = Number(this.speed.value);
      this.chosen = true;
    });
    this.element.append(this.range, this.speed);
    this.live = Object.assign(document.createElement("p"), { className: "pg-live" });
    this.live.setAttribute("aria-live", "polite");
    this.news = Object.assign(document.createElement("p"), { className: "pg-news pg-unseen" });
    this.news.setAttribute("aria-live", "polite");
    this.legend = Object.assign(document.createElement("div"), { className: "pg-legend" });
    // One line above the buttons: the moment in a sentence, or while it plays, too short a moment for one, as a label.
    const line = Object.assign(document.createElement("div"), { className: "pg-line" });
    line.append(this.label, this.live);
    root.append(line, this.element, this.legend, this.news);
    drive(head);
  }

  // Before a run that plays by itself: a long one goes faster, unless a hand has chosen how fast.
  pace(steps) {
    if (this.chosen) return;
    this.head.speed = paceOf(steps);
    this.speed.value = String(this.head.speed);
  }

  // Words and ranges of a new run.
  dress(words, steps, present = false) {
    if (this.words !== words.lang + present) {
      this.words = words.lang + present;
      this.keys = words.keys;
      this.element.setAttribute("aria-label", words.transport);
      for (const name of ["start", "back", "play", "forward", "end"]) this.name(name, words[name]);
      this.range.setAttribute("aria-label", words.scrub);
      this.speed.setAttribute("aria-label", words.speed);
      const named = (s) => (s === 1 ? words.one_per_second : words.per_second.replace("{n}", String(s)));
      this.speed.replaceChildren(...SPEEDS.map((s) => new Option(present ? `${s}/s` : named(s), String(s))));
      this.speed.value = String(this.head.speed);
      this.playing = null;
    }
    this.range.max = steps;
  }

  name(button, text) {
    const one = this.buttons[button];
    const [key, sign] = KEYS[button];
    one.setAttribute("aria-label", text);
    one.setAttribute("aria-keyshortcuts", key);
    one.title = `${text} (${sign ?? this.keys[key]})`;
  }

  show(step, playing, label, words) {
    if (Number(this.range.value) !== step) this.range.value = step;
    if (this.label.textContent !== label) {
      write(this.label, label);
      this.range.setAttribute("aria-valuetext", label);
    }
    if (this.playing !== playing) {
      this.playing = playing;
      this.buttons.play.innerHTML = icon(playing ? "pause" : "play");
      this.name("play", playing ? words.pause : words.play);
    }
  }

  // `passing` is what may have changed before it is heard: it is read, and not spoken.
  say(text, passing = false) {
    this.live.setAttribute("aria-live", passing ? "off" : "polite");
    write(this.live, text);
  }

  // What is heard and not seen: a run that has changed.
  announce(text) {
    write(this.news, text);
  }

  destroy() {
    leave(this.head);
    this.element.remove();
    this.legend.remove();
    this.live.parentElement.remove();
    this.news.remove();
  }
}
