// The part of the menu that the browser itself makes: still pictures, and films with their progress and a way to stop.

import { gif, pngOf, save, still } from "./film.js";
import { mp4 } from "./mp4.js";

const SHARP = [1, 2, 4]; // pixels of a picture for one of the screen

class Takeaway {
  running = null; // the film that is being made
  sharp = 2;
  /** @type {any} what is drawn */
  scene = null;
  /** @type {any} what stands on the buttons */
  words = null;
  name = "";

  constructor(box) {
    this.box = box;
  }

  // Offer what can be made of another scene; a film of the one before is no longer wanted.
  offer({ scene, name, words }) {
    this.stop();
    Object.assign(this, { scene, name, words });
    this.told = Object.assign(document.createElement("progress"), { max: 1, value: 0, hidden: true });
    this.told.setAttribute("aria-label", words.progress);
    this.said = Object.assign(document.createElement("p"), { hidden: true });
    this.said.setAttribute("role", "status");
    const png = this.button(words.png, () => this.picture(() => still(scene, scene.step, this.sharp), name));
    const parts = [this.choice(), png];
    if (surface()) parts.push(this.button(words.surface, () => this.picture(() => this.seen(), `${name}-3d`)));
    const films = [
      this.film(words.gif, (watch) => this.asGif(watch)),
      this.film(words.mp4, (watch) => this.asMp4(watch)),
    ];
    const print = this.button(words.print, () => window.print());
    this.box.replaceChildren(...parts, ...films, print, this.told, this.said);
  }

  stop() {
    this.running = null;
  }

  button(label, press) {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: label });
    made.addEventListener("click", press);
    return made;
  }

  // How many pixels a picture has.
  choice() {
    const label = Object.assign(document.createElement("label"), { textContent: `${this.words.sharp} ` });
    const select = document.createElement("select");
    select.append(...SHARP.map((n) => new Option(`${n}×`, String(n), n === this.sharp, n === this.sharp)));
    select.addEventListener("change", () => {
      this.sharp = Number(select.value);
    });
    label.append(select);
    return label;
  }

  say(words) {
    this.said.textContent = words;
    this.said.hidden = !words;
  }

  fail(error) {
    console.error(error);
    this.say(this.words.failed);
  }

  async picture(make, name) {
    this.say("");
    try {
      save(await make(), `${name}.png`);
    } catch (error) {
      this.fail(error);
    }
  }

  // The surface as it is seen, with its paths: only the player has it (see player.js).
  async seen() {
    let canvas;
    const detail = { sharp: this.sharp, ground: this.scene.ground, give: (made) => (canvas = made) };
    document.querySelector("[data-testid=player]").dispatchEvent(new CustomEvent("pg-picture", { detail }));
    return pngOf(await canvas, this.scene);
  }

  // A button that makes a film, and stops it while that is being made.
  film(label, make) {
    const { told, words } = this;
    let own = null;
    const button = this.button(label, async () => {
      const stops = own && this.running === own;
      const film = stops ? null : {};
      own = film;
      this.running = film;
      if (stops) return;
      const wanted = () => this.running === film;
      this.say("");
      button.textContent = words.cancel;
      Object.assign(told, { value: 0, hidden: false });
      try {
        await make({ told: (share) => Object.assign(told, { value: share }), wanted });
      } catch (error) {
        this.fail(error);
      }
      if (wanted()) this.running = null;
      if (!this.running) told.hidden = true;
      if (own === film || !own) button.textContent = label;
    });
    return button;
  }

  async asGif(watch) {
    const blob = await gif(this.scene, watch);
    if (blob) save(blob, `${this.name}.gif`);
  }

  async asMp4(watch) {
    const made = await mp4(this.scene, watch);
    if (!made) return;
    if (!made.blob) {
      this.say(this.words.no_mp4);
      return;
    }
    save(made.blob, `${this.name}.mp4`);
    if (made.name !== "H.264") this.say(this.words.other_codec.replace("{codec}", made.name));
  }
}

// The surface, where the page shows one.
const surface = () => document.querySelector(".st-key-surface .js-plotly-plot")?.checkVisibility();

export default function mount(component) {
  const home = component.parentElement;
  let box = home.querySelector(".pg-take");
  if (!box) {
    box = Object.assign(document.createElement("div"), { className: "pg-take" });
    home.append(box);
    home.__takeaway = new Takeaway(box);
  }
  home.__takeaway.offer(component.data[0]);
  return () => home.__takeaway.stop();
}
