// The player: one component that shows the same moment of a run in every panel, sixty times a second.
//
// Plotly draws what does not move (landscape, data); this file draws what does, on canvases laid over those charts.
// Python sends a run once; playing, stepping and scrubbing never ask the server.

import { Ahead } from "./ahead.js";
import { aheadTold, showLosses, showTable } from "./comparison.js";
import { PlayingComponent } from "./component.js";
import { changeTold, describe, fill, lossNow, pathTold, showLegend, tellChart } from "./descriptions.js";
import { Dials } from "./dials.js";
import { Drawing } from "./drawing.js";
import { marksOf, partsOf } from "./enlarged.js";
import { sumOfSquares } from "./fit.js";
import { windowOf } from "./geometry.js";
import { Hints } from "./hints.js";
import { writeCurvature, writeLedger, writeNotes, writeRule } from "./ledger.js";
import { Link } from "./link.js";
import { Live } from "./live.js";
import { Patience } from "./mailbox.js";
import { modelOf } from "./model.js";
import { decode, format, separator } from "./numbers.js";
import { FirstPicture } from "./opened.js";
import { momentOf, mounting, put, rootOf, write } from "./page.js";
import { Panels } from "./panels.js";
import { follows } from "./past.js";
import { pointAt } from "./paths.js";
import { PhoneControls } from "./phone.js";
import { SlowStep } from "./slow.js";
import { Stage } from "./stage.js";
import { StartHandle, showStart } from "./start.js";
import { showTabs } from "./tabs.js";
import { Transition } from "./transition.js";
import { View } from "./view.js";
import { Zoom } from "./zoom.js";

const TEXTS = ".pg-host-ledger, .pg-host-curvature, .pg-host-notes, .pg-host-point, .pg-host-table, .pg-host-legend";
const FOLLOWED = 2; // steps a second at which the server's figures still keep up
const SETTLES = 500; // milliseconds in which a chart that a hand has moved may still turn

const differ = (before, now) => before?.length !== now.length || now.some((one, i) => one !== before[i]);

/** @extends {PlayingComponent<import("./protocol.d.ts").PlayerData>} */
class Player extends PlayingComponent {
  hosts = [];
  /** @type {import("./protocol.d.ts").Run | null} the run before, a ghost */
  previous = null;
  /** @type {any} */
  model = null;
  /** @type {string | null} of which moment the texts are */
  written = null;
  reported = 0; // the step of which Python knows
  reports = Date.now(); // the number of the next report: Streamlit drops an event that equals the last one
  movedAt = -Infinity;

  constructor(root, home) {
    super(root, home, "start", 10);
    this.calm = new Patience();
    this.live = new Live(this);
    this.link = new Link(this);
    this.phone = new PhoneControls(this.transport.element, (name) =>
      this.component.setStateValue("rule", { name, n: ++this.reports }),
    );
    this.handle = new StartHandle(this);
    this.drawing = new Drawing(this);
    const ofGround = ({ chart, map }) => this.live.part("whole", chart, this.data, windowOf(map), false);
    this.zoom = new Zoom(this, { can: ofGround, hand: this.handle });
    this.closer = new Zoom(this, { can: () => true, hand: this.drawing }); // of the data
    this.panels = new Panels(this.guard, { contour: this.zoom, twin: this.zoom, fit: this.closer });
    this.view = new View();
    this.dials = new Dials(root);
    this.hints = new Hints();
    this.picture = new FirstPicture();
    this.transition = new Transition();
    this.ahead = new Ahead((next) => this.receive(Object.assign(Object.create(this.component), { data: [next] })));
    this.slow = new SlowStep(
      this.head,
      () => this.data,
      () => this.redraw(),
    );
    this.stage = new Stage((told) => {
      this.renew();
      this.transport.announce(told(this.data.words));
    });
    this.transport.buttons.forward.after(this.slow.element);
    this.transport.element.append(this.stage.menu, this.stage.companion);
    // What takes the page away asks for its surface.
    root.addEventListener("pg-picture", ({ detail }) => detail.give(this.panels.picture(detail.sharp, detail.ground)));
  }

  // Go on looking at the charts for a while.
  moved() {
    this.movedAt = performance.now();
    this.loop.wake();
  }

  // Keep step, speed and play; leave the previous run as a ghost.
  update(data, before) {
    this.ahead.keep(data);
    if (!before) this.stage.open(data.view);
    if (data.draws && before && !before.draws) this.stage.choose({ layout: "two", companion: "fit" }); // room for a hand
    // A state that is opened once more has the same run, and begins anew all the same.
    if (!before || data.id !== before.id || data.situation !== before.situation) {
      this.slow.stop();
      this.begin(data, before);
    }
    if (data.model?.key !== this.model?.key)
      this.model = data.model && this.guard.run("model", () => modelOf(data.model), { key: data.model.key });
    this.head.fit(Math.max(...data.runs.map((run) => run.steps)));
    if (!this.handle.dragging && !this.mail.pending) this.leaveStart();
    this.live.settle(data, before?.situation !== data.situation);
    if (before && before.id !== data.id) this.transition.begin(data, this.rests && !this.live.preview.held.size);
    this.handle.element.setAttribute("aria-label", data.words.handle);
    showLegend(this.transport.legend, data);
    if (!before || before.address !== data.address) this.link.show(before ? before.lang === data.lang : follows());
    this.written = null;
  }

  // Another run: of the same situation, or of one in which nothing of before holds.
  begin(data, before) {
    if (before) this.hear = new Patience(); // what was told of the run before no longer holds
    if (before?.situation === data.situation) {
      if (before.runs[0].id !== data.runs[0].id) this.previous = before.runs[0];
      return;
    }
    this.previous = null;
    this.handle.point = null;
    this.head.k = data.step;
    this.head.playing = data.plays && data.step === 0;
    if (this.head.playing) this.transport.pace(Math.max(...data.runs.map((run) => run.steps)));
  }

  // The legend stands apart from the transport where the page keeps a place for it.
  place() {
    super.place();
    const legend = document.querySelector(".pg-host-legend");
    if (legend && this.transport.legend.parentElement !== legend) legend.append(this.transport.legend);
    this.phone.dress(this.data);
    this.slow.dress(this.data.words);
  }

  // Charts come after the player, and a section that unfolds after its text.
  look() {
    showTabs(this.data.words, () => this.renew());
    this.stage.look(this.data);
    this.dials.look(this.data);
    this.link.look();
    const charts = this.panels.look(this.data);
    const hosts = Array.from(document.querySelectorAll(TEXTS));
    if (differ(this.hosts, hosts) || differ(this.charts, charts)) this.written = null;
    if (this.written === null) this.dirty = true;
    this.hosts = hosts;
    this.charts = charts;
    this.watch.follow([...charts, ...hosts, ...document.querySelectorAll(".pg-row, .st-key-panels, .pg-host-numbers")]);
    this.watch.followCharts(charts.filter((chart) => chart._fullLayout));
  }

  seek(step) {
    this.head.seek(step);
  }

  // The hand moves the start, and the runs follow; Python is told when it lets go.
  moveStart([x, y]) {
    this.head.seek(0);
    this.live.hold("start", [x, y]);
    showStart([x, y]);
    if (this.handle.dragging) return;
    this.mail.offer({ x, y }, performance.now());
    this.send();
  }

  // The hand has let go of the start, and Python knows where; or it was called away.
  leaveStart() {
    if (this.live.drop("start")) showStart(this.data.start);
    this.handle.point = null;
  }

  // A hand has changed the data.
  tellPoints({ x, y }) {
    this.component.setStateValue("points", { x, y, n: ++this.reports });
  }

  get rests() {
    return !(this.head.playing || this.handle.dragging || this.drawing.dragging);
  }

  // Who plays, steps or scrubs has seen enough of a slow step.
  changed() {
    this.slow.stop();
    this.transition.stop();
    super.changed();
  }

  prepare() {
    if (this.slow.advance() || this.transition.active || this.picture.waits) this.dirty = true;
    if (this.panels.measure()) {
      this.dirty = true;
      this.movedAt = performance.now();
    }
    this.attach();
  }

  // What hands take hold of lies on its chart.
  attach() {
    const contour = this.panels.get("contour");
    if (contour) {
      this.handle.attach(contour.chart, contour.map);
      this.zoom.attach(contour.chart, this.data);
      put(document.body, "enlarged", this.zoom.window ? "1" : ""); // the copy beside it has its numbers hidden too
    }
    const fit = this.panels.get("fit");
    if (fit) this.closer.attach(fit.chart, this.data);
    if (fit && this.data.draws) this.drawing.attach(fit.chart, fit.map);
    else this.drawing.detach();
    const surface = this.panels.get("surface");
    if (surface) this.view.attach(surface.chart, this.data.words, Boolean(this.stage.small(surface.chart)));
  }

  waits() {
    const glides = this.slow.active || this.transition.active;
    return this.picture.waits || glides || this.calm.waiting || performance.now() - this.movedAt < SETTLES;
  }

  // What is told at rest: to Python the step, where a page asks for it or has figures that are out of date, and while it
  // plays so slowly that they can follow; to the address its link, because a browser refuses one that changes many times
  // a second; to a screen reader the new run.
  tell(time) {
    if (this.ahead.alone) return;
    const { data, head } = this;
    const step = head.playing ? head.step : head.nearest;
    const follows = this.rests || (head.playing && head.speed <= FOLLOWED);
    const moved = data.reports && step !== this.reported;
    const late = data.stale && this.root.dataset.run === data.id && this.askedFor !== data.id;
    if (this.report.due(time, (moved || late) && follows)) {
      this.reported = step;
      this.askedFor = data.id;
      this.component.setStateValue("step", { k: step, n: ++this.reports });
    }
    if (this.calm.due(time, !head.playing && this.link.query !== this.link.shown)) this.link.show();
    if (this.hear?.due(time, this.rests)) {
      this.hear = null;
      this.transport.announce(changeTold(data, head.ended));
    }
  }

  draw() {
    const { model, live } = this;
    const exact = live.of(this.data);
    const passing = exact !== this.data; // a preview, which the exact path will replace
    if (passing) this.transition.stop();
    const { data, k } = this.transition.of(exact, momentOf(this.head.k));
    const previous = passing ? this.data.runs[0] : this.previous;
    if (model?.predict) Object.assign(model.constants, live.preview.constants(this.data));
    const look = { ...data.look, guess: data.guess, squares: data.squares, draws: data.draws, previous };
    this.panels.draw({
      data,
      exact,
      previous,
      model: model?.predict && { ...model, ...live.preview.held.get("points") },
      point: this.handle.point,
      k,
      look,
      ground: this.guard.run("ground", () => live.over(this.panels.get("contour")?.chart, this.data)),
      slow: this.slow.scene,
      closer: this.closer.window && { window: this.closer.window, marks: marksOf(this.closer.chart) },
      ...partsOf(this.zoom, this, data, k, !this.head.playing && !this.slow.active && !this.transition.active),
    });
    this.guard.run("text", () => this.write(Math.floor(momentOf(this.head.k) + 1e-9), exact, passing));
    // Without a chart to draw over the run is not on the screen yet, unless a lesson's own figure is all that is shown.
    if (!this.panels.visible.length && !this.panels.aside(exact)) return;
    if (passing) return live.count(this.root);
    if (this.picture.gone(this.panels.visible)) put(this.root, "run", data.id);
  }

  // Everything that is text: label, spoken sentence, ledger, curvature. Written when the step changes, not every frame.
  write(step, data, passing) {
    const { head } = this;
    const run = data.runs[0];
    const { words, mark } = data;
    const at = Math.min(step, run.steps);
    const dragged = passing ? null : this.handle.point;
    const phi = dragged ?? pointAt(run, at);
    const loss = dragged && this.model?.predict ? sumOfSquares(this.model, dragged) : decode(run.loss)[at];
    const told = lossNow(data, at, loss);
    const label = `${fill(words.step_of, { k: step, n: head.steps })}  ·  L = ${told}`;
    this.transport.show(step, head.playing, label, words);
    put(this.root, "step", String(step));
    put(this.root, "playing", String(head.playing));
    const beat = this.slow.active ? `${this.slow.beat}${this.slow.term}` : "";
    const state = `${data.id},${step},${head.playing},${dragged ?? ""},${beat}`;
    if (this.written === state) return;
    this.written = state;
    const end = step >= head.steps;
    const secret = data.guess && !end; // the class is still guessing: nothing tells the end
    if (end) this.ended = data.id;
    this.guard.run("sentence", () => this.say(step, run, phi, told, passing));
    if (passing) {
      this.guard.run("table", () => showLosses(data, step));
      return;
    }
    this.guard.run("table", () => {
      showTable(data, secret, this.ended === data.id);
      showLosses(data, step);
    });
    if (!head.playing) this.guard.run("alt", () => describe(data, secret ? step : head.steps, secret));
    const host = (name) => document.querySelector(`.pg-host-${name}`);
    put(document.body, "secret", secret ? "1" : "");
    this.guard.run("hints", () =>
      this.hints.look(this.data, { playing: head.playing, dragging: this.handle.dragging }),
    );
    this.guard.run("ledger", () => writeLedger(host("ledger"), data.ledger, step, words, mark));
    this.guard.run("formula", () => writeRule(host, data.ledger, step, words, mark));
    this.slow.light();
    this.guard.run("curvature", () => writeCurvature(host("curvature"), data.curvature, at, words, mark));
    if (data.notes) writeNotes(host("notes"), secret ? [] : data.notes);
    for (const cell of document.querySelectorAll(".pg-host-point"))
      write(cell, `φ = (${format(phi[0], mark)}${separator(mark)} ${format(phi[1], mark)})`);
  }

  // The moment in a sentence. While it plays only what has gone wrong: numbers would be those of another step before
  // they are read; of a preview at once what becomes of the run.
  say(step, run, phi, loss, passing) {
    const { words, mark, panels } = this.data;
    if (this.slow.active) return this.transport.say(this.slow.said());
    const { steps, playing } = this.head;
    const since = (k) => k !== null && step >= k && step < steps;
    let wrong = since(run.left) ? fill(words.out_of_view, { k: run.left }) : "";
    if (since(run.diverged)) wrong = fill(words.diverged, { k: run.diverged });
    if (playing) {
      this.transport.say(wrong);
      return;
    }
    const [a, b] = phi.map((value) => format(value, mark));
    const said = fill(words.say, { k: step, n: steps, loss, a, b });
    const tells = step >= steps || (passing && !this.data.guess);
    const told = [said, tells ? run.verdict : wrong];
    const unseen = this.data.present ? told.shift() : ""; // a hall has the label and the formula for it
    this.transport.say(told.join(" ").trim(), passing);
    if (passing) return;
    if (!this.hear) this.transport.announce(`${unseen} ${aheadTold(this.data, step)}`.trim());
    const paths = pathTold(this.data, this.data.guess ? step : steps);
    for (const key of Object.values(panels)) tellChart(key, said, ...(key === panels.contour ? paths : []));
  }

  destroy() {
    for (const part of [this.live, this.link, this.ahead, this.stage, this.dials]) part.stop();
    for (const part of [this.handle, this.drawing, this.view, this.zoom, this.closer]) part.detach();
    this.panels.remove();
    super.destroy();
  }
}

export default mounting("player", (home) => new Player(rootOf(home, "player"), home));
