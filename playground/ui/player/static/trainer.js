// The trainer: plays a training on a page without a contour of its own. Python sends what changes with the step, losses
// and the numbers of the boxes, once; playing and scrubbing never ask the server. The charts that the server draws follow.

import { PlayingComponent } from "./component.js";
import { drawLoss } from "./curves.js";
import { answerTold, fill, legend, lossTold, sample, tell } from "./descriptions.js";
import { plane } from "./geometry.js";
import { canvasOn, clear, fits, renew } from "./layers.js";
import { Patience } from "./mailbox.js";
import { decode, format } from "./numbers.js";
import { lookOver } from "./over.js";
import { momentOf, mounting, put, rootOf, write } from "./page.js";
import { Past } from "./past.js";
import { TrainingPreview } from "./training.js";
import { Undo } from "./undo.js";

// The charts of the server over which a mark moves: a line at the step, or a dot on the path that is drawn there.
const MARKED = [/^st-key-task-(scores\d+|distance)$/, /^st-key-task-plane$/];

// What stands for 0 among integers of two bytes with a unit.
const MIDDLE = 32767;

const STILL = 150; // milliseconds without a move of the hand after which Python is told of a step

/** @extends {PlayingComponent<import("./protocol.d.ts").TrainerData>} */
class Trainer extends PlayingComponent {
  /** @type {any[]} the charts with a mark, see `charts` */
  found = [];
  marks = new Map();
  played = false; // whether it was playing when it was last moved

  painted = 0; // pictures of a preview
  reports = Date.now(); // the number of the next report: Streamlit drops an event that equals the last one

  constructor(root, home) {
    super(root, home, "step", 20);
    this.preview = new TrainingPreview(() => this.redraw());
    this.past = new Past((query) => this.component.setStateValue("link", { query, n: ++this.reports }));
    this.undo = new Undo(this.past, this.transport.element);
    /** @type {Record<string, (event: any) => void>} */
    this.listeners = {
      "pg-input": ({ detail: { name, value } }) => {
        if (this.data && this.preview.hold(name, value, this.data)) this.redraw();
      },
      "pg-rest": ({ detail: { name, value } }) => {
        if (this.preview.held.get(name) !== value && this.preview.drop(name)) this.redraw();
      },
    };
    for (const [kind, hear] of Object.entries(this.listeners)) document.addEventListener(kind, hear);
  }

  // At rest, and at once where it was stopped, Python hears where the playhead stands.
  changed() {
    const { playing } = this.head;
    if (!playing) this.offer(this.played ? 0 : STILL);
    this.played = playing;
    this.redraw();
  }

  // Take the server's step only after it has answered the last one that was told from here.
  update(data, before) {
    const { head } = this;
    const other = before && before.id !== data.id;
    const heard = !this.mail.pending && !this.mail.wanted;
    if (!before || (!head.playing && heard) || (head.playing && other)) {
      this.played = head.playing = false;
      head.k = data.step;
    }
    head.fit(data.steps);
    this.preview.settle(data);
    if (before && before.loss.b !== data.loss.b) this.hear = new Patience();
    const lines = data.curves.map((one) => [sample(one), one.name]);
    legend(this.transport.legend, data.id, lines);
    if (before?.address !== data.address) this.past.show(data.address, this.isOther(data, before));
  }

  // Whether it is another state: another step or another language of the same one is not.
  isOther(data, before) {
    const stepless = ({ address }) => address.replace(/(^|&)step=[^&]*/, "");
    return before ? before.lang === data.lang && stepless(before) !== stepless(data) : false;
  }

  // The step at which it stands, for the charts that the server draws.
  offer(delay) {
    this.mail.offer({ k: this.head.nearest }, performance.now(), delay);
    this.send();
  }

  // What is told at rest: the step, once, where the page's figures are out of date; a new training, to a screen reader.
  tell(time) {
    const { data, head } = this;
    if (this.report.due(time, data.stale && this.askedFor !== data.id && !head.playing)) {
      this.askedFor = data.id;
      this.offer(0);
    }
    if (this.hear?.due(time, !head.playing)) {
      this.hear = null;
      this.transport.announce([data.words.new_run, ...this.lossesTold()].join(" "));
    }
  }

  draw() {
    const data = this.guard.run("preview", () => this.preview.of(this.data), this.data);
    this.guard.run("training", () => this.drawLosses(data));
    this.guard.run("text", () => this.write(this.head.step, data));
    if (data !== this.data) put(this.root, "preview", String(++this.painted));
    else put(this.root, "run", this.data.id);
  }

  // The losses, on training and on test data.
  drawLosses(data) {
    const { layer } = this;
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

  write(step, data) {
    const { words, mark } = data;
    const loss = decode(data.loss)[step];
    const label = `${fill(words.step_of, { k: step, n: this.head.steps })}  ·  L = ${format(loss, mark)}`;
    this.transport.show(step, this.head.playing, label, words);
    put(this.root, "step", String(step));
    put(this.root, "playing", String(this.head.playing));
    for (const [name, track] of Object.entries(data.numbers)) {
      const sent = decode(track.values)[step];
      const value = track.unit ? (sent - MIDDLE) * track.unit : sent;
      for (const cell of document.querySelectorAll(`[data-live="${name}"]`)) {
        if (track.choices) write(cell, track.choices[value] ?? "—");
        else write(cell, format(track.percent ? 100 * value : value, mark, track.digits ?? 3));
      }
      for (const bar of track.unit ? document.querySelectorAll(`[data-signed="${name}"]`) : []) {
        const share = (50 * value) / (MIDDLE * track.unit);
        Object.assign(bar.style, { left: `${50 + Math.min(share, 0)}%`, width: `${Math.abs(share)}%` });
        bar.classList.toggle("pg-below", share < 0);
      }
      for (const bar of document.querySelectorAll(`[data-bar="${name}"]`))
        bar.style.width = `${100 * Math.max(0, Math.min(1, value || 0))}%`;
    }
    this.transport.say(this.head.playing ? "" : answerTold(data, step, this.head.steps), data !== this.data);
    if (!this.head.playing) tell(".pg-host-training", words.loss_chart, this.lossesTold());
    this.mark(step);
  }

  lossesTold() {
    return this.data.curves.map((run) => lossTold(run, this.head.steps, this.data.words, this.data.mark));
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

  // Charts, places or numbers that were drawn anew, or have another size, are drawn on again.
  place() {
    super.place();
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
    if (fresh.length > 0 || lost || where !== this.where) this.dirty = true;
    this.where = where;
    const charts = this.found.map(({ chart }) => chart);
    const sized = document.querySelectorAll(".pg-host-training, .pg-row, .st-key-task-charts");
    this.watch.follow([...charts, ...sized]);
    this.watch.followCharts(charts);
  }

  look() {
    this.undo.look(this.data.words);
    lookOver(this.past);
  }

  destroy() {
    for (const [kind, hear] of Object.entries(this.listeners)) document.removeEventListener(kind, hear);
    this.past.stop();
    this.layer?.canvas.remove();
    for (const element of this.marks.values()) element.remove();
    super.destroy();
  }
}

export default mounting("trainer", (home) => new Trainer(rootOf(home, "trainer"), home));
