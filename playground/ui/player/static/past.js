// A faithful history: the browser's Back closes what lies over the page, then returns to the state before the last release,
// not through every value that a hand has passed on its way, nor out of the app.

import { framed } from "./page.js";

const TOGETHER = 1000; // milliseconds: keys that follow each other are one change
const ANSWERED = 3000; // after that, what comes is no answer to Back

export class Past {
  /** @type {string[]} the links of the states through which this page has come, and where among them it stands */
  trail = [];
  at = 0;
  enteredAt = -Infinity;
  returnedAt = -Infinity;
  /** @type {(() => void) | null} closes what lies over the page: it has an entry of its own, which Back leaves */
  close = null;
  leaving = false; // that entry, because it was closed by hand

  // `back` hears the link of the state that is returned to; a page and a clock of one's own may stand in.
  constructor(back, page = window, now = () => performance.now()) {
    this.page = page;
    this.now = now;
    this.place = page.location.pathname;
    this.search = page.location.search;
    this.hear = (event) => {
      const { pathname, search } = page.location;
      if (pathname === this.place && (this.leaving || this.close)) {
        event.stopImmediatePropagation();
        const { close } = this;
        this.leaving = false;
        this.close = null;
        page.history.replaceState(page.history.state, "", this.here(this.search)); // what moved on meanwhile
        close?.();
        return;
      }
      if (pathname !== this.place || search === this.search) return; // another page, or a heading of this one
      event.stopImmediatePropagation(); // Streamlit would run the whole page with the state that is left
      this.search = search;
      if (this.trail[this.at + 1] === search) this.at += 1;
      else if (this.at > 0) this.at -= 1;
      this.returnedAt = now();
      back(search);
    };
    page.addEventListener("popstate", this.hear, true);
  }

  /** @param {string} search */
  here(search) {
    const here = new URL(this.page.location.href);
    here.search = search;
    return here;
  }

  // Something has come to lie over the page, which `close` takes away; or nothing does any more.
  /** @param {(() => void) | null} close */
  cover(close) {
    const { history, location } = this.page;
    const was = this.close;
    if (this.leaving || Boolean(was) === Boolean(close)) return;
    this.close = close;
    if (close) {
      this.trail.splice(this.at + 1); // as the browser does with what could be made again
      history.pushState(history.state, "", this.here(location.search));
    } else if (location.pathname === this.place) {
      this.leaving = true;
      history.back();
    }
  }

  // Put a link into the address bar. With `fresh` it is another state, and the one before stays behind it.
  show(query, fresh) {
    const here = this.here(framed(query, this.page.location.search));
    if (typeof document !== "undefined") document.body.dataset.link = here.href; // what is printed leads back
    this.search = here.search;
    this.trail[this.at] ??= this.page.location.search;
    if (here.href === this.page.location.href) return;
    const { history } = this.page;
    const isReturn = this.now() - this.returnedAt < ANSWERED;
    const isNext = fresh && !isReturn && this.now() - this.enteredAt > TOGETHER;
    if (fresh) this.returnedAt = -Infinity;
    if (isNext) this.enteredAt = this.now();
    if (isNext) this.trail.splice(++this.at, Infinity, here.search);
    else this.trail[this.at] = here.search;
    // What lies over the page keeps its entry above that of the state.
    if (isNext && this.close) history.replaceState(history.state, "", here);
    history[isNext ? "pushState" : "replaceState"](history.state, "", here);
  }

  // Take back a change, or make it again: the browser's own history does it. False where there is none.
  go(by) {
    if (this.trail[this.at + by] === undefined) return false;
    const { close } = this; // its entry lies above that of the state
    this.close = null;
    close?.();
    this.page.history.go(close ? by - 1 : by);
    return true;
  }

  stop() {
    this.page.removeEventListener("popstate", this.hear, true);
  }
}

// Whether what was shown last stood at the address of this page: a state that comes now follows it.
export function follows() {
  const before = document.body.dataset.link;
  return Boolean(before) && new URL(/** @type {string} */ (before)).pathname === window.location.pathname;
}
