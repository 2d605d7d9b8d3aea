// The player: one component that shows the same moment of a run in every panel, sixty times a second.
//
// Plotly draws what does not move (landscape, data); this file draws what does, on canvases laid over those charts.
// Python sends a run once; playing, stepping and scrubbing never ask the server.

import { plane, space, terrain } from "./geometry.js";
import { decode, format } from "./numbers.js";
import { compile } from "./model.js";
import { canvasOn, clear, fits } from "./layers.js";
import { AtRest, bringStyle, dress, makeRoom, momentOf, Patience, put, rename, rootOf, showAddress, speak } from "./page.js";
import { arrow, dot, drawOnPlane, drawOnSurface, drawPoint, pointAt } from "./paths.js";
import { drawLoss, drawParameters } from "./curves.js";
import { drawEigenvectors, drawQuadratic } from "./curvature.js";
import { drawFit, sumOfSquares } from "./fit.js";
import { Handy } from "./handy.js";
import { writeCurvature, writeLedger } from "./ledger.js";
import { StartHandle } from "./start.js";
import { fill, legend, lossTold, sample, tell, tellChart } from "./told.js";
import { Transport } from "./transport.js";
import { View } from "./view.js";

const TEXTS = ".pg-host-ledger, .pg-host-curvature, .pg-host-notes, .pg-host-point, .pg-host-table, .pg-host-legend";
const NOW = 2;  // the column of the comparison with the loss at this step; those before say what was chosen, those after how it ended
const COMING = ["pointerover", "pointerdown", "focusin"];  // what goes before the press of a button

export default function mount(component) {
  const home = component.parentElement;
  const player = (home.__player ??= new Player(rootOf(home, "player"), home));
  player.receive(component);
  return () => { player.destroy(); home.__player = null; };
}

class Player {
  constructor(root, home) {
    this.root = root; this.home = home;
    this.k = this.sharedStep = 0; this.playing = false; this.speed = 10; this.drawn = 0; this.sent = 0; this.answered = 0;
    bringStyle();
    makeRoom();
    root.replaceChildren();
    document.body.dataset.player = "runs";
    this.transport = new Transport(root, this);
    this.handy = new Handy(root, (name) => this.component.setStateValue("rule", { name, n: ++this.reports }));
    this.handle = new StartHandle(this); this.view = new View();
    this.layers = new Map();
    this.hosts = [];
    this.patience = new Patience(); this.calm = new Patience(); this.reports = Date.now(); this.rest = new AtRest();
    this.shared = (event) => this.share(event);
    for (const kind of COMING) document.addEventListener(kind, this.shared, true);
    this.resized = () => { this.dirty = true; };
    window.addEventListener("resize", this.resized);
    this.frame = requestAnimationFrame((t) => this.tick(t));
  }

  // A new state of the page: keep step, speed and play; leave the previous run as a ghost.
  receive(component) {
    const [data] = component.data, before = this.data;
    this.component = component;
    if (data.echo >= this.answered) this.answered = data.echo;
    if (!before || data.id !== before.id) {
      const same = before && before.situation === data.situation;
      if (same && before.runs[0].id !== data.runs[0].id) this.previous = before.runs[0];
      if (same) this.hear = new Patience();
      if (!same) { this.previous = null; this.k = data.step ?? 0; this.playing = false; this.handle.point = null; }
      if (before && data.speed !== before.speed || !before) this.speed = data.speed ?? this.speed;
    }
    if (data.model && data.model.key !== this.model?.key) this.model = { ...data.model, predict: compile(data.model.program) };
    if (!data.model) this.model = null;
    this.data = data;
    if (!before) this.told = 0;
    if (!data.stale) this.toldFor = null;
    this.steps = Math.max(...data.runs.map((run) => run.steps));
    this.k = Math.min(this.k, this.steps);
    if (!this.handle.dragging && this.answered >= this.sent) this.handle.point = null;
    this.transport.dress(data.words, this.steps);
    this.handy.dress(data);
    this.handle.element.setAttribute("aria-label", data.words.handle);
    showTabs(data.words, this);
    speak(data.lang);
    showLegend(this.transport.legend, data);
    put(document.body, "present", data.present ? "1" : "");
    put(this.root, "steps", String(this.steps));
    if (!before) { dress(this.home); this.place(); }
    if (!before || before.address !== data.address) this.showLink();
    this.written = null;
    this.flush();
    this.dirty = true;
  }

  // The link of what is on the screen, with its step.
  get link() { const step = Math.round(this.k); return step ? `${this.data.address}&step=${step}` : this.data.address; }

  showLink() { this.shown = this.link; showAddress(this.link); }

  // Who shares the page means the step that is seen: Python writes the link, and is told in time. Not with the click
  // itself: Streamlit sends together what comes in one moment, and would run the player's fragment instead of the page.
  share(event) {
    const step = Math.round(this.k);
    if (step === this.sharedStep || !event.target.closest?.(".st-key-share button")) return;
    this.sharedStep = step;
    this.component.setStateValue("shared", { k: step, n: ++this.reports });
  }

  // The player stands where the page keeps a place for it, else where the component is.
  place() {
    (document.querySelector(".pg-host-transport") ?? this.home).append(this.root);
    document.querySelector(".pg-host-legend")?.append(this.transport.legend);
    this.handy.dress(this.data);
  }

  placed() { return this.root.isConnected && (this.root.parentElement !== this.home || !document.querySelector(".pg-host-transport")); }

  // Whether there are other places for text than a moment ago: a section that unfolds may come after what is written in it.
  renewed() {
    const hosts = Array.from(document.querySelectorAll(TEXTS)), same = hosts.length === this.hosts.length && hosts.every((host, i) => host === this.hosts[i]);
    this.hosts = hosts;
    return !same;
  }

  toggle() {
    if (!this.playing && this.k >= this.steps) this.k = 0;
    this.playing = !this.playing;
    if (!this.playing) this.k = Math.round(this.k);
    this.dirty = true;
  }

  seek(step) { this.playing = false; this.k = Math.max(0, Math.min(this.steps, step)); this.dirty = true; }

  nudge(by) { this.seek(by > 0 ? Math.floor(this.k) + 1 : Math.ceil(this.k) - 1); }

  // The hand moves the start: what the browser can compute follows at once, the run as soon as the server answers.
  moveStart(point) {
    this.playing = false; this.k = 0; this.dirty = true;
    this.wanted = point;
    this.flush();
  }

  // One request in flight; the newest wish replaces those that waited.
  flush() {
    const waiting = this.answered < this.sent && performance.now() - this.asked < 3000;
    if (!this.wanted || waiting) return;
    const [x, y] = this.wanted;
    this.wanted = null;
    this.sent = Math.max(this.sent, this.answered) + 1; this.asked = performance.now();
    this.component.setStateValue("start", { x, y, n: this.sent });
  }

  tick(t) {
    this.frame = requestAnimationFrame((next) => this.tick(next));
    const dt = Math.min(200, t - (this.last ?? t));
    this.last = t;
    if (!this.data) return;
    if (this.playing) {
      const before = this.moment;
      this.k += (dt * this.speed) / 1000;
      if (this.k >= this.steps) { this.k = this.steps; this.playing = false; }
      this.dirty ||= before !== this.moment || !this.playing;
    }
    this.flush();
    this.report(t);
    // Only where it stands still: a browser refuses an address that changes many times a second.
    if (this.calm.due(t, !this.playing && this.link !== this.shown)) this.showLink();
    const look = t - (this.looked ?? 0) > 500;
    if (this.hear?.due(t, !this.playing && !this.handle.dragging)) { this.hear = null; this.transport.announce(changeTold(this.data, this.k >= this.steps)); }
    if (look) { this.looked = t; rename(this.data.words.names); dress(this.home); this.handy.look(this.data); showTabs(this.data.words, this); } // charts come after the player
    this.rest.follow(this.data, Math.floor(this.k + 1e-9), look);
    if (!this.placed() || this.renewed()) { this.place(); showTabs(this.data.words, this); this.written = null; this.dirty = true; }
    this.draw();
  }

  // Tell Python at which step the player stands still, where a page asks for it or has figures that are out of date.
  report(t) {
    const { data } = this, step = Math.round(this.k), stale = data.stale && this.root.dataset.run === data.id;
    const moved = data.reports && step !== this.told, late = stale && this.toldFor !== data.id;
    if (!this.patience.due(t, (moved || late) && !this.playing && !this.handle.dragging)) return;
    this.told = step; this.toldFor = data.id;
    // With a number of its own: Streamlit does not hear what it has heard before.
    this.component.setStateValue("step", { k: step, n: ++this.reports });
  }

  get moment() { return momentOf(this.k); }

  chart(name) {
    const old = this.layers.get(name);
    if (old?.chart.isConnected && old.chart._fullLayout) return old.chart;
    const chart = document.querySelector(`.st-key-${this.data.panels[name]} .js-plotly-plot`);
    return chart?._fullLayout ? chart : null;
  }

  // The canvas above a chart or inside a host, cleared and scaled for this screen.
  layer(name, home) {
    let layer = this.layers.get(name);
    if (!layer || layer.chart !== home) {
      layer?.canvas.remove();
      layer = canvasOn(home);
      this.layers.set(name, layer);
      this.written = null;
      this.dirty = true;
    }
    return layer;
  }

  // What each panel needs: its layer and how data lie on it. Panels that are not on the page are left out.
  panels() {
    const found = [];
    for (const [name, read] of [["contour", plane], ["fit", plane], ["surface", space]]) {
      const chart = this.data.panels[name] && this.chart(name), map = chart && chart.offsetParent && read(chart);
      if (map) { const layer = this.layer(name, chart); if (fits(layer, map.key)) this.dirty = true; found.push({ name, layer, map, chart }); }
    }
    this.sayFlat();
    const surface = found.find((panel) => panel.name === "surface");
    if (surface) this.view.attach(surface.chart, this.data.words);
    for (const name of ["loss", "parameters"]) {
      const host = document.querySelector(`.pg-host-${name}`);
      if (host?.offsetParent) { const layer = this.layer(name, host); if (fits(layer, name)) this.dirty = true; found.push({ name, layer }); }
    }
    return found;
  }

  // Without WebGL there is no surface: say so in its place, once, in the visitor's language.
  sayFlat() {
    if (webgl()) return;
    const place = document.querySelector(`.st-key-${this.data.panels.surface}`), text = this.data.words.no_webgl;
    if (!place || place.querySelector(".pg-flat")?.textContent === text) return;
    place.querySelector(".pg-flat")?.remove();
    place.prepend(Object.assign(document.createElement("p"), { className: "pg-flat", textContent: text }));
  }

  draw() {
    const panels = this.panels();
    const contour = panels.find((panel) => panel.name === "contour");
    if (contour && this.data.movable !== false) this.handle.attach(contour.chart, contour.map);
    if (!this.dirty) return;
    this.dirty = false;
    const { data, moment: k } = this, look = { ...data.look, guess: data.guess, squares: data.squares, previous: this.previous };
    for (const panel of panels) {
      const context = clear(panel.layer);
      if (panel.name === "contour") this.drawContour(context, panel.map, look);
      else if (panel.name === "surface") this.drawSurface(context, panel, look);
      else if (panel.name === "fit" && this.model) drawFit(context, panel.map, this.model, this.curves(), look);
      else if (panel.name === "loss") drawLoss(context, panel.layer.width, panel.layer.height, data, k, look);
      else if (panel.name === "parameters") drawParameters(context, panel.layer.width, panel.layer.height, data, k, look);
    }
    this.write(Math.floor(k + 1e-9));
    this.drawn += 1;
    this.root.dataset.drawn = this.drawn;
    if (panels.length && this.root.dataset.run !== data.id) this.root.dataset.run = data.id;
  }

  drawContour(context, map, look) {
    const { data, moment: k } = this;
    if (this.previous) drawOnPlane(context, map, this.previous, k, { ...look, faint: true });
    for (const run of [...data.runs].reverse()) drawOnPlane(context, map, run, k, look);
    const whole = Math.floor(k), run = data.runs[0];
    const step = Math.min(whole, run.steps), path = decode(run.phi), here = [path[2 * step], path[2 * step + 1]];
    if (data.marks && here.every(Number.isFinite)) {
      if (data.marks.includes("quadratic")) drawQuadratic(context, map, here, data.curvature, step, look, data.window);
      if (data.marks.includes("eigenvectors")) drawEigenvectors(context, map, here, data.curvature, step, look, data.window);
    }
    for (const one of data.arrows ?? []) {
      if (whole >= run.steps) break;
      const vector = decode(one.vector), base = one.base ? decode(one.base) : decode(run.phi);
      const a = [base[2 * whole], base[2 * whole + 1]], b = [a[0] + vector[2 * whole], a[1] + vector[2 * whole + 1]];
      if (![...a, ...b].every(Number.isFinite)) continue;
      if (one.mark) dot(context, map.toPixel(...b), 5, "transparent", one.color);
      arrow(context, map, a, b, one.color, look.halo);
    }
    const start = this.handle.point ?? data.start;
    if (data.movable !== false && start.every(Number.isFinite)) {
      const p = map.toPixel(...start);
      context.save();
      context.lineWidth = 4; context.strokeStyle = look.halo; context.beginPath(); context.arc(p[0], p[1], 11, 0, 7); context.stroke();
      context.lineWidth = 2; context.strokeStyle = data.runs[0].color; context.beginPath(); context.arc(p[0], p[1], 11, 0, 7); context.stroke();
      context.restore();
    }
    for (const one of [...data.runs].reverse()) drawPoint(context, map, one, k, look);
    if (this.handle.point) dot(context, map.toPixel(...start), 7 * (look.scale ?? 1), run.color, look.halo, run.mark);
  }

  drawSurface(context, panel, look) {
    if (panel.layer.trace !== panel.chart._fullData?.[0]) { panel.layer.trace = panel.chart._fullData?.[0]; panel.layer.ground = terrain(panel.chart); }
    const ground = panel.layer.ground;
    if (!ground) return;
    if (this.previous) drawOnSurface(context, panel.map, ground, this.previous, this.moment, { ...look, faint: true });
    for (const run of [...this.data.runs].reverse()) drawOnSurface(context, panel.map, ground, run, this.moment, look);
  }

  // The curves of the fit: one a run, the first with its residuals and its batch.
  curves() {
    const { data, moment: k } = this, whole = Math.floor(k);
    return data.runs.map((run, i) => {
      const phi = i === 0 && this.handle.point ? this.handle.point : pointAt(run, k);
      return { phi, color: run.color, dash: run.dash, batch: i === 0 ? batchAt(run, Math.min(whole, run.steps - 1)) : null };
    });
  }

  // Everything that is text: label, spoken sentence, ledger, curvature. Written when the step changes, not every frame.
  write(step) {
    const { data } = this, run = data.runs[0], { words, lang } = data, at = Math.min(step, run.steps);
    const dragged = this.handle.point, loss = dragged && this.model ? sumOfSquares(this.model, dragged) : decode(run.loss)[at];
    const label = `${words.step_of.replace("{k}", step).replace("{n}", this.steps)}  ·  L = ${format(loss, lang)}`;
    this.transport.show(step, this.playing, label, words);
    put(this.root, "step", String(step));
    put(this.root, "playing", String(this.playing));
    const state = `${data.id},${step},${this.playing},${dragged ?? ""}`;
    if (this.written === state) return;
    this.written = state;
    const secret = data.guess && step < this.steps;  // the class is still guessing: nothing tells the end
    if (step >= this.steps) this.ended = data.id;
    showTable(data, secret, this.ended === data.id, words.table);
    showLosses(data, step);
    if (!this.playing) describe(data, secret ? step : this.steps, secret);
    writeLedger(document.querySelector(".pg-host-ledger"), data.ledger, step, words, lang);
    writeCurvature(document.querySelector(".pg-host-curvature"), data.curvature, at, words, lang);
    const notes = document.querySelector(".pg-host-notes");
    if (notes && data.notes) notes.replaceChildren(...(secret ? [] : data.notes).map((text) => Object.assign(document.createElement("p"), { textContent: text })));
    for (const cell of document.querySelectorAll(".pg-host-point")) {
      const [a, b] = dragged ?? pointAt(run, at);
      cell.textContent = `φ = (${format(a, lang)}${lang === "es" ? ";" : ","} ${format(b, lang)})`;
    }
    const end = step >= this.steps, left = run.left !== null && step >= run.left && !end ? words.out_of_view.replace("{k}", run.left) : "";
    const gone = run.diverged !== null && step >= run.diverged && !end ? words.diverged.replace("{k}", run.diverged) : "";
    if (!this.playing) {
      const phi = dragged ?? pointAt(run, at);
      const said = words.say.replace("{k}", step).replace("{n}", this.steps).replace("{loss}", format(loss, lang)).replace("{a}", format(phi[0], lang)).replace("{b}", format(phi[1], lang));
      this.transport.say(`${said} ${end ? run.verdict : gone || left}`.trim());
      for (const key of Object.values(data.panels)) tellChart(key, said);
    } else this.transport.say(gone || left);  // numbers would be those of another step before they are read
  }

  destroy() {
    cancelAnimationFrame(this.frame);
    window.removeEventListener("resize", this.resized);
    for (const kind of COMING) document.removeEventListener(kind, this.shared, true);
    this.handle.detach(); this.view.detach();
    this.transport.destroy();
    this.root.remove();
    for (const layer of this.layers.values()) layer.canvas.remove();
  }
}

// Whether this browser draws in three dimensions; asked once, because each answer takes a context.
let drawsSpace;
function webgl() {
  if (drawsSpace === undefined) {
    const canvas = document.createElement("canvas"), context = canvas.getContext("webgl2") ?? canvas.getContext("webgl");
    drawsSpace = Boolean(context);
    context?.getExtension("WEBGL_lose_context")?.loseContext();
  }
  return drawsSpace;
}

// The indices of the minibatch of a step, from one flat array and the sizes.
function batchAt(run, step) {
  if (!run.batches || step < 0) return null;
  const all = decode(run.batches.indices), ends = decode(run.batches.ends);
  return step < ends.length ? Array.from(all.subarray(step ? ends[step - 1] : 0, ends[step])) : null;
}

// A phone shows one chart at a time: the tabs choose which. On a wide screen they are not displayed.
function showTabs(words, player) {
  const host = document.querySelector(".pg-host-tabs");
  if (!host) return;
  const place = { contour: ".st-key-contour", fit: ".st-key-fit, .pg-host-parameters", surface: ".st-key-surface", loss: ".pg-host-loss" };
  const names = Object.keys(place).filter((name) => document.querySelector(place[name]));
  if (!names.includes(document.body.dataset.panel)) document.body.dataset.panel = names[0] ?? "contour";
  const dress = `${words.lang},${names}`;
  if (host.dataset.dress === dress && host.childElementCount) return;
  host.dataset.dress = dress;
  host.setAttribute("role", "tablist");
  host.replaceChildren(...names.map((name) => {
    const tab = Object.assign(document.createElement("button"), { type: "button", className: "pg-tab", textContent: words[`tab_${name}`] });
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-selected", document.body.dataset.panel === name);
    tab.addEventListener("click", () => {
      document.body.dataset.panel = name;
      for (const other of host.children) other.setAttribute("aria-selected", other === tab);
      window.dispatchEvent(new Event("resize"));
      player.dirty = true;
    });
    return tab;
  }));
}

// The comparison of runs: headings, then a row a run; what came of them once the end has been seen, and never while it is secret.
function showTable({ table: rows, runs, id }, secret, ended, label) {
  const host = document.querySelector(".pg-host-table");
  if (!host) return;
  if (!rows) { host.replaceChildren(); host.removeAttribute("tabindex"); return; }
  const dress = `${id},${secret},${ended}`;
  if (host.dataset.dress === dress && host.childElementCount) return;
  host.dataset.dress = dress;
  const table = document.createElement("table");
  rows.forEach((row, i) => {
    const line = table.insertRow();
    (secret ? row.slice(0, NOW + 1) : row).forEach((text, column) => {
      const cell = Object.assign(document.createElement(i ? "td" : "th"), { textContent: text });
      // What is still to come takes its place already, so that nothing moves when it is seen.
      if (i && column > NOW && !ended) cell.style.visibility = "hidden";
      line.append(cell);
    });
    if (i) line.cells[0].insertAdjacentHTML("afterbegin", sample(runs[i - 1]));
  });
  // On a phone it scrolls sideways: also by the arrow keys, for those who have no finger on it.
  Object.assign(host, { tabIndex: 0, ariaLabel: label, role: "region" });
  host.replaceChildren(table);
}

// The loss of every run at a step, in the comparison.
function showLosses({ runs, table: rows, lang }, step) {
  if (!rows) return;
  document.querySelectorAll(".pg-host-table td:nth-child(3)").forEach((cell, i) => { cell.textContent = format(decode(runs[i].loss)[Math.min(step, runs[i].steps)], lang); });
}

// What has become of the runs, for those who do not see that the curves have moved.
function changeTold({ runs, words, lang, guess }, over) {
  if (guess && !over) return words.new_run;
  return [words.new_run, ...runs.map((run) => `${lossTold(run, run.steps, words, lang)} ${run.verdict}`)].join(" ");
}

// What the charts drawn here show, in words: up to a step while the end is secret.
function describe({ runs, words, lang }, until, secret) {
  const n = (value) => format(value, lang), end = (run) => (secret ? "" : ` ${run.verdict}`), at = (run) => Math.min(until, run.steps);
  tell(".pg-host-loss", words.loss_chart, runs.map((run) => lossTold(run, at(run), words, lang) + end(run)));
  tell(".pg-host-parameters", words.parameters_chart, runs.map((run) => {
    const phi = decode(run.phi), k = at(run);
    return fill(words.parameters_told, { name: run.name, k, a: n(phi[0]), b: n(phi[2 * k]), c: n(phi[1]), d: n(phi[2 * k + 1]) }) + end(run);
  }));
}

// Which line is which run, and which arrow is what.
function showLegend(host, data) {
  const entries = data.runs.length > 1 ? data.runs.map((run) => [sample(run), run.name]) : [];
  for (const arrow of data.arrows ?? []) entries.push([`<svg width="30" height="12" aria-hidden="true"><path d="M1 6h24M19 1l6 5-6 5" fill="none" stroke="${arrow.color}" stroke-width="2.5"/></svg>`, arrow.label]);
  for (const mark of data.marked ?? []) entries.push([sample(mark), mark.name]);
  legend(host, data.id, entries);
}
