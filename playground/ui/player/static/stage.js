// How the charts share the screen: one large with the others small beside it, two, one alone, or the contour twice, each
// with a run of its own (A | B). Who chooses is the visitor: by a menu, by a press on a small chart, by the menu of the companion. The choice stands in the link as `view`.

import { standsApart } from "./ledger.js";
import { put } from "./page.js";

export const LAYOUTS = ["four", "two", "one", "pair"];
const NAMES = ["contour", "fit", "surface", "slope", "loss", "own", "own2", "step"];
const KNOWN = {
  contour: ".st-key-contour",
  fit: ".st-key-fit, .pg-host-parameters",
  surface: ".st-key-surface",
  slope: ".st-key-slope",
  loss: ".pg-host-loss",
  own: "[class*=st-key-lessons-]",
  step: ".pg-host-step",
};
const ASKED = ".st-key-asked"; // a question that is projected has the seat beside the large chart
const MANY = 5; // runs whose names and losses no longer stand one below the other beside a chart
const STILL = 5; // pixels: a press that goes further turns the chart

// What a link says: the layout, the chart that is large, its companion; what it does not say, or wrongly, is empty.
export function readView(text) {
  const [layout, large, companion] = text.split(",");
  const known = (name) => (NAMES.includes(name) ? name : "");
  return { layout: LAYOUTS.includes(layout) ? layout : "", large: known(large), companion: known(companion) };
}

// The same as a link writes it; nothing where it is how the page opens.
export function writeView({ layout, large, companion }) {
  return layout || large || companion ? [layout, large, companion].join(",").replace(/,+$/, "") : "";
}

/**
 * The order in which charts take their seats: the large one, its companion, the rest as they stand on the page.
 * @param {string[]} names charts that are there
 * @param {{ large: string, companion: string }} view
 */
export function seated(names, { large, companion }) {
  const first = names.includes(large) ? large : names[0];
  const second = names.find((name) => name === companion && name !== first);
  return [first, second, ...names].filter((name, i, all) => name !== undefined && all.indexOf(name) === i);
}

// The charts on the page by their names; the lesson's own are told apart by their order.
function placesIn(home) {
  const places = new Map();
  for (const child of home.children) {
    const name = Object.keys(KNOWN).find((one) => child.matches(KNOWN[one]) || child.querySelector(KNOWN[one]));
    if (!name) continue;
    if (!places.has(name)) places.set(name, child);
    else if (name === "own") places.set("own2", child);
  }
  return places;
}

const nameOf = (name, words) => (name === "own2" ? `${words.tab_own} (2)` : words[`tab_${name}`]);

export class Stage {
  /** @type {Map<string, Element>} */
  places = new Map();
  view = readView("");
  usual = "four";

  // `changed` is called when charts have changed their seats.
  constructor(changed) {
    this.changed = changed;
    this.menu = Object.assign(document.createElement("select"), { className: "pg-speed pg-layout" });
    this.menu.addEventListener("change", () => this.choose({ layout: this.menu.value }));
    this.companion = Object.assign(document.createElement("select"), { className: "pg-speed pg-companion" });
    this.companion.addEventListener("change", () => this.choose({ companion: this.companion.value }));
    this.press = (event) => this.pressed(event);
    document.addEventListener("pointerdown", this.press, true);
  }

  // Begin with what the link says.
  open(text) {
    this.view = readView(text);
  }

  // The link's word for it.
  get word() {
    const { layout, ...charts } = this.view;
    return writeView({ layout: layout === this.usual && !charts.large && !charts.companion ? "" : layout, ...charts });
  }

  choose(change) {
    this.view = { ...this.view, ...change };
    const { layout, large, companion } = change;
    const name = large ?? companion;
    this.changed((words) => (layout ? `${words.layout}: ${words[`layout_${layout}`]}` : nameOf(name, words)));
  }

  // Give each chart on the page its seat.
  /** @param {import("./protocol.d.ts").PlayerData} data */
  look({ words, present, runs, ledger, arrows, marked, model }) {
    const home = document.querySelector(".st-key-panels");
    if (!home) {
      this.menu.hidden = this.companion.hidden = true;
      delete document.body.dataset.layout;
      return;
    }
    this.usual = present || document.querySelector(".st-key-lesson-head") ? "two" : "four";
    const asked = home.querySelector(`:scope > :is(${ASKED}, :has(> ${ASKED}))`);
    const places = placesIn(home);
    this.places = places;
    // The numbers of a step stand beside the large chart where the head has no room for them, and before all others.
    const apart = standsApart(ledger);
    const names = Array.from(places.keys()).filter((name) => name !== "step" || apart);
    const numbers = /** @type {HTMLElement | undefined} */ (places.get("step"));
    if (numbers && !apart) put(numbers, "seat", "0");
    let layout = this.view.layout || this.usual;
    const pairs = runs.length > 1 && names.includes("contour");
    if (layout === "pair" && !pairs) layout = this.usual;
    const companion = this.view.companion || (apart ? "step" : "");
    const order = seated(names, layout === "pair" ? { large: "contour", companion: "" } : { ...this.view, companion });
    if (layout === "four" && (names.length < 3 || present)) layout = "two"; // no hall reads four
    if (names.length < 2) layout = "one";
    if (asked) layout = "two";
    const room = asked ? 1 : { four: Infinity, two: 2, one: 1, pair: 1 }[layout];
    if (asked) asked.dataset.seat = "2";
    // Legend and race stand to the right of a chart that is broader than it need be, else below it.
    const told = (runs.length > 1 && runs.length < MANY) || arrows.length || marked?.length || model?.aside;
    put(document.body, "beside", told && layout === "two" && !asked && order[1] !== "step" ? "1" : "");
    let moved = document.body.dataset.layout !== layout;
    document.body.dataset.layout = layout;
    order.forEach((name, i) => {
      const place = /** @type {HTMLElement} */ (places.get(name));
      const seat = i < room ? String(i + 1) : "0";
      if (place.dataset.seat === seat) return;
      place.dataset.seat = seat;
      moved = true;
    });
    this.dress(words, present ? Math.min(2, names.length) : names.length, pairs, layout);
    this.dressCompanion(words, layout === "two" && names.length > 2 && !asked ? places.get(order[1]) : null, order);
    this.dressSmall(words, layout, order, places);
    if (moved) window.dispatchEvent(new Event("resize"));
  }

  dress(words, count, pairs, layout) {
    this.menu.hidden = count < 2;
    const dress = `${words.lang},${count},${pairs}`;
    if (this.words !== dress) {
      this.words = dress;
      this.menu.setAttribute("aria-label", words.layout);
      const offered = LAYOUTS.filter((one) => (one !== "four" || count > 2) && (one !== "pair" || pairs));
      this.menu.replaceChildren(...offered.map((one) => new Option(words[`layout_${one}`], one)));
    }
    if (this.menu.value !== layout) this.menu.value = layout;
  }

  // The chart beside the large one says which it is, in a menu of those it could be.
  dressCompanion(words, place, order) {
    this.companion.hidden = !place;
    if (!place) return;
    const offered = order.slice(1);
    const dress = words.lang + offered;
    if (this.offered !== dress) {
      this.offered = dress;
      this.companion.setAttribute("aria-label", words.companion);
      this.companion.replaceChildren(...offered.map((name) => new Option(nameOf(name, words), name)));
    }
    if (this.companion.value !== order[1]) this.companion.value = order[1];
  }

  // A small chart has a button that makes it the large one: for keys, and for those who look for one.
  dressSmall(words, layout, order, places) {
    for (const [name, place] of places) {
      const isSmall = layout === "four" && order.indexOf(name) > 0;
      let button = place.querySelector(":scope > .pg-enlarge");
      if (!isSmall) {
        button?.remove();
        continue;
      }
      if (!button) {
        button = Object.assign(document.createElement("button"), { type: "button", className: "pg-enlarge" });
        button.innerHTML =
          '<svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true"><path d="M12 3h5v5M17 3l-6 6M8 17H3v-5M3 17l6-6" fill="none" stroke="currentColor" stroke-width="2"/></svg>';
        button.addEventListener("click", () => this.enlarge(name));
        place.append(button);
      }
      const title = words.enlarge.replace("{chart}", nameOf(name, words));
      if (button.title !== title) {
        button.title = title;
        button.setAttribute("aria-label", title);
      }
    }
  }

  enlarge(name) {
    this.choose({ large: name });
  }

  // A press on a small chart, without a move, makes it the large one.
  pressed(event) {
    const place = this.small(event.target);
    if (!place || event.button !== 0 || event.target.closest("button, summary, select, a")) return;
    const { clientX, clientY } = event;
    const up = (end) => {
      if (Math.hypot(end.clientX - clientX, end.clientY - clientY) > STILL) return;
      this.enlarge(Array.from(this.places.keys()).find((name) => this.places.get(name) === place));
    };
    window.addEventListener("pointerup", up, { capture: true, once: true });
  }

  // The small chart in which an element lies; null elsewhere, where a press belongs to the chart.
  small(element) {
    if (document.body.dataset.layout !== "four" || !element?.closest) return null;
    const place = element.closest(".st-key-panels > [data-seat]");
    // Where the page is too narrow or too low the charts have seats, and stand as if there were none.
    return place && Number(place.dataset.seat) > 1 && getComputedStyle(place).gridColumnStart !== "auto" ? place : null;
  }

  stop() {
    document.removeEventListener("pointerdown", this.press, true);
  }
}
