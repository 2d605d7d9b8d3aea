import assert from "node:assert/strict";
import test from "node:test";
import { rounded } from "../../playground/ui/player/static/drawing.js";

test("a number is told with as many digits as a pixel has", () => {
  assert.equal(rounded(1.23456, 2), 1.235);
  assert.equal(rounded(-0.98765, 10), -0.99);
  assert.equal(rounded(123456.7, 100000), 123500);
  assert.equal(rounded(2003.4, 30), 2003.4);
  assert.equal(rounded(3e-16, 4e-15), 3e-16);
  assert.equal(rounded(5, 0), 5);
});
