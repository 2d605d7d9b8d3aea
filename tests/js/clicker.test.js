import assert from "node:assert/strict";
import { test } from "node:test";
import { Clicker } from "../../playground/ui/player/static/clicker.js";

// A clicker before a page that is ready when it is told so; `pass` lets time pass.
function before(page) {
  const done = [];
  let next = null;
  const clicker = new Clicker(
    () => page.ready,
    (key) => {
      done.push(key);
      if (page.answers) page.ready = false;
    },
    (run) => {
      next = run;
      return 0;
    },
  );
  return { clicker, done, pass: () => next?.() };
}

test("what is pressed before the page is ready is kept, and done in order", () => {
  const page = { ready: false };
  const { clicker, done, pass } = before(page);
  for (const key of [" ", "PageDown", " "]) clicker.press(key);
  pass();
  assert.deepEqual(done, []);
  page.ready = true;
  pass();
  assert.deepEqual(done, [" ", "PageDown", " "]);
});

test("a press waits for the answer to the one before", () => {
  const page = { ready: true, answers: true };
  const { clicker, done, pass } = before(page);
  clicker.press("PageDown");
  clicker.press("PageDown");
  pass();
  assert.equal(done.length, 1);
  page.ready = true;
  pass();
  assert.equal(done.length, 2);
});

test("a press back takes away one that waits, and of twenty five are remembered", () => {
  const page = { ready: false };
  const { clicker, done, pass } = before(page);
  clicker.press("PageDown");
  clicker.press("PageUp");
  for (let i = 0; i < 20; i++) clicker.press("PageDown");
  page.ready = true;
  pass();
  assert.equal(done.length, 5);
});

test("what no page will ever do is dropped, and what comes after it is done", () => {
  const { clicker, done } = before({ ready: null });
  clicker.press("PageDown");
  assert.deepEqual([done, clicker.waiting], [[], []]);
});
