// What the browser tests read of a page: the player's data, where a point lies on the screen, what is painted there.
{
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const numbers = (entry) =>
    Array.from(
      new { f8: Float64Array, f4: Float32Array, u2: Uint16Array, u4: Uint32Array, u1: Uint8Array }[entry.t](
        bytes(entry.b).buffer,
      ),
    );
  const pairs = (flat) => Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i], flat[2 * i + 1]]);
  const rgb = (color) => [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16));
  const near = (one, other) => Math.hypot(...one.map((v, i) => v - other[i])) < 60;
  let found = null;

  // Letters on canvases leave no element: how large each text was written there last, in pixels of the screen.
  const written = new Map();
  for (const how of ["fillText", "strokeText"]) {
    const own = CanvasRenderingContext2D.prototype[how];
    CanvasRenderingContext2D.prototype[how] = function (text, ...at) {
      const { a, b } = this.getTransform();
      const wide = this.canvas.getBoundingClientRect().width || this.canvas.width;
      const size = (parseFloat(this.font.match(/([\d.]+)px/)[1]) * Math.hypot(a, b) * wide) / this.canvas.width;
      if (this.canvas.isConnected) written.set(text, { size, canvas: this.canvas });
      return own.call(this, text, ...at);
    };
  }
  const ICONS = "script, style, option, [data-testid=stIconMaterial], [data-testid=stHeader]";
  const FOR_THE_EAR = ".pg-unseen, [data-testid=stSkipToContent], .st-key-w-guess";
  const isUnseen = (one) => one.closest(`${ICONS}, ${FOR_THE_EAR}`);

  window.sockets = [];
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...given) {
      super(...given);
      window.sockets.push(this);
    }
  };

  window.probe = {
    // The player's element, also in the moment in which Streamlit renews the place where it stands.
    root() {
      return this.player()?.root ?? document.querySelector("[data-testid=player]");
    },

    player() {
      if (!found?.isConnected || !found.__player)
        found = Array.from(document.querySelectorAll("*")).find((one) => one.__player);
      return found?.__player;
    },

    data() {
      return this.player().data;
    },

    // The number that a field shows.
    field(name) {
      return Number(
        document
          .querySelector(`[data-testid=slider-${name}] input[type=text]`)
          .value.replace("−", "-")
          .replace(",", "."),
      );
    },

    // The page has come to rest on what Python told last.
    painted() {
      return (
        this.root()?.dataset.run === this.data().id &&
        !this.player().transition.active &&
        !document.querySelector("[data-testid=stApp][data-test-script-state=running]")
      );
    },

    // Count from now on what our modules ask: frames of the screen, and elements of the page.
    watchFrames() {
      this.asked = 0;
      this.calm = 0;
      const loop = (this.player() ?? this.trainer()).loop;
      for (const name of ["querySelector", "querySelectorAll"]) {
        const own = Document.prototype[name];
        document[name] = (...given) => {
          this.asked += 1;
          return own.apply(document, given);
        };
      }
      const count = () => {
        const busy = !loop.asleep || this.asked > 0;
        this.calm = busy ? 0 : this.calm + 1;
        this.asked = 0;
        if (this.calm < 60) requestAnimationFrame(count);
      };
      requestAnimationFrame(count);
    },

    // Whether sixty frames have passed in which nothing was asked.
    quiet() {
      return this.calm >= 60;
    },

    trainer() {
      const home = Array.from(document.querySelectorAll("*")).find((one) => one.__trainer);
      return home?.__trainer;
    },

    ready() {
      return (
        Boolean(this.player()) &&
        this.painted() &&
        ["contour", "fit", "surface"].every(
          (name) => !document.querySelector(`.st-key-${name}`) || this.chart(name)?._fullLayout,
        )
      );
    },

    run(i = 0) {
      const { id, phi, loss, color, steps, batches } = this.data().runs[i];
      return {
        id,
        color,
        steps,
        phi: pairs(numbers(phi)),
        loss: numbers(loss),
        batches: batches && numbers(batches.indices),
      };
    },

    // A run as it is drawn while a hand holds something; null where the exact one is drawn.
    preview(i = 0) {
      const { live, data } = this.player();
      const shown = live.of(data);
      const { phi, loss, diverged } = shown.runs[i];
      const list = (array) => (ArrayBuffer.isView(array) ? Array.from(array) : numbers(array));
      return shown === data ? null : { phi: pairs(list(phi)), loss: list(loss), diverged };
    },

    ledger(name) {
      const track = this.data().ledger.tracks[name];
      return track.d === 2 ? pairs(numbers(track)) : numbers(track);
    },

    previous() {
      const run = this.player().previous;
      return run && { id: run.id, phi: pairs(numbers(run.phi)) };
    },

    chart: (name) => document.querySelector(`.st-key-${name} .js-plotly-plot`),

    // A point of a two-dimensional chart in pixels of the screen, by what Plotly says; and back.
    screen(name, a, b) {
      const { xaxis: x, yaxis: y } = this.chart(name)._fullLayout;
      const box = this.chart(name).getBoundingClientRect();
      return [box.left + x._offset + x.c2p(a), box.top + y._offset + y.c2p(b)];
    },
    values(name, u, v) {
      const { xaxis: x, yaxis: y } = this.chart(name)._fullLayout;
      const box = this.chart(name).getBoundingClientRect();
      return [x.p2c(u - box.left - x._offset), y.p2c(v - box.top - y._offset)];
    },

    // Whether a pixel of that colour lies within `reach` pixels of a point of a chart's canvas.
    paints(name, a, b, color, reach = 3) {
      const canvas = document.querySelector(`.st-key-${name} .pg-canvas`);
      const box = canvas.getBoundingClientRect();
      const ratio = canvas.width / box.width;
      const [u, v] = this.screen(name, a, b);
      const size = Math.ceil(2 * reach * ratio) + 1;
      const pixels = canvas
        .getContext("2d")
        .getImageData(
          Math.round((u - box.left - reach) * ratio),
          Math.round((v - box.top - reach) * ratio),
          size,
          size,
        ).data;
      for (let i = 0; i < pixels.length; i += 4)
        if (pixels[i + 3] > 60 && near([pixels[i], pixels[i + 1], pixels[i + 2]], rgb(color))) return true;
      return false;
    },

    // How many pixels of a canvas are painted, and a number that changes with them.
    ink(selector) {
      const canvas = document.querySelector(`${selector} .pg-canvas`);
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      let count = 0;
      let sum = 0;
      for (let i = 0; i < data.length; i += 4)
        if (data[i + 3]) {
          count += 1;
          sum = (sum * 31 + data[i] + 7 * data[i + 1] + i) % 1000003;
        }
      return [count, sum];
    },

    camera() {
      return this.chart("surface")._fullLayout.scene._scene?.getCamera();
    },

    // Whether the contour is drawn as large as its place.
    fitted() {
      const chart = this.chart("contour");
      const home = chart?.closest("[data-testid=stPlotlyChart]");
      return (
        Boolean(chart?._fullLayout) &&
        Math.abs(chart._fullLayout.height - home.clientHeight) < 2 &&
        chart._fullLayout.width <= home.clientWidth + 2
      );
    },

    // Whether the whole contour is seen between header and transport; how far the page goes sideways; what of the transport is cut.
    seen() {
      const box = (one) => one.getBoundingClientRect();
      const main = document.querySelector("[data-testid=stMain]");
      const bar = document.querySelector(".pg-row");
      const chart = box(this.chart("contour"));
      const top = box(document.querySelector("[data-testid=stHeader]")).bottom;
      const low = box(bar).top;
      const outside = ({ left, right, top, bottom }) =>
        left < -0.5 || right > innerWidth + 0.5 || top < 0 || bottom > innerHeight + 0.5;
      const parts = [...bar.querySelectorAll("button, select, input, .pg-label, .pg-live")].filter((one) =>
        one.checkVisibility(),
      );
      return {
        whole: chart.top >= top - 1 && chart.bottom <= low + 1,
        sideways: main.scrollWidth - main.clientWidth,
        cut: parts.filter((one) => outside(box(one))).map((one) => one.className),
        chart: [chart.top, chart.bottom],
        top,
        low,
      };
    },

    // Scroll until the contour stands under the header, and under the tabs where there are any.
    toContour() {
      const head =
        document.querySelector("[data-testid=stHeader]").getBoundingClientRect().bottom +
        document.querySelector(".pg-host-tabs").offsetHeight;
      document
        .querySelector("[data-testid=stMain]")
        .scrollBy(0, this.chart("contour").getBoundingClientRect().top - head - 2);
    },

    places(...names) {
      return names.map((name) => {
        const { left, top } = document.querySelector(name).getBoundingClientRect();
        return [left, top];
      });
    },

    // What is written smaller than `least` pixels on the first screen: in elements, in drawings and on canvases.
    smallLetters(least) {
      const row = document.querySelector(".pg-row")?.getBoundingClientRect().top ?? innerHeight;
      const found = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const home = node.parentElement;
        if (!node.data.trim() || isUnseen(home)) continue;
        if (!home.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const { width, height, top, bottom } = range.getBoundingClientRect();
        const behind = top > row && !home.closest(".pg-row"); // below the fold, behind the transport
        if (width < 2 || height < 2 || bottom < 0 || top > innerHeight || behind || this.clipped(home)) continue;
        const scale = home.closest("svg") ? Math.hypot(home.getScreenCTM().a, home.getScreenCTM().b) : 1;
        const size = parseFloat(getComputedStyle(home).fontSize) * scale;
        if (size < least) found.push(`${node.data.trim()} ${size}`);
      }
      for (const [text, { size, canvas }] of written)
        if (canvas.isConnected && canvas.checkVisibility() && size < least - 0.1) found.push(`${text} ${size} drawn`);
      return found;
    },

    // Whether an element is there for the ear alone.
    clipped(one) {
      for (let home = one; home; home = home.parentElement)
        if (getComputedStyle(home).clipPath !== "none" && home.clientWidth < 3) return true;
      return false;
    },

    overflow: () => document.scrollingElement.scrollWidth - document.documentElement.clientWidth,
  };
}
