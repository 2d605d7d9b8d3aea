import assert from "node:assert/strict";
import test from "node:test";
import {
  decode,
  exactly,
  fixed,
  format,
  padded,
  read,
  styleOf,
  superscript,
} from "../../playground/ui/player/static/numbers.js";
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

test("numbers of one kind have as many decimals as their change needs, and zeros to the end", () => {
  const written = (values, small) => values.map((one) => fixed(one, styleOf(values, small), ","));
  assert.deepEqual(written([0.51, 0.511], [0.001]), ["0,5100", "0,5110"]);
  assert.deepEqual(written([1.6, -0.8], [0.23, -0.45]), ["1,60", "−0,80"]);
  assert.deepEqual(written([2, 10], [0.275, 0.025]), ["2,00", "10,00"]);
  assert.deepEqual(written([0, -0.001], []), ["0,0000", "−0,0010"]);
  assert.deepEqual(written([12345, -3], []), ["12\u202f345", "−3"]);
  assert.equal(fixed(-0.0001, { decimals: 2, power: 0 }, "."), "0.00", "a zero has no sign");
  assert.equal(fixed(Number.NaN, { decimals: 2, power: 0 }, "."), "—");
  assert.equal(fixed(-Infinity, { decimals: 2, power: 0 }, "."), "−∞");
});

test("tiny and huge numbers are parts of one power of ten", () => {
  assert.deepEqual(styleOf([5.53e-6, -4.85e-7]), { decimals: 2, power: -6 });
  assert.equal(fixed(-4.85e-7, { decimals: 2, power: -6 }, ","), "−0,49");
  assert.deepEqual(styleOf([3e9]), { decimals: 2, power: 9 });
});

test("no change, however small, asks for more decimals than can be read", () => {
  for (const change of [1e-5, 1e-9, 1e-300]) assert.equal(styleOf([1.5, 2], [change]).decimals, 4);
});

test("losses below one another keep their zeros", () => {
  for (const [value, text] of [
    [4.47, "4,470"],
    [0.6332, "0,6332"],
    [21.19, "21,19"],
    [0, "0"],
    [1.005e-31, "1,005·10⁻³¹"],
  ])
    assert.equal(padded(value, ","), text);
});
