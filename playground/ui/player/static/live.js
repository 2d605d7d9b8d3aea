// Follows what hands do elsewhere on the page: a field tells "pg-input" while it is moved and "pg-rest" once Python has
// answered. Meanwhile the player draws a preview of the runs, and of the contour where the landscape itself is changed.

import { colourOf, Heights, pixels, shares } from "./heights.js";
import { put } from "./page.js";
import { Preview } from "./preview.js";

const ROUGH = [41, 340]; // nodes and pixels of a side while a hand changes the landscape
const FINE = [81, 640]; // the same of a part that is enlarged
const KEPT = 3000; // milliseconds for which a contour that was drawn here waits for the server's

export class Live {
  painted = 0;
  movedAt = -Infinity;
  /** @type {any} the contour drawn here: its pixels, of what, and the heights of the chart under it */
  ground = null;
  /** @type {Record<string, any>} */
  parts = {};
  /** @type {Record<number, any>} by their nodes */
  heights = {};

  constructor(player) {
    this.player = player;
    this.preview = new Preview(() => player.redraw());
    /** @type {Record<string, (event: any) => void>} */
    this.listeners = {
      "pg-input": ({ detail }) => this.hold(detail.name, detail.value),
      "pg-rest": ({ detail }) => this.rest(detail.name, detail.value),
    };
    for (const [kind, hear] of Object.entries(this.listeners)) document.addEventListener(kind, hear);
  }

  // A hand holds a number, or the start; true where the runs follow it.
  hold(name, value) {
    const { player, preview } = this;
    if (!player.data || !preview.hold(name, value, player.data)) return false;
    this.movedAt = performance.now();
    if (!preview.landscape) this.ground = null;
    player.redraw();
    return true;
  }

  // Python has answered a field: what it made of the number is in the next data, unless it did not take it.
  rest(name, value) {
    if (this.preview.held.has(name) && this.preview.held.get(name) !== value) this.drop(name);
  }

  // True where it was held.
  drop(name) {
    if (!this.preview.drop(name)) return false;
    this.ground = null;
    this.player.redraw();
    return true;
  }

  // The exact runs have come.
  settle(data, isAnother) {
    if (isAnother || performance.now() - this.movedAt > KEPT) this.preview.clear();
    this.preview.settle(data);
  }

  // The data as they are drawn: with the runs as they would be while something is held.
  of(data) {
    return this.player.guard.run("preview", () => this.preview.of(data)) ?? data;
  }

  // A picture was drawn of a preview.
  count(root) {
    this.painted += 1;
    put(root, "preview", String(this.painted));
  }

  // The picture that is laid over a contour chart: of the landscape that a hand changes, and after that until the
  // chart has other heights. Null for none.
  over(chart, data) {
    const [trace] = chart?._fullData ?? [];
    if (!data.walk.loss || trace?.type !== "contour" || trace.contours.coloring !== "heatmap") return null;
    const { preview } = this;
    if (preview.landscape) {
      if (this.ground?.key !== preview.key)
        this.ground = { key: preview.key, z: trace.z, picture: this.picture(trace, data, preview.constants(data)) };
    } else if (this.ground?.z !== trace.z || performance.now() - this.movedAt > KEPT) this.ground = null;
    return this.ground?.picture ?? null;
  }

  // The ground of a part of the contour, each with a name; null where the browser has no program of the loss.
  part(name, chart, data, window, isFine = true) {
    const [trace] = chart?._fullData ?? [];
    if (!data.walk.loss || data.runs[0].slope || trace?.type !== "contour" || trace.contours.coloring !== "heatmap")
      return null;
    const sides = window.map((side) => [...side].sort((a, b) => a - b));
    const key = JSON.stringify([data.situation, data.model?.key, this.preview.key, sides]);
    if (this.parts[name]?.key !== key)
      this.parts[name] = {
        key,
        picture: this.picture(trace, data, this.preview.constants(data), sides, isFine ? FINE : ROUGH),
      };
    return this.parts[name].picture;
  }

  picture(trace, { walk, model, window: whole }, constants, window = whole, [nodes, size] = ROUGH) {
    const columns = this.preview.columns({ model });
    const key = JSON.stringify(walk.loss) + nodes;
    this.heights[nodes] ??= {};
    if (this.heights[nodes].key !== key)
      this.heights[nodes] = { key, of: new Heights(walk.loss, columns, window, nodes) };
    const heights = Object.assign(this.heights[nodes].of, { columns, window });
    return pixels(shares(heights.at(constants), walk.scale), colourOf(trace.colorscale), size);
  }

  stop() {
    for (const [kind, hear] of Object.entries(this.listeners)) document.removeEventListener(kind, hear);
  }
}
