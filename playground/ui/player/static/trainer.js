// The trainer: plays a training on a page without a contour of its own. Python sends what changes with the step, losses
// and the numbers of the strip, once; playing and scrubbing never ask the server. The charts that the server draws follow.

import { drawLoss } from "./curves.js";
import { plane } from "./geometry.js";
import { Guard } from "./guard.js";
import { canvasOn, clear, fits, renew } from "./layers.js";
import { Loop } from "./loop.js";
import { Mailbox, Patience } from "./mailbox.js";
import { decode, format } from "./numbers.js";
import { AtRest, bringStyle, dress, makeRoom, momentOf, put, rename, rootOf, showAddress, speak } from "./page.js";
import { Playhead } from "./playhead.js";
import { fill, legend, lossTold, sample, tell } from "./told.js";
import { Transport } from "./transport.js";
import { Watch } from "./watch.js";

// The charts of the server over which a mark moves: a line at the step, or a dot on the path that is drawn there.
const MARKED = [/^st-key-task-(scores\d+|distance)$/, /^st-key-task-plane$/];

// What stands for 0 among integers of two bytes with a unit.
const MIDDLE = 32767;

const STILL = 150; // milliseconds without a move of the hand after which Python is told of a step

export default function mount(component) {
  const home = component.parentElement;
  home.__trainer ??= new Trainer(rootOf(home, "trainer"), home);
  const trainer = home.__trainer;
  trainer.receive(component);
  return () => {
    trainer.destroy();
    home.__trainer = null;
  };
}

class Trainer {
  drawn = 0;
  /** @type {any[]} the charts with a mark, see `charts` */
  found = [];
  played = false; // whether it was playing when it was last moved
  /** @type {import("./protocol.d.ts").TrainerData | null} */
  data = null;
  /** @type {Patience | null} the patience of a screen reader with a training that goes on changing */
  hear = null;
  /** @type {string | null} the data for which Python was last told the step, where its figures are out of date */
  toldFor = null;
  renewed = true; // whether the page has changed since it was looked at
  dirty = true; // whether something has changed since it was drawn

  constructor(root, home) {
    this.root = root;
    this.home = home;
    this.loop = new Loop((time, passed) => this.tick(time, passed));
    this.head = new Playhead(20, () => this.moved());
    this.mail = new Mailbox();
    this.guard = new Guard();
    this.report = new Patience();
    this.rest = new AtRest();
    this.marks = new Map();
    bringStyle();
    makeRoom();
    root.replaceChildren();
    document.body.dataset.player = "runs";
    this.transport = new Transport(root, this.head);
    this.watch = new Watch(
      () => this.renew(),
      () => this.renew(),
    );
  }

  // Draw the next frame; look at the page before that.
  redraw() {
    this.dirty = true;
    this.loop.wake();
  }

  renew() {
    this.renewed = true;
    this.loop.wake();
  }

  // The hand has moved the playhead: at rest, and at once where it was stopped, Python hears where it stands.
  moved() {
    const { playing } = this.head;
    if (!playing) this.offer(this.played ? 0 : STILL);
    this.played = playing;
    this.redraw();
  }

  /**
   * A new state of the page. The server's step counts once it has heard the last one told from here.
   * @param {import("./protocol.d.ts").Component<import("./protocol.d.ts").TrainerData>} component
   */
  receive(component) {
    const [data] = component.data;
    const before = this.data;
    const { head } = this;
    this.component = component;
    this.data = data;
    this.mail.answer(data.echo);
    const other = before && before.id !== data.id;
    const heard = !this.mail.pending && !this.mail.wanted;
    if (!before || (!head.playing && heard) || (head.playing && other)) {
      this.played = head.playing = false;
      head.k = data.step;
    }
    head.fit(data.steps);
    if (before && before.loss.b !== data.loss.b) this.hear = new Patience();
    if (!data.stale) this.toldFor = null;
    this.transport.dress(data.words, data.steps);
    speak(data.lang);
    const lines = data.curves.map((one) => [sample(one), one.name]);
    legend(this.transport.legend, data.id, lines);
    put(document.body, "present", data.present ? "1" : "");
    put(this.root, "steps", String(data.steps));
    if (before?.address !== data.address) showAddress(data.address);
    this.place();
    this.flush();
    this.renew();
    this.redraw();
  }

  // The step at which it stands, for the charts that the server draws.
  offer(delay) {
    this.mail.offer({ k: this.head.nearest }, performance.now(), delay);
    this.flush();
  }

  flush() {
    const now = performance.now();
    const message = this.mail.due(now);
    if (message) this.component.setStateValue("step", message);
    const left = this.mail.left(now);
    if (left !== null) this.loop.later(left);
  }

  // One frame; true where another is to follow.
  tick(time, passed) {
    if (!this.data) return false;
    const { head, data } = this;
    const before = momentOf(head.k);
    head.advance(passed);
    if (this.played && !head.playing) this.moved();
    if (before !== momentOf(head.k)) this.dirty = true;
    this.flush();
    const looks = this.renewed;
    if (looks) this.guard.run("page", () => this.look());
    this.rest.follow(data, head.step, looks);
    if (this.dirty) {
      this.dirty = false;
      this.guard.run("training", () => this.draw());
      this.guard.run("text", () => this.write(head.step));
      put(this.root, "run", data.id);
      this.root.dataset.drawn = ++this.drawn;
    }
    // The figures of the page are out of date: ask for new ones, once, when nothing has moved for a while.
    if (this.report.due(time, data.stale && this.toldFor !== data.id && !head.playing)) {
      this.toldFor = data.id;
      this.offer(0);
    }
    if (this.hear?.due(time, !head.playing)) {
      this.hear = null;
      this.transport.announce([data.words.new_run, ...this.lossesTold()].join(" "));
    }
    return head.playing || this.dirty || this.renewed || this.report.waiting || Boolean(this.hear);
  }

  // What has come or gone on the page: charts and numbers that the server has drawn anew, to be marked and written again.
  look() {
    this.renewed = false;
    rename(this.data.words.names);
    dress(this.home);
    if (this.place()) this.dirty = true;
  }

  // The losses, on training and on test data.
  draw() {
    const { layer, data } = this;
    if (!layer?.chart.offsetParent) return;
    fits(layer, "training");
    const shown = { ...data, runs: data.curves, floor: null };
    try {
      drawLoss(clear(layer), layer.width, layer.height, shown, momentOf(this.head.k), data.look);
    } catch (error) {
      renew(layer);
      throw error;
    }
  }

  write(step) {
    const { data } = this;
    const { words, lang } = data;
    const loss = decode(data.loss)[step];
    const label = `${fill(words.step_of, { k: step, n: this.head.steps })}  ·  L = ${format(loss, lang)}`;
    this.transport.show(step, this.head.playing, label, words);
    put(this.root, "step", String(step));
    put(this.root, "playing", String(this.head.playing));
    for (const [name, track] of Object.entries(data.numbers)) {
      const sent = decode(track.values)[step];
      const value = track.unit ? (sent - MIDDLE) * track.unit : sent;
      for (const cell of document.querySelectorAll(`[data-live="${name}"]`)) {
        if (track.choices) cell.textContent = track.choices[value] ?? "—";
        else cell.textContent = format(track.percent ? 100 * value : value, lang, track.digits ?? 3);
      }
      for (const bar of track.unit ? document.querySelectorAll(`[data-signed="${name}"]`) : []) {
        const share = (50 * value) / (MIDDLE * track.unit);
        Object.assign(bar.style, { left: `${50 + Math.min(share, 0)}%`, width: `${Math.abs(share)}%` });
        bar.classList.toggle("pg-below", share < 0);
      }
      for (const bar of document.querySelectorAll(`[data-bar="${name}"]`))
        bar.style.width = `${100 * Math.max(0, Math.min(1, value || 0))}%`;
    }
    this.transport.say(this.head.playing ? "" : this.stepTold(step));
    if (!this.head.playing) tell(".pg-host-training", words.loss_chart, this.lossesTold());
    this.mark(step);
  }

  lossesTold() {
    return this.data.curves.map((run) => lossTold(run, this.head.steps, this.data.words, this.data.lang));
  }

  // The step in a sentence, with what the strip answers at it.
  stepTold(step) {
    const { words, lang, numbers, told, said, untrained, loss } = this.data;
    const answers = told
      .filter(({ key }) => numbers[key])
      .map(({ name, key, unit }) => {
        const { values, choices, digits } = numbers[key];
        const value = decode(values)[step];
        return `${name}: ${choices ? (choices[value] ?? "—") : format(value, lang, digits ?? 3)}${unit && ` ${unit}`}.`;
      });
    const begin = fill(words.say_loss, { k: step, n: this.head.steps, loss: format(decode(loss)[step], lang) });
    const about = step === 0 ? untrained : "";
    return [begin, ...answers, step >= this.head.steps ? said : about].join(" ").trim();
  }

  // The charts with a mark, and the path on which it moves, if it does.
  charts() {
    const found = [];
    for (const chart of document.querySelectorAll("[class*=st-key-task-] .js-plotly-plot")) {
      const home = chart.closest("[class*=st-key-task-]");
      const name = [...home.classList].find((word) => MARKED.some((kind) => kind.test(word)));
      if (name)
        found.push({
          name,
          chart,
          path: MARKED[1].test(name) ? chart._fullData?.find((trace) => trace.mode === "lines") : null,
        });
    }
    return found;
  }

  mark(step) {
    for (const { name, chart, path } of this.found) {
      const area = plane(chart);
      let element = this.marks.get(name);
      if (!area) {
        element?.remove();
        continue;
      }
      if (!element || element.parentElement !== chart) {
        element?.remove();
        element = Object.assign(document.createElement("div"), { className: path ? "pg-mark-dot" : "pg-mark-line" });
        chart.style.position = "relative";
        chart.append(element);
        this.marks.set(name, element);
      }
      if (path) {
        const k = Math.min(step, path.x.length - 1);
        const [u, v] = area.toPixel(path.x[k], path.y[k]);
        Object.assign(element.style, { left: `${u}px`, top: `${v}px` });
      } else {
        const [u] = area.toPixel(step, 1);
        Object.assign(element.style, { left: `${u}px`, top: `${area.top}px`, height: `${area.height}px` });
      }
    }
    for (const [name, element] of this.marks)
      if (!this.found.some((one) => one.name === name)) {
        element.remove();
        this.marks.delete(name);
      }
  }

  // Whether charts, places or numbers were drawn anew, or have another size.
  place() {
    const home = document.querySelector(".pg-host-transport") ?? this.home;
    if (this.root.parentElement !== home) home.append(this.root);
    const fresh = document.querySelectorAll("[data-live]:not([data-seen])");
    for (const cell of fresh) cell.dataset.seen = "1";
    const host = document.querySelector(".pg-host-training");
    if (host && this.layer?.chart !== host) {
      this.layer?.canvas.remove();
      this.layer = canvasOn(host);
    }
    this.found = this.charts();
    const size = host?.offsetParent ? `${host.clientWidth},${host.clientHeight},${window.devicePixelRatio}` : "";
    const where = [size, ...this.found.map(({ chart, path }) => `${plane(chart)?.key},${path?.x.length}`)].join("|");
    const lost = [...this.marks.values()].some((element) => !element.isConnected);
    const changed = fresh.length > 0 || lost || where !== this.where;
    this.where = where;
    const charts = this.found.map(({ chart }) => chart);
    const sized = document.querySelectorAll(".pg-host-training, .pg-row, .st-key-task-charts");
    this.watch.follow([...charts, ...sized]);
    this.watch.followCharts(charts);
    return changed;
  }

  destroy() {
    this.loop.stop();
    this.watch.stop();
    this.transport.destroy();
    this.root.remove();
    this.layer?.canvas.remove();
    for (const element of this.marks.values()) element.remove();
  }
}
