// A run as a still picture and as a film, made in the browser frame by frame: equal for equal scenes.

import { applyPalette, GIFEncoder, quantize } from "./gifenc.js";
import { markedGif, markedPng } from "./marks.js";
import { draw, picturesOf, widthOf } from "./scene.js";

const FRAMES = 200; // of a long run so many moments are shown
export const MOMENT = 80; // milliseconds that each is seen
export const REST = 1500; // and the last

// The steps that a film shows: all, or so many of them, evenly, the last among them.
export function moments(steps, most = FRAMES) {
  const count = Math.min(steps, most);
  return Array.from({ length: count + 1 }, (_, i) => (count ? Math.round((i * steps) / count) : 0));
}

// A canvas so wide on which a scene is drawn; both sides are even, as films need them.
export function canvasOf(scene, width) {
  const canvas = document.createElement("canvas");
  const scale = width / widthOf(scene);
  canvas.width = width - (width % 2);
  canvas.height = 2 * Math.round((scene.high * scale) / 2);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.setTransform(scale, 0, 0, scale, 0, 0);
  return { canvas, context };
}

// The page lives on between two frames.
export const breath = () => new Promise((resolve) => setTimeout(resolve));

// A PNG of the moment k, `sharp` pixels for one of the scene.
export async function still(scene, k, sharp = 2) {
  const { canvas, context } = canvasOf(scene, sharp * widthOf(scene));
  draw(context, scene, await picturesOf(scene), k);
  return pngOf(canvas, scene);
}

// A canvas as a PNG that knows where it comes from.
export async function pngOf(canvas, scene) {
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  return new Blob([markedPng(new Uint8Array(await blob.arrayBuffer()), scene)], { type: "image/png" });
}

/**
 * A GIF of the whole run; null where it was cancelled.
 * @param {any} scene
 * @param {{ width?: number, told?: (share: number) => void, wanted?: () => boolean }} options
 */
export async function gif(scene, { width = 800, told = () => {}, wanted = () => true } = {}) {
  const { canvas, context } = canvasOf(scene, width);
  const pictures = await picturesOf(scene);
  const encoder = GIFEncoder();
  const steps = moments(scene.steps);
  const pixels = () => context.getImageData(0, 0, canvas.width, canvas.height).data;
  // The colours of the last moment serve all, so that nothing flickers; one more stands for "as before".
  draw(context, scene, pictures, scene.steps);
  const palette = [...quantize(pixels(), 255, { format: "rgb565" }).slice(0, 255)];
  const clear = palette.length;
  let before = null;
  for (const [i, k] of steps.entries()) {
    if (!wanted()) return null;
    draw(context, scene, pictures, k);
    const now = applyPalette(pixels(), palette, "rgb565");
    const changed = before ? now.map((colour, at) => (colour === before[at] ? clear : colour)) : now;
    before = now;
    encoder.writeFrame(changed, canvas.width, canvas.height, {
      palette: i ? undefined : [...palette, [0, 0, 0]],
      transparent: i > 0,
      transparentIndex: clear,
      dispose: 1,
      delay: i === steps.length - 1 ? REST : MOMENT,
      repeat: 0,
    });
    told((i + 1) / steps.length);
    await breath();
  }
  encoder.finish();
  return new Blob([markedGif(encoder.bytes(), scene)], { type: "image/gif" });
}

export function save(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
