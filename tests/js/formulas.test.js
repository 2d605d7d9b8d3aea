// Formulas that are wider than their place: whole where a little smaller does, else broken, else as small as is read.

import assert from "node:assert/strict";
import test from "node:test";
import { fit } from "../../playground/ui/player/static/formulas.js";

// A formula in a place of 300 pixels: as wide as its letters are large, whole or broken.
function formula(whole, broken = whole) {
  const classes = new Set();
  const one = {
    clientWidth: 300,
    style: { fontSize: "" },
    classList: { add: (name) => classes.add(name), remove: (name) => classes.delete(name) },
    get scrollWidth() {
      const share = parseFloat(this.style.fontSize || "16") / 16;
      return Math.max(300, Math.round(share * (classes.has("pg-broken") ? broken : whole)));
    },
    get isBroken() {
      return classes.has("pg-broken");
    },
  };
  globalThis.getComputedStyle = () => ({ fontSize: one.style.fontSize || "16px" });
  fit(/** @type {any} */ (one));
  return one;
}

test("what fits stays as it is, and a little too much is written smaller", () => {
  assert.deepEqual([formula(280).style.fontSize, formula(280).isBroken], ["", false]);
  const one = formula(330);
  assert.deepEqual([one.isBroken, one.scrollWidth <= 300], [false, true]);
});

test("a long one is broken, and keeps its size where its lines fit", () => {
  const one = formula(800, 290);
  assert.deepEqual([one.isBroken, one.style.fontSize], [true, ""]);
});

test("one that cannot be broken is as small as can be read, and scrolls", () => {
  const one = formula(800);
  assert.deepEqual([one.style.fontSize, one.scrollWidth > 300], ["11px", true]);
  assert.equal(formula(400).scrollWidth <= 300, true);
});
