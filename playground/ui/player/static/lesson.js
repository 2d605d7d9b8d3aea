// A lesson that is read beside its figure: the step in view becomes the state of the figure, the contents say where one
// is, and the browser, alone, keeps which steps have been done.

import { followFold, holdFolded } from "./fold.js";
import { fitFormulas } from "./formulas.js";
import { bringStyle, make, put, speak } from "./page.js";
import { markCourse, Progress } from "./progress.js";
import { pageFrom, stepRead } from "./reading.js";

const SETTLES = 250; // milliseconds without a move after which a step counts as read
const COMES = 1200; // milliseconds that a page may take to scroll to a step
const HANDS = ["wheel", "touchstart", "pointerdown"];

/** @type {Lesson | null} the lesson on the page */
let shown = null;

// A Page key on a lesson that is read: to the next step, or a page on. False where there is none.
export function page(forward) {
  return Boolean(shown?.page(forward));
}

const still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

class Lesson {
  /** @type {import("./protocol.d.ts").LessonData | null} */
  data = null;
  reports = Date.now(); // Streamlit drops an event that equals the last one
  at = 0; // the step that is read
  /** @type {number | null} the step to which the page is scrolling by itself */
  goal = null;
  /** @type {{ i: number, smoothly: boolean } | null} the step to go to as soon as all are there */
  wanted = null;
  turns = false; // the page was moved last by a Page key
  progress = new Progress();

  constructor(home) {
    bringStyle();
    this.contents = make("nav", "pg-contents");
    this.news = make("p", "pg-unseen");
    this.news.setAttribute("aria-live", "polite");
    home.append(this.contents, this.news);
    this.come = new MutationObserver(() => this.arrived());
    this.main = document.querySelector("[data-testid=stMain]");
    followFold();
    this.scrolled = () => this.moved();
    this.taken = () => this.letGo();
    this.main?.addEventListener("scroll", this.scrolled, { passive: true });
    for (const kind of HANDS) this.main?.addEventListener(kind, this.taken, { passive: true });
    this.fits = () => fitFormulas(true);
    window.addEventListener("resize", this.fits);
    document.fonts?.addEventListener("loadingdone", this.fits);
    shown = this;
  }

  /** @param {import("./protocol.d.ts").Component<import("./protocol.d.ts").LessonData>} component */
  receive(component) {
    const [data] = component.data;
    const before = this.data;
    this.component = component;
    this.data = data;
    speak(data.lang);
    if (!before || before.at !== data.at || before.walked !== data.walked) {
      this.at = data.at;
      if (before ? before.walked !== data.walked : data.at > 0) this.wanted = { i: data.at, smoothly: Boolean(before) };
    }
    this.write();
    this.come.observe(document.body, { childList: true, subtree: true });
    this.arrived();
  }

  // The steps come after this component, one by one: once all are there, the one that is wanted can be gone to.
  arrived() {
    if (this.blocks.length < this.data.steps.length) return;
    this.come.disconnect();
    this.mark();
    fitFormulas();
    const { wanted } = this;
    this.wanted = null;
    if (wanted) this.goTo(wanted.i, wanted.smoothly);
  }

  // Which step is read.
  mark() {
    for (const [i, block] of this.blocks.entries()) {
      put(/** @type {HTMLElement} */ (block), "now", i === this.at ? "1" : "");
      // By ear "Try it" is said with what it tries.
      block
        ?.querySelector("button:has([data-testid=stIconMaterial])")
        ?.setAttribute("aria-description", this.data.steps[i].title);
    }
    markCourse(this.progress, this.data.words.done);
  }

  // The steps on the page, in order.
  get blocks() {
    return this.data.steps.map((_, i) => document.querySelector(`.st-key-step-${i}`)).filter(Boolean);
  }

  get tops() {
    return this.blocks.map((one) => one.getBoundingClientRect().top);
  }

  // Where words are seen: between what lies over them above and the transport below.
  get seen() {
    const [words, figure, row] = [".st-key-words", ".st-key-figure", ".pg-row"].map((one) =>
      document.querySelector(one)?.getBoundingClientRect(),
    );
    const head = document.querySelector("[data-testid=stHeader]")?.getBoundingClientRect().bottom ?? 0;
    const over = words && figure && figure.left < words.right && words.left < figure.right; // one above the other
    const way = document.querySelector(".st-key-way")?.getBoundingClientRect();
    const sticks =
      way &&
      getComputedStyle(/** @type {Element} */ (document.querySelector(".st-key-words > :first-child"))).position ===
        "sticky";
    const top = Math.max(head, over ? figure.bottom : 0, sticks ? head + way.height : 0);
    return { top: top + 12, bottom: Math.max(top + 40, row?.top ?? window.innerHeight) };
  }

  // The page moves: the step under the eye is marked at once, and told when the page has come to rest.
  moved() {
    clearTimeout(this.rest);
    if (this.goal === null) {
      const at = stepRead(this.tops, this.seen);
      if (at !== this.at) {
        this.at = at;
        this.write();
      }
    }
    this.rest = setTimeout(() => this.settled(), SETTLES);
  }

  settled() {
    if (this.goal !== null) {
      this.at = this.goal;
      this.goal = null;
      this.turns = false; // the step had the focus at the press; by now Tab may have led on
    }
    this.write();
    if (this.at === this.data.at) return;
    if (this.turns) this.focus(this.at);
    this.tell(this.at);
  }

  tell(i, pressed = false) {
    this.component.setStateValue("step", { i, pressed, n: ++this.reports });
  }

  // A hand takes the page over from a scroll that was under way.
  letGo() {
    this.goal = null;
    this.turns = false;
  }

  goTo(i, smoothly = true) {
    const block = this.blocks[i];
    if (!block || !this.main) return;
    this.goal = i;
    this.at = i;
    this.write();
    holdFolded(i === 0);
    const by = block.getBoundingClientRect().top - this.seen.top;
    this.main.scrollBy({ top: by, behavior: smoothly && !still() ? "smooth" : "instant" });
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.settled(), COMES);
  }

  // The focus goes along with who turns the pages, so that Tab leads on from there.
  focus(i) {
    const block = /** @type {HTMLElement} */ (this.blocks[i]);
    block.tabIndex = -1;
    block.focus({ preventScroll: true });
  }

  // A press while the page still scrolls to a step leads on from that step.
  page(forward) {
    if (!this.main || !this.blocks.length) return false;
    const { seen } = this;
    const left = this.goal === null ? 0 : this.tops[this.goal] - seen.top;
    const tops = this.tops.map((top) => top - left);
    const by = pageFrom(tops, seen, forward);
    const next = tops.findIndex((top) => Math.abs(top - seen.top - by) < 1.5);
    this.turns = true;
    if (next >= 0) {
      this.goTo(next);
      this.focus(next);
    } else {
      this.goal = null;
      this.main.scrollBy({ top: by + left, behavior: still() ? "instant" : "smooth" });
    }
    return true;
  }

  // Which step is read, on the steps and in the contents; and which are done.
  write() {
    const { name, steps, words, answered, lit } = this.data;
    this.mark();
    const done = this.progress.add(name, this.at, steps, answered);
    const state = [this.data.lang, this.at, lit, done, ...steps.map((one) => one.title)].join();
    if (this.written === state) return;
    if (this.written !== undefined && this.said !== this.at)
      this.news.textContent = words.step_of
        .replace("{k}", String(this.at + 1))
        .replace("{n}", String(steps.length))
        .replace("{title}", steps[this.at].title);
    this.written = state;
    this.said = this.at;
    this.contents.setAttribute("aria-label", words.contents);
    const held = Array.from(this.contents.children).indexOf(/** @type {Element} */ (document.activeElement));
    this.contents.replaceChildren(...steps.map((step, i) => this.chip(step, i, done.includes(i))));
    this.contents.classList.toggle("pg-many", steps.length > 6);
    /** @type {HTMLElement | undefined} */ (this.contents.children[held])?.focus();
    const here = /** @type {HTMLElement} */ (this.contents.children[this.at]);
    this.contents.scrollLeft = here.offsetLeft - (this.contents.clientWidth - here.offsetWidth) / 2;
  }

  chip({ kind, title }, i, isDone) {
    const number = this.data.steps.slice(0, i + 1).filter((one) => one.kind === kind).length;
    const here = i === this.at;
    const sign = kind === "state" ? String(number) : "?";
    const chip = make("button", "pg-chip", { type: "button", title, textContent: sign });
    chip.append(make("span", "", { textContent: ` ${title}` }));
    chip.setAttribute("aria-label", isDone ? this.data.words.done.replace("{title}", title) : title);
    if (here) chip.setAttribute("aria-current", "step");
    if (here && this.data.lit) chip.dataset.lit = "1";
    if (isDone) chip.dataset.done = "1";
    chip.addEventListener("click", () => {
      this.goTo(i);
      this.tell(i, true);
    });
    return chip;
  }

  destroy() {
    clearTimeout(this.rest);
    this.come.disconnect();
    this.main?.removeEventListener("scroll", this.scrolled);
    for (const kind of HANDS) this.main?.removeEventListener(kind, this.taken);
    window.removeEventListener("resize", this.fits);
    document.fonts?.removeEventListener("loadingdone", this.fits);
    this.contents.remove();
    this.news.remove();
    if (shown === this) shown = null;
  }
}

export default function mount(component) {
  const home = component.parentElement;
  home.__lesson ??= new Lesson(home);
  home.__lesson.receive(component);
  return () => {
    home.__lesson?.destroy();
    home.__lesson = null;
  };
}
