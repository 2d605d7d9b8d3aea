import assert from "node:assert/strict";
import test from "node:test";
import { Remote } from "../../playground/ui/player/static/remote.js";

// A server that answers when it is told to, and a clock.
function setting() {
  const asked = [];
  const waits = [];
  const come = [];
  const ask = (query) => new Promise((answer, fail) => asked.push({ query, answer, fail }));
  const remote = new Remote(
    () => come.push(1),
    ask,
    (run, milliseconds) => waits.push({ run, milliseconds }),
  );
  const queries = () => asked.map(({ query }) => query);
  return { remote, asked, queries, waits, come };
}

const settled = () => new Promise((go) => setImmediate(go));

test("one question is in flight, and the newest wish is the next", async () => {
  const { remote, asked, queries, waits, come } = setting();
  for (const query of ["a=1", "a=2", "a=3"]) assert.equal(remote.run(0, query), undefined);
  assert.deepEqual(queries(), ["a=1"]);
  asked[0].answer({ loss: 1, rest: 70 });
  await settled();
  assert.equal(come.length, 1);
  assert.equal(remote.run(0, "a=3").loss, 1, "the path of a moment ago");
  assert.deepEqual(queries(), ["a=1"], "not before the server has said");
  assert.equal(waits[0].milliseconds, 70);
  waits[0].run();
  assert.deepEqual(queries(), ["a=1", "a=3"]);
});

test("an answer that comes when nothing is held any more is passed over", async () => {
  const { remote, asked, come } = setting();
  remote.run(0, "a=1");
  remote.clear();
  asked[0].answer({ rest: 0 });
  await settled();
  assert.equal(come.length, 0);
  assert.equal(remote.run(0, "a=2"), undefined);
});

test("no answer is no fault: it asks again later", async () => {
  const { remote, asked, queries, waits } = setting();
  remote.run(0, "a=1");
  asked[0].fail(new Error("offline"));
  await settled();
  assert.equal(waits[0].milliseconds, 1000);
  remote.run(0, "a=2");
  waits[0].run();
  asked[1].answer(null);
  await settled();
  assert.equal(waits[1].milliseconds, 0);
  assert.deepEqual(queries(), ["a=1", "a=2"]);
});
