import assert from "node:assert/strict";
import test from "node:test";
import { compile, OPERATIONS } from "../../playground/ui/player/static/model.js";
import { fromPython, tables } from "./tables.js";

const near = (found, expected, name) =>
  assert.ok(
    Math.abs(found - expected) <= 1e-12 * Math.max(1, Math.abs(expected)),
    `${name}: ${found}, not ${expected}`,
  );

test("every registered model predicts in the browser what NumPy predicts", fromPython, () => {
  assert.ok(tables.models.length > 0);
  for (const { name, program, points } of tables.models) {
    const predict = compile(program);
    for (const { phi, x, value } of points) near(predict(phi, x), value, `${name} at ${phi}, ${x}`);
  }
});

test("the browser knows each operation of an expression, and computes it as NumPy does", fromPython, () => {
  assert.deepEqual(Object.keys(OPERATIONS).sort(), [...new Set(tables.operations.map(({ name }) => name))].sort());
  for (const { name, given, value } of tables.operations) {
    const found = compile([name, ...given.map((one) => (one === null ? Number.NaN : one))])([], 0);
    if (value === null) assert.ok(Number.isNaN(found), `${name} of ${given}: ${found}`);
    else near(found, value, `${name} of ${given}`);
  }
});

test("a function that the browser does not know is named before anything is drawn", () => {
  for (const program of [
    ["gamma", ["x"]],
    ["add", ["phi", 0], ["multiply", 2, ["gamma", ["x"]]]],
    ["sin", ["x"], ["x"]],
    ["add", ["x"]],
    ["constructor", ["x"]],
    ["where", ["x"], ["x"]],
  ])
    assert.throws(() => compile(program), /no function (gamma|sin|add|constructor|where) of \d arguments/);
});
