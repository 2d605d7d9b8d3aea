// Which losses are drawn against the step, and on which axis.

import { decode } from "./numbers.js";

// What is drawn against the step: loss above the minimum where it is known.
export function lossOf(run, floor) {
  const loss = decode(run.loss);
  return (i) => loss[i] - floor;
}

// The axis of the loss: logarithmic where it can be, and as wide as the runs ask that have not diverged. Neither the
// ghost of the run before nor one that runs away sets it, unless all do: the present run is always readable.
export function axisOf(runs, floor, until, guess) {
  const settled = runs.filter((run) => run.diverged == null);
  const shown = settled.length ? settled : runs;
  const each = (visit) => {
    for (const run of shown) {
      const at = lossOf(run, floor ?? 0);
      for (let i = 0; i <= until(run); i++) if (Number.isFinite(at(i))) visit(at(i));
    }
  };
  let high = -Infinity;
  let low = Infinity;
  each((v) => {
    if (v < low) low = v;
    if (v > high) high = v;
  });
  if (!Number.isFinite(high)) {
    low = 0.1;
    high = 1;
  }
  // Over whole runs, for an axis that changed its kind on the way would tell how a run ends.
  const log = floor !== null || !shown.some((run) => decode(run.loss).some((v) => v <= 0));
  const tiny = Math.max(high * 1e-16, 1e-300);
  if (log) {
    // Rounding leaves L - L* a few units in the last place from zero: such points lie on the floor of the chart.
    let small = Infinity;
    each((v) => {
      if (v > tiny && v < small) small = v;
    });
    low = Number.isFinite(small) ? small : 0.1;
    if (high <= low) high = guess ? low * 1.01 : low * 10;
  }
  const scale = log ? (v) => Math.log10(Math.max(v, tiny)) : (v) => v;
  let a = scale(low);
  let b = scale(high);
  if (!(b > a)) {
    a -= 0.5;
    b += 0.5;
  }
  // Whole powers of ten, with room below: the axis that follows the guess moves seldom.
  if (guess && log) {
    a = Math.floor(a - 0.3);
    b = Math.ceil(b);
  }
  b = Math.min(b, a + 330);
  const pad = 0.05 * (b - a);
  return { a: a - pad, b: b + pad, log, scale };
}

const TESTED = [2, 4]; // the dash of a loss on data that are set aside

// Where data are set aside, the mean loss of a datum takes the place of the loss: of those that are fitted, and dotted
// beside it of the others, which no run sees.
export function meansOf(data) {
  const { aside, x } = data.model ?? {};
  if (!aside) return data;
  const runs = data.runs.flatMap((run) => [
    ...(run.test ? [{ ...run, loss: run.test, dash: TESTED, mark: "" }] : []),
    { ...run, loss: decode(run.loss).map((value) => value / x.length) },
  ]);
  return { ...data, floor: null, runs };
}
