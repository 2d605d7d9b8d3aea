// A run as a film in MP4: the browser encodes it (WebCodecs), mediabunny writes the file.

import { breath, canvasOf, MOMENT, moments, REST } from "./film.js";
import { draw, picturesOf } from "./scene.js";

const WIDTH = 1280;
const BITS = 5_000_000; // a second, at the most: lines on a still ground take far fewer
const KEY = 25; // so many frames after one another is one that stands by itself
const WAITING = 8; // frames that may wait for the encoder

// What a film is written in, the best understood first: one in H.264 opens everywhere.
/** @type {(Pick<VideoEncoderConfig, "codec" | "avc"> & { track: string, name: string })[]} */
const CODECS = [
  { codec: "avc1.640028", track: "avc", name: "H.264", avc: { format: "avc" } },
  { codec: "avc1.42e028", track: "avc", name: "H.264", avc: { format: "avc" } },
  { codec: "vp09.00.40.08", track: "vp9", name: "VP9" },
  { codec: "av01.0.08M.08", track: "av1", name: "AV1" },
];

/**
 * The first way of writing a film so large that this browser knows; null where it knows none. Outside of TLS and of this
 * very computer no browser has an encoder.
 * @param {any} Encoder
 */
export async function wayOf(width, height, Encoder = globalThis.VideoEncoder) {
  if (!Encoder) return null;
  for (const { track, name, ...way } of CODECS) {
    const config = { ...way, width, height, bitrate: BITS, framerate: 1000 / MOMENT };
    const known = await Encoder.isConfigSupported(config).catch(() => null);
    if (known?.supported) return { config, track, name };
  }
  return null;
}

/**
 * The film and what it is written in; without a film where the browser cannot write one, null where it was cancelled.
 * @param {any} scene
 * @param {{ told?: (share: number) => void, wanted?: () => boolean }} options
 */
export async function mp4(scene, { told = () => {}, wanted = () => true } = {}) {
  const { canvas, context } = canvasOf(scene, WIDTH);
  const way = await wayOf(canvas.width, canvas.height);
  if (!way) return { blob: null, name: "" };
  const { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Mp4OutputFormat, Output } = await import(
    "./mediabunny.js"
  );
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: "in-memory" }), target: new BufferTarget() });
  const source = new EncodedVideoPacketSource(way.track);
  output.addVideoTrack(source, { frameRate: 1000 / MOMENT });
  output.setMetadataTags({ title: scene.title, comment: scene.link });
  await output.start();

  let failure = null;
  let written = Promise.resolve();
  const encoder = new VideoEncoder({
    output: (chunk, about) => {
      written = written.then(() => source.add(EncodedPacket.fromEncodedChunk(chunk), about));
    },
    error: (error) => {
      failure = error;
    },
  });
  encoder.configure(way.config);
  const pictures = await picturesOf(scene);
  const steps = moments(scene.steps);
  for (const [i, k] of steps.entries()) {
    while (encoder.encodeQueueSize > WAITING && !failure) await breath();
    if (failure) throw failure;
    if (!wanted()) {
      encoder.close();
      await output.cancel();
      return null;
    }
    draw(context, scene, pictures, k);
    const length = i === steps.length - 1 ? REST : MOMENT;
    const frame = new VideoFrame(canvas, { timestamp: 1000 * MOMENT * i, duration: 1000 * length });
    encoder.encode(frame, { keyFrame: i % KEY === 0 });
    frame.close();
    told((i + 1) / steps.length);
    await breath();
  }
  await encoder.flush();
  encoder.close();
  await written;
  await output.finalize();
  return { blob: new Blob([output.target.buffer], { type: "video/mp4" }), name: way.name };
}
