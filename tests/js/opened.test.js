import assert from "node:assert/strict";
import test from "node:test";

let picture;
globalThis.document = { querySelector: () => picture };
const { FirstPicture } = await import("../../playground/ui/player/static/opened.js");

function pictureOn() {
  picture = { isConnected: true, remove: () => (picture.isConnected = false) };
  return new FirstPicture();
}

// A chart so high in a seat so high.
function chart(offsetHeight, clientHeight, top = 0) {
  const getBoundingClientRect = () => ({ left: 0, top, width: 1, height: offsetHeight });
  return { chart: { offsetHeight, closest: () => ({ clientHeight }), getBoundingClientRect } };
}

test("the picture goes when the charts rest in their seats, and the run counts as drawn only then", () => {
  const first = pictureOn();
  assert.equal(first.waits, false); // nothing was drawn so far
  assert.equal(first.gone([chart(420, 588)], 0), false);
  assert.equal(first.waits, true);
  for (const now of [10, 20, 30]) assert.equal(first.gone([chart(588, 588)], now), false);
  assert.equal(first.gone([chart(588, 588)], 40), true);
  assert.equal(picture.isConnected, false);
  assert.equal(first.waits, false);
});

test("charts that move on are waited for, but not for ever", () => {
  const first = pictureOn();
  for (let now = 0; now < 3900; now += 100) assert.equal(first.gone([chart(588, 588, now)], now), false);
  assert.equal(first.gone([chart(588, 588, -1)], 4000), true);
});

test("a page without a picture waits for nothing", () => {
  picture = null;
  assert.equal(new FirstPicture().gone([chart(1, 2)], 0), true);
});
