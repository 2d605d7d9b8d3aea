// What a visitor sees and when, told from inside the page: `bench` measures from an event to the frame that answers it.
//
// A time runs from the event's own timestamp to the first animation frame after the change is in the document, when the
// frame that shows it has been handed to the screen.
{
  const PATIENCE = 20000;
  const REST = 500;
  const RUN = { attributes: true, attributeFilter: ["data-run"] };
  const CONTOUR = {
    childList: true,
    attributes: true,
    attributeOldValue: true,
    attributeFilter: ["d", "href", "xlink:href", "data-run"],
  };

  const player = () => document.querySelector("[data-testid=player]");
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())));
  const inContour = (node) => node instanceof Element && node.closest(".contourlayer") !== null;
  const drawsContour = (record) => inContour(record.target) || Array.from(record.addedNodes).some(inContour);

  const inChart = (node) => node instanceof Element && node.closest(".js-plotly-plot") !== null;
  const drawsChart = (record) => inChart(record.target) || Array.from(record.addedNodes).some(inChart);

  // Plotly writes a chart that it has just drawn once more, the same: nothing that anybody sees.
  const changes = ({ attributeName, oldValue, target }) =>
    attributeName === null || target.getAttribute(attributeName) !== oldValue;

  // Call `seen(stop)` at each change of the document that `matters`; a promise that fails when nothing comes of it.
  const watch = (what, matters, seen) =>
    new Promise((resolve, reject) => {
      const observer = new MutationObserver((records) => {
        if (records.some(matters)) seen(stop);
      });
      const late = setTimeout(() => {
        observer.disconnect();
        reject(new Error(`nothing changed within ${PATIENCE} ms`));
      }, PATIENCE);
      const stop = (value) => {
        observer.disconnect();
        clearTimeout(late);
        resolve(value);
      };
      observer.observe(document, { subtree: true, ...what });
    });

  // Milliseconds from the next `event` to what `watcher`, given a function that tells the event's time, resolves to.
  const from = (event, watcher) => {
    let begin;
    addEventListener(
      event,
      ({ timeStamp }) => {
        begin = timeStamp;
      },
      { capture: true, once: true },
    );
    const answer = watcher(() => begin !== undefined).then((now) => now - begin);
    answer.catch(() => {}); // whoever asks for the answer hears of it
    return answer;
  };

  // The frame after the last change that `draws`, the one that half a second of rest follows.
  const lastOf = (draws, begun) => {
    let rest;
    const settled = (stop) =>
      frame().then((now) => {
        clearTimeout(rest);
        rest = setTimeout(() => stop(now), REST);
      });
    return watch(CONTOUR, (record) => begun() && changes(record) && draws(record), settled);
  };

  const painted = (stop) => frame().then(stop);

  window.bench = {
    // Milliseconds since the page was asked for until its first contour, or its first chart of any kind, was there.
    firstContour: watch(CONTOUR, drawsContour, painted),
    firstChart: watch(CONTOUR, drawsChart, painted),

    // From the next `event` to the new path.
    expectPath(event) {
      this.answer = from(event, (begun) => watch(RUN, begun, painted));
    },

    // From the next `event` to the last change of the contour.
    expectContour(event) {
      this.answer = from(event, (begun) => lastOf(drawsContour, begun));
    },

    // From the next `event` to the last change of any chart; and of any chart or path.
    expectRest(event) {
      this.answer = from(event, (begun) =>
        lastOf((record) => drawsChart(record) || record.attributeName === "data-run", begun),
      );
    },
    expectCharts(event) {
      this.answer = from(event, (begun) => lastOf(drawsChart, begun));
    },

    // While a hand drags: from each move to the frame after the picture that follows it, and how many pictures there were.
    follow() {
      const waits = [];
      let moved = null;
      const move = ({ timeStamp }) => {
        moved ??= timeStamp;
      };
      const observer = new MutationObserver(() => {
        const from = moved;
        moved = null;
        if (from !== null) frame().then((now) => waits.push(now - from));
      });
      addEventListener("pointermove", move, { capture: true });
      observer.observe(player(), { attributeFilter: ["data-preview"] });
      const count = () => Number(player().dataset.preview ?? 0);
      const [begin, before] = [performance.now(), count()];
      this.followed = () => {
        removeEventListener("pointermove", move, { capture: true });
        observer.disconnect();
        return { waits, rate: (1000 * (count() - before)) / (performance.now() - begin) };
      };
    },

    // Frames drawn a second while the player plays, over `seconds` or until it stops by itself.
    async framesPerSecond(seconds) {
      const begin = await frame();
      const before = Number(player().dataset.drawn);
      let now = begin;
      while (now - begin < 1000 * seconds && player().dataset.playing === "true") now = await frame();
      return (1000 * (Number(player().dataset.drawn) - before)) / (now - begin);
    },
  };
}
