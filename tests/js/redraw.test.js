import assert from "node:assert/strict";
import test from "node:test";
import { factorFor, moveTrace, pathThrough, raise } from "../../playground/ui/player/static/redraw.js";

test("what is no number is left out of a line", () => {
  assert.equal(pathThrough([0, 1, 2, 3], [5, Number.NaN, 6, 7]), "M0.00,5.00M2.00,6.00L3.00,7.00");
  assert.equal(pathThrough([Number.NaN], [Infinity]), "M0,0");
});

test("an axis reaches further in steps that leave its numbers readable", () => {
  for (const [value, top, factor] of [
    [3, 5, 1],
    [6, 5, 2],
    [14, 5, 5],
    [26, 5, 10],
    [101, 5, 50],
    [Infinity, 5, 1],
    [Number.NaN, 5, 1],
  ])
    assert.equal(factorFor(value, top), factor, `${value} on ${top}`);
});

// What of a chart is read: 100 pixels for 1, and a point and a tick that remember what was written.
function chart() {
  const marks = [0, 1].map(() => {
    const written = {};
    return { written, setAttribute: (name, value) => Object.assign(written, { [name]: value }) };
  });
  const ticks = [{ __data__: { x: 0.5, text: "0,5" }, textContent: "0,5" }];
  const axis = { _offset: 10, _length: 100, c2p: (value) => 100 * value, range: [0, 1] };
  return {
    marks,
    ticks,
    _fullLayout: { xaxis: axis, yaxis: axis, separators: ",." },
    _fullData: [{ meta: "dots", uid: "7", mode: "markers" }],
    querySelector: () => ({ querySelectorAll: () => marks }),
    querySelectorAll: () => ticks,
  };
}

test("a point goes where its numbers say, and is not seen where they are none", () => {
  const one = chart();
  moveTrace(one, "dots", [
    [0.2, 0.4],
    [0.5, Number.NaN],
  ]);
  assert.deepEqual(one.marks[0].written, { visibility: "visible", transform: "translate(20,50)" });
  assert.deepEqual(one.marks[1].written, { visibility: "hidden" });
  moveTrace(one, "others", [[1], [1]]); // nothing to be moved
  moveTrace(null, "dots", [[1], [1]]);
});

test("a chart that was raised is drawn smaller, and its numbers are larger", () => {
  const one = chart();
  raise(one, 1.7);
  assert.equal(one.ticks[0].textContent, "1");
  moveTrace(one, "dots", [
    [0.2, 0.4],
    [0.5, 1.5],
  ]);
  assert.equal(one.marks[0].written.transform, "translate(20,25)");
  raise(one, 7);
  assert.equal(one.ticks[0].textContent, "5");
  raise(one, 0.9);
  assert.equal(one.ticks[0].textContent, "0,5");
  raise(null, 1);
});
