import assert from "node:assert/strict";
import test from "node:test";
import { zoomFor } from "../../playground/ui/player/static/printing.js";
import { checksum, markedGif, markedPng } from "../../playground/ui/player/static/takeaway/marks.js";
import { wayOf } from "../../playground/ui/player/static/takeaway/mp4.js";

const text = (words) => new TextEncoder().encode(words);

test("the checksum is that of the standard: its check value is 0xCBF43926", () => {
  assert.equal(checksum(text("123456789")), 0xcbf43926);
  assert.equal(checksum(text("IEND")), 0xae426082); // as every PNG ends
});

test("a picture has its link behind the chunk that tells its size, and is else as it was", () => {
  const bytes = Uint8Array.from({ length: 60 }, (_, i) => i);
  const made = markedPng(bytes, { title: "Descenso · φ", link: "https://a.b/?c=1" });
  assert.deepEqual(made.slice(0, 33), bytes.slice(0, 33));
  assert.deepEqual(made.slice(-27), bytes.slice(33));
  const words = new TextDecoder().decode(made);
  assert.ok(words.includes("iTXtTitle\0\0\0\0\0Descenso · φ"));
  assert.ok(words.includes("iTXtComment\0\0\0\0\0https://a.b/?c=1"));
});

test("a film has its link in blocks of 255 letters behind its colours", () => {
  const bytes = Uint8Array.from({ length: 13 + 12 + 5 }, (_, i) => (i === 10 ? 0b10000001 : i)); // four colours
  const link = "x".repeat(300);
  const made = markedGif(bytes, { link });
  assert.deepEqual(made.slice(0, 25), bytes.slice(0, 25));
  assert.deepEqual([...made.slice(25, 28)], [0x21, 0xfe, 255]);
  assert.equal(made[28 + 255], 45);
  assert.deepEqual([...made.slice(28 + 255 + 1 + 45)], [0, ...bytes.slice(25)]);
});

const browser = (...known) => ({
  isConfigSupported: async ({ codec }) => {
    if (codec.startsWith("av01")) throw new TypeError("what is that?");
    return { supported: known.some((one) => codec.startsWith(one)) };
  },
});

test("a film is written in what most programs open, and in nothing where the browser has no encoder", async () => {
  assert.equal((await wayOf(1280, 586, browser("vp09", "avc1"))).name, "H.264");
  assert.equal((await wayOf(1280, 586, browser("avc1.42"))).config.codec, "avc1.42e028");
  const other = await wayOf(1280, 586, browser("vp09"));
  assert.deepEqual([other.name, other.track, other.config.width, other.config.height], ["VP9", "vp9", 1280, 586]);
  assert.equal(await wayOf(1280, 586, browser()), null);
  assert.equal(await wayOf(1280, 586, undefined), null);
});

test("a page is printed as wide as a sheet, and smaller where it would not go on two", () => {
  assert.equal(zoomFor(1000, 1000), 0.7);
  assert.equal(zoomFor(700, 1100), 960 / 1100); // nearly one sheet: one
  assert.equal(zoomFor(700, 1500), 1);
  assert.ok(zoomFor(1000, 3000) * 3000 < 2 * 960);
  assert.equal(zoomFor(1000, 20000), 0.4);
});
