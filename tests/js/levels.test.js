import assert from "node:assert/strict";
import test from "node:test";
import { drawLevels, placesOf } from "../../playground/ui/player/static/levels.js";
import { look, map, recorder, runOf } from "./canvas.js";

const away = runOf([9, 9, 9, 9.5]);
const FAR = [9, 9];
const at = (...places) => ({ ...map, key: "k", levels: [{ text: "12", places }] });
const pixel = (place) => map.toPixel(...place);

test("a value stands at the first of its places that no path, start or other value covers", () => {
  const [one, other] = [
    [2, 5],
    [7, 5],
  ];
  const place = (run, start) => placesOf(at(one, other), [run], start)[0].at;
  assert.deepEqual(place(away, FAR), pixel(one));
  // A long step passes over it, though no iterate lies there.
  assert.deepEqual(place(runOf([0, 5, 4, 5]), FAR), pixel(other));
  assert.deepEqual(place(away, [2.5, 5]), pixel(other));
  const two = {
    ...map,
    key: "k",
    levels: [
      { text: "1", places: [one] },
      { text: "2", places: [one, other] },
    ],
  };
  assert.deepEqual(
    placesOf(two, [away], FAR).map((found) => found.at),
    [pixel(one), pixel(other)],
  );
});

test("where all places are covered it stands at the freest, and steps that are nowhere cover nothing", () => {
  const lost = runOf([1, 5, Number.NaN, 5, 1e300, 5]);
  assert.deepEqual(placesOf(at([1, 5], [3.5, 5]), [lost], [1, 5])[0].at, pixel([3.5, 5]));
  assert.deepEqual(placesOf(at([2, 5], [7, 5.4]), [runOf([0, 5, 10, 5])], FAR)[0].at, pixel([7, 5.4]));
});

test("values are written over the path, and not where the chart has none", () => {
  const context = recorder();
  drawLevels(context, at([2, 5]), [away], FAR, { ...look, font: "14px sans" });
  assert.deepEqual(context.of("fillText"), [["12", 20, 50]]);
  drawLevels(context, { ...map, levels: [] }, [away], FAR, look);
  assert.equal(context.of("fillText").length, 1);
});
