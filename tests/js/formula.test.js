// The field for a formula, on a page of a few plain objects: what it tells Python, and what it shows of the answer.

import assert from "node:assert/strict";
import test, { mock } from "node:test";

class Element {
  constructor(tag) {
    Object.assign(this, { tag, dataset: {}, children: [], attributes: {}, listeners: {}, innerHTML: "", value: "" });
  }

  append(...children) {
    this.children.push(...children);
  }

  setAttribute(name, value) {
    this.attributes[name] = value;
  }

  addEventListener(kind, act) {
    this.listeners[kind] = act;
  }

  remove() {
    this.gone = true;
  }
}

globalThis.document = /** @type {any} */ ({
  createElement: (tag) => new Element(tag),
  querySelector: () => ({}),
});
const { default: mount } = await import("../../playground/ui/player/static/formula.js");

const LABELS = { label: "Your function", tip: "", use: "Use it", lang: "es", key: "OwnFunction" };

// A mounted field that Python has told a formula: its parts, what it has said since, and a way to answer.
function field(text = "x^2") {
  const home = new Element("div");
  const said = [];
  const answer = (data) =>
    mount({
      parentElement: home,
      data: [{ ...LABELS, text, reading: "<mi>r</mi>", said: "", at: null, echo: 0, ...data }],
      setStateValue: (name, message) => said.push({ name, ...message }),
    });
  const end = answer({});
  const [name, box, reading, status] = home.children[0].children;
  const [input, take] = box.children;
  const type = (value) => {
    input.value = value;
    input.listeners.input();
  };
  return { home, said, answer, end, name, input, take, reading, status, type };
}

test("what holds is shown with its reading, and nothing is there to take", () => {
  const { input, take, reading, name, said } = field();
  assert.equal(input.value, "x^2");
  assert.equal(name.textContent, "Your function");
  assert.ok(reading.innerHTML.includes("<mi>r</mi>"));
  assert.ok(take.hidden);
  assert.deepEqual(said, []);
});

test("what is typed is told when the hand has rested, once, and is not taken yet", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let now = 0;
  const clock = mock.method(performance, "now", () => now);
  const { said, type, take } = field();
  type("x^");
  type("x^4");
  assert.deepEqual(said, []);
  assert.ok(!take.hidden);
  now = 150;
  mock.timers.tick(150);
  assert.deepEqual(said, [{ name: "formula", text: "x^4", take: false, n: 1 }]);
  clock.mock.restore();
  mock.timers.reset();
});

test("Enter takes it at once, and so does the button; other keys do not", () => {
  const one = field();
  one.input.value = "x^4";
  one.input.listeners.keydown({ key: "a" });
  assert.deepEqual(one.said, []);
  one.input.listeners.keydown({ key: "Enter" });
  assert.deepEqual(one.said, [{ name: "formula", text: "x^4", take: true, n: 1 }]);
  const other = field();
  other.input.value = "y";
  other.take.listeners.click();
  assert.equal(other.said[0].take, true);
  one.end();
  other.end();
});

test("what cannot be read is said, cannot be taken, and stays as it was typed", () => {
  const { input, take, status, reading, answer, said, end } = field();
  input.value = "x^^2";
  input.listeners.keydown({ key: "Enter" });
  answer({ reading: "", said: "an operand is missing", at: 2, echo: said[0].n });
  assert.equal(input.value, "x^^2");
  assert.equal(status.textContent, "an operand is missing");
  assert.equal(input.attributes["aria-invalid"], "true");
  assert.equal(reading.innerHTML, "");
  assert.ok(take.disabled);
  end();
});

test("another formula that holds, such as an example, takes the place of what was typed", () => {
  const { input, take, answer, end } = field();
  input.value = "sin(";
  answer({ text: "|x|" });
  assert.equal(input.value, "|x|");
  assert.ok(take.hidden);
  end();
});

test("an answer to what has meanwhile been typed over is not shown: the newest goes out first", () => {
  const { input, answer, said, reading, end } = field();
  const enter = (value) => {
    input.value = value;
    input.listeners.keydown({ key: "Enter" });
  };
  enter("x");
  enter("y");
  assert.equal(said.length, 1);
  answer({ reading: "<mi>x</mi>", echo: said[0].n });
  assert.equal(said[1].text, "y");
  assert.ok(!reading.innerHTML.includes("<mi>x</mi>"));
  answer({ reading: "<mi>y</mi>", echo: said[1].n });
  assert.ok(reading.innerHTML.includes("<mi>y</mi>"));
  end();
});

test("a million letters are cut before they are sent, and what is taken down is silent", () => {
  const { input, said, type, end, home } = field();
  input.value = "x".repeat(1e6);
  input.listeners.keydown({ key: "Enter" });
  assert.equal(said[0].text.length, 1000);
  type("y");
  end();
  assert.ok(home.children[0].gone);
});
