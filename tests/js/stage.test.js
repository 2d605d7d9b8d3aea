import assert from "node:assert/strict";
import { test } from "node:test";
import { readView, seated, writeView } from "../../playground/ui/player/static/stage.js";

test("a link says how the charts share the screen, and what it says wrongly says nothing", () => {
  assert.deepEqual(readView("two,contour,loss"), { layout: "two", large: "contour", companion: "loss" });
  assert.deepEqual(readView("nine,<script>"), { layout: "", large: "", companion: "" });
  assert.deepEqual(readView(""), { layout: "", large: "", companion: "" });
  for (const text of ["", "one", "pair", "two,contour,loss", ",loss", "four,,fit"])
    assert.equal(writeView(readView(text)), text);
});

test("the large chart sits first, then its companion, then the others as they stand on the page", () => {
  const names = ["contour", "fit", "surface", "loss"];
  assert.deepEqual(seated(names, { large: "", companion: "" }), names);
  assert.deepEqual(seated(names, { large: "loss", companion: "" }), ["loss", "contour", "fit", "surface"]);
  assert.deepEqual(seated(names, { large: "", companion: "surface" }), ["contour", "surface", "fit", "loss"]);
  assert.deepEqual(seated(names, { large: "own", companion: "own" }), names, "what is not there takes no seat");
  assert.deepEqual(seated([], { large: "loss", companion: "" }), []);
});
