import assert from "node:assert/strict";
import test from "node:test";
import { decode, exactly, format, read, superscript } from "../../playground/ui/player/static/numbers.js";
import { fromPython, tables } from "./tables.js";

test("numbers are written as Python writes them, in each language and with each number of digits", fromPython, () => {
  for (const { value, mark, digits, text } of tables.written)
    assert.equal(format(Number(value), mark, digits), text, `${value} with ${mark}`);
});

test("numbers are read as Python reads them", fromPython, () => {
  for (const [text, value] of Object.entries(tables.read)) assert.equal(read(text), value, text);
  assert.equal(read("1e999"), Infinity);
});

test("a number in a field comes back to the last bit", () => {
  for (const value of [0.1, -0.25, 3, 1e-9, -1.5e22, 5e-324, 123456.789, 0, 1 / 3])
    for (const mark of [".", ","]) assert.equal(read(exactly(value, mark)), value);
});

test("arrays come back from their bytes, and are decoded once", fromPython, () => {
  for (const { packed, values } of tables.packed) {
    const before = JSON.stringify(packed);
    const array = decode(packed);
    assert.deepEqual(Array.from(array), values);
    assert.equal(decode(packed), array);
    assert.equal(JSON.stringify(packed), before, "nothing is written on what was received");
  }
  assert.equal(decode(null), null);
});

test("exponents are raised", () => assert.equal(superscript(-307), "⁻³⁰⁷"));
