import assert from "node:assert/strict";
import test from "node:test";
import { framed } from "../../playground/ui/player/static/page.js";
import { Past } from "../../playground/ui/player/static/past.js";

// A page with a history, and a clock that is set by hand.
function visit(query) {
  const asked = [];
  const entries = [`http://app/play?${query}`];
  let at = 0;
  let heard = () => {};
  const page = {
    get location() {
      return new URL(entries[at]);
    },
    history: {
      state: null,
      pushState: (_state, _title, url) => entries.splice(++at, Infinity, url.href),
      replaceState: (_state, _title, url) => {
        entries[at] = url.href;
      },
      back: () => go(-1),
      go: (by) => go(by),
    },
    addEventListener: (_kind, hear) => {
      heard = hear;
    },
    removeEventListener: () => {
      heard = () => {};
    },
  };
  const clock = { time: 0 };
  const past = new Past(
    (link) => asked.push(link),
    /** @type {any} */ (page),
    () => clock.time,
  );
  const go = (by, url = entries[at + by]) => {
    at += by;
    entries[at] = url;
    let passed = true;
    heard({ stopImmediatePropagation: () => (passed = false) });
    return passed;
  };
  return { past, clock, asked, entries, go, searches: () => entries.map((one) => new URL(one).search) };
}

test("a state that is left stays behind, and Back asks for it", () => {
  const { past, clock, asked, go, searches } = visit("lang=en");
  past.show("lang=en", false);
  for (const alpha of [0.02, 0.05]) {
    clock.time += 5000;
    past.show(`lang=en&alpha=${alpha}`, true);
  }
  past.show("lang=en&alpha=0.05&step=7", false);
  assert.deepEqual(searches(), ["?lang=en", "?lang=en&alpha=0.02", "?lang=en&alpha=0.05&step=7"]);
  assert.equal(go(-1), false, "Streamlit does not hear of it");
  assert.deepEqual(asked, ["?lang=en&alpha=0.02"]);
  past.show("lang=en&alpha=0.02", true); // Python's answer
  assert.equal(searches().length, 3);
  assert.equal(go(1), false);
  assert.equal(asked.at(-1), "?lang=en&alpha=0.05&step=7");
});

test("what comes of Back is no new state, and what comes later is", () => {
  const { past, clock, go, searches } = visit("");
  past.show("alpha=1", true);
  clock.time = 5000;
  go(-1);
  past.show("beta=0.5", true); // Python says it another way
  assert.deepEqual(searches(), ["?beta=0.5", "?alpha=1"]);
  past.show("beta=0.6", true);
  assert.deepEqual(searches(), ["?beta=0.5", "?beta=0.6"]);
});

test("keys that follow each other are one change", () => {
  const { past, clock, searches } = visit("");
  for (let i = 1; i < 20; i++) {
    clock.time += 300;
    past.show(`alpha=${i}`, true);
  }
  assert.equal(searches().length, 6);
});

test("another page is Streamlit's, and so is a heading of this one", () => {
  const { past, asked, go } = visit("alpha=1");
  assert.equal(go(0, "http://app/adam?alpha=2"), true);
  assert.equal(go(0, "http://app/play?alpha=1#end"), true);
  assert.deepEqual(asked, []);
  past.stop();
  assert.equal(go(0, "http://app/play?alpha=3"), true);
});

test("a page inside another stays so whatever is changed in it", () => {
  assert.equal(
    framed("alpha=0.1", "?embed=true&alpha=0.2&embed_options=dark_theme"),
    "alpha=0.1&embed=true&embed_options=dark_theme",
  );
  assert.equal(framed("alpha=0.1", "?alpha=0.2"), "alpha=0.1");
  assert.equal(framed("", "?embed=true"), "embed=true");
});

test("what lies over the page is closed by Back before anything is taken back", () => {
  const { past, clock, asked, go, searches } = visit("lang=en");
  past.show("lang=en", false);
  const closed = [];
  past.cover(() => closed.push("panel"));
  past.cover(() => closed.push("panel")); // looked at once more
  assert.equal(searches().length, 2);
  clock.time += 5000;
  past.show("lang=en&alpha=0.05", true); // changed in the panel, which stays open
  past.show("lang=en&alpha=0.05&step=3", false);
  assert.equal(go(-1), false);
  assert.deepEqual([closed, asked], [["panel"], []]);
  assert.equal(searches()[1], "?lang=en&alpha=0.05&step=3", "the address is that of what is on the screen");
  past.cover(null); // it is gone
  assert.equal(go(-1), false);
  assert.deepEqual(asked, ["?lang=en"]);
});

test("what is closed by hand leaves no entry behind", () => {
  const { past, clock, asked, entries, go, searches } = visit("lang=en");
  past.show("lang=en", false);
  past.cover(() => assert.fail("it is closed already"));
  clock.time += 5000;
  past.show("lang=en&alpha=0.05", true);
  past.cover(null);
  assert.deepEqual(asked, []);
  assert.equal(searches()[1], "?lang=en&alpha=0.05");
  assert.equal(go(-1), false);
  assert.deepEqual(asked, ["?lang=en"]);
  assert.ok(entries.length <= 3);
});

test("who takes a change back while something lies over the page has both", () => {
  const { past, clock, asked, entries } = visit("lang=en");
  past.show("lang=en", false);
  clock.time += 5000;
  past.show("lang=en&alpha=0.05", true);
  const closed = [];
  past.cover(() => {
    closed.push("zoom");
    past.cover(null); // seen by who looks whether something lies there
  });
  assert.equal(past.go(1), false, "what could be made again is gone");
  assert.equal(past.go(-1), true);
  assert.deepEqual([closed, asked], [["zoom"], ["?lang=en"]]);
  assert.equal(entries.length, 3);
});
