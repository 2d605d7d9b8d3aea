import assert from "node:assert/strict";
import test from "node:test";
import { filledIn } from "../../playground/ui/player/static/written.js";

const text = (html) => html.replace(/<[^>]+>/g, "");

test("a model stands in symbols and in numbers, and a negative parameter in brackets unless it comes first", () => {
  const line = "<mrow><mtext>⟦phi0⟧</mtext><mo>+</mo><mtext>⟦phi1⟧</mtext><mi>x</mi></mrow>";
  const [told] = filledIn([["<mi>f</mi>", line]], [-0.8, -1.25], ",");
  assert.equal(text(told), "f=−0,80+(−1,25)x");
  assert.equal(text(filledIn([["<mi>g</mi>", ""]], [1, 2], ".")[0]), "g");
});
