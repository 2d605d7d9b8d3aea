// The page without a server: plays the states it was made of, from a stick, with the player's own modules.

import { writeLedger } from "../ledger.js";
import { Playhead } from "../playhead.js";
import { draw, picturesOf, widthOf } from "./scene.js";

const SHARP = 2; // pixels of the canvas for one of the scene: a projector shows it larger

export class Talk {
  at = 0;

  constructor(scenes, find) {
    this.scenes = scenes;
    this.find = find;
    this.head = new Playhead(10, () => this.wake());
    this.last = 0;
    const { head } = this;
    const presses = {
      first: () => head.seek(0),
      back: () => head.nudge(-1),
      play: () => head.toggle(),
      forward: () => head.nudge(1),
      last: () => head.seek(head.steps),
      before: () => this.open(this.at - 1),
      after: () => this.open(this.at + 1),
    };
    for (const [name, press] of Object.entries(presses)) find(name).addEventListener("click", press);
    find("scrub").addEventListener("input", ({ target }) => head.seek(Number(target.value)));
    find("speed").addEventListener("change", ({ target }) => {
      head.speed = Number(target.value);
    });
    const keys = { " ": "play", ArrowLeft: "back", ArrowRight: "forward", Home: "first", End: "last" };
    Object.assign(keys, { PageUp: "before", PageDown: "after" });
    document.addEventListener("keydown", (/** @type {any} */ event) => {
      const own = ["INPUT", "SELECT", "BUTTON", "A"].includes(event.target.tagName) && !event.key.startsWith("Page");
      if (own || !keys[event.key] || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      presses[keys[event.key]]();
    });
    this.open(0);
  }

  async open(at) {
    if (at < 0 || at >= this.scenes.length) return;
    this.at = at;
    const { find, head } = this;
    const scene = this.scenes[at];
    this.pictures = null;
    const pictures = await picturesOf(scene);
    if (this.at !== at) return; // another was asked for meanwhile
    this.pictures = pictures;
    find("title").textContent = scene.title;
    find("link").href = scene.link;
    find("count").textContent = `${at + 1} / ${this.scenes.length}`;
    find("talk").hidden = this.scenes.length < 2;
    find("before").disabled = at === 0;
    find("after").disabled = at === this.scenes.length - 1;
    const canvas = find("canvas");
    canvas.width = SHARP * widthOf(scene);
    canvas.height = SHARP * scene.high;
    find("scrub").max = String(scene.steps);
    head.steps = scene.steps;
    head.seek(Math.min(scene.step, scene.steps));
  }

  wake() {
    if (this.waits) return;
    this.waits = true;
    requestAnimationFrame((time) => this.frame(time));
  }

  frame(time) {
    this.waits = false;
    const { head } = this;
    if (head.playing) head.advance(this.last ? time - this.last : 0);
    this.last = head.playing ? time : 0;
    if (this.pictures) this.show();
    if (head.playing) this.wake();
  }

  show() {
    const { find, head } = this;
    const scene = this.scenes[this.at];
    const context = find("canvas").getContext("2d");
    context.setTransform(SHARP, 0, 0, SHARP, 0, 0);
    draw(context, scene, this.pictures, head.k);
    const { words } = scene;
    const told = words.step_of.replace("{k}", head.step).replace("{n}", scene.steps);
    find("told").textContent = told;
    find("canvas").setAttribute("aria-label", `${scene.title}. ${told}`);
    find("scrub").value = String(head.step);
    const play = find("play");
    play.textContent = head.playing ? "II" : "▶";
    play.setAttribute("aria-label", head.playing ? words.pause : words.play);
    if (this.written === `${this.at},${head.step}`) return;
    this.written = `${this.at},${head.step}`;
    writeLedger(find("ledger"), scene.ledger, head.step, words, scene.mark);
  }
}

export const begin = () =>
  new Talk(JSON.parse(document.getElementById("scenes").textContent), (name) => document.getElementById(name));
