import assert from "node:assert/strict";
import test from "node:test";
import { Mailbox, Outbox, Patience } from "../../playground/ui/player/static/mailbox.js";

test("one message is in flight, and the newest of those that wait is sent next", () => {
  const mail = new Mailbox();
  assert.equal(mail.due(0), null);
  mail.offer({ x: 1 }, 0);
  assert.deepEqual(mail.due(0), { x: 1, n: 1 });
  assert.ok(mail.pending);
  mail.offer({ x: 2 }, 10);
  mail.offer({ x: 3 }, 20);
  assert.equal(mail.due(20), null);
  mail.answer(1);
  assert.deepEqual(mail.due(30), { x: 3, n: 2 });
  mail.answer(2);
  assert.equal(mail.due(40), null);
  assert.ok(!mail.pending);
});

test("an answer that does not come is given up after three seconds", () => {
  const mail = new Mailbox();
  mail.offer({ x: 1 }, 0);
  mail.due(0);
  mail.offer({ x: 2 }, 100);
  assert.equal(mail.left(100), 2900);
  assert.ok(mail.waits(2999));
  assert.equal(mail.due(2999), null);
  assert.ok(!mail.waits(3000));
  assert.deepEqual(mail.due(3000), { x: 2, n: 2 });
});

test("what nobody answers is sent again, three times and ever later, until it is answered", () => {
  const mail = new Mailbox();
  mail.offer({ x: 1 }, 0);
  mail.due(0);
  assert.equal(mail.due(2999), null);
  assert.deepEqual(mail.due(3000), { x: 1, n: 2 });
  assert.equal(mail.left(3000), 6000);
  assert.deepEqual(mail.due(9000), { x: 1, n: 3 });
  assert.deepEqual(mail.due(21_000), { x: 1, n: 4 });
  assert.equal(mail.left(100_000), null);
  mail.offer({ x: 2 }, 100_000);
  mail.due(100_000);
  mail.answer(5);
  assert.equal(mail.left(200_000), null);
});

test("a delayed wish is sent when the hand has rested, and at once where it is wished so", () => {
  const mail = new Mailbox();
  mail.offer({ k: 1 }, 0, 150);
  mail.offer({ k: 2 }, 100, 150);
  assert.equal(mail.due(200), null);
  assert.equal(mail.left(200), 50);
  assert.deepEqual(mail.due(250), { k: 2, n: 1 });
  mail.answer(1);
  mail.offer({ k: 3 }, 300);
  assert.deepEqual(mail.due(300), { k: 3, n: 2 });
});

test("numbers go on from those that Python has seen, and an old answer counts for nothing", () => {
  const mail = new Mailbox();
  mail.answer(41);
  mail.offer({ x: 1 }, 0);
  assert.equal(mail.due(0).n, 42);
  mail.answer(40);
  assert.ok(mail.pending);
});

test("rest is rest for 150 ms, counted from the last thing that moved", () => {
  const patience = new Patience();
  assert.ok(!patience.due(0, true));
  assert.ok(patience.waiting);
  assert.ok(!patience.due(100, true));
  assert.ok(!patience.due(120, false));
  assert.ok(!patience.waiting);
  assert.ok(!patience.due(160, true));
  assert.ok(!patience.due(309, true));
  assert.ok(patience.due(310, true));
});

test("an outbox sends at once what may be sent, and the newest of what waited when the answer comes", () => {
  const sent = [];
  const mail = new Outbox((message) => sent.push(message));
  for (const v of [1, 2, 3]) mail.post({ v });
  assert.deepEqual(sent, [{ v: 1, n: 1 }]);
  mail.answer(1);
  mail.flush();
  assert.deepEqual(sent.at(-1), { v: 3, n: 2 });
  mail.stop();
});

test("an outbox keeps a message back for its delay", async () => {
  const message = await new Promise((send) => new Outbox(send).post({ v: 1 }, 5));
  assert.deepEqual(message, { v: 1, n: 1 });
});
