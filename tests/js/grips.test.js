import assert from "node:assert/strict";
import test from "node:test";
import { Grips } from "../../playground/ui/player/static/grips.js";

// A chart of 100 pixels for 1, with one point in the middle.
const point = { getBoundingClientRect: () => ({ left: 55, top: 45, width: 10, height: 10 }) };
const axis = { _offset: 0, _length: 100, c2p: (value) => 100 * value, p2c: (pixel) => pixel / 100, range: [0, 1] };
const chart = {
  closest: () => chart,
  classList: { toggle: () => {} },
  getBoundingClientRect: () => ({ left: 10, top: 0 }),
  querySelectorAll: () => [point],
  _fullLayout: { xaxis: axis, yaxis: axis },
  _fullData: [{ meta: "spot", uid: "1" }],
};
const grip = { chart: "curve", trace: "spot", point: 0, field: "curve.phi", low: 0, high: 1 };
const at = (clientX, more = {}) => ({
  clientX,
  clientY: 50,
  target: chart,
  button: 0,
  preventDefault: () => {},
  ...more,
});

function grips() {
  globalThis.document = /** @type {any} */ ({ addEventListener: () => {}, removeEventListener: () => {} });
  const told = [];
  const one = new Grips((...what) => told.push(what));
  one.follow([grip], () => ({ "curve.phi": 0.5 }));
  return { one, told };
}

test("a hand on a point slides its field, within its range, to a pixel, until it lets go", () => {
  const { one, told } = grips();
  one.listeners.pointerdown(at(62));
  one.listeners.pointermove(at(72.3456));
  one.listeners.pointermove(at(500));
  one.listeners.pointerup(at(40, { type: "pointerup" }));
  one.listeners.pointermove(at(50));
  assert.deepEqual(told, [
    ["curve.phi", 0.62, false],
    ["curve.phi", 1, false],
    ["curve.phi", 0.3, true],
  ]);
});

test("a hand beside all points, or with another button, holds nothing; one called away leaves all as it was", () => {
  const { one, told } = grips();
  one.listeners.pointerdown(at(100));
  one.listeners.pointermove(at(72));
  one.listeners.pointerdown(at(60, { button: 2 }));
  one.listeners.pointerup(at(60, { type: "pointerup" }));
  assert.deepEqual(told, []);
  one.listeners.pointerdown(at(60));
  one.listeners.pointercancel(at(90, { type: "pointercancel" }));
  assert.deepEqual(told, [["curve.phi", 0.5, true]]);
});
