import assert from "node:assert/strict";
import test from "node:test";
import { plane, seenFrom, space, stillOf, terrain } from "../../playground/ui/player/static/geometry.js";
import { recorded } from "./tables.js";

const near = (found, expected, within) =>
  found.forEach((value, i) => {
    assert.ok(Math.abs(value - expected[i]) <= within, `${found}, not ${expected}`);
  });

// A chart as Plotly leaves it, with the linear maps of its axes.
function contour() {
  const axis = ({ _offset, _length, range: [a, b] }, down) => ({
    _offset,
    _length,
    range: [a, b],
    c2p: (value) => _length * (down ? (b - value) / (b - a) : (value - a) / (b - a)),
    p2c: (pixel) => (down ? b - (pixel / _length) * (b - a) : a + (pixel / _length) * (b - a)),
  });
  const { xaxis, yaxis } = recorded.contour;
  return { _fullLayout: { xaxis: axis(xaxis, false), yaxis: axis(yaxis, true) } };
}

function surface() {
  const { cameraParams, dataScale, container, chart } = recorded.surface;
  const scene = {
    glplot: { cameraParams },
    dataScale,
    container: { getBoundingClientRect: () => container },
  };
  return {
    _fullLayout: { scene: { _scene: scene } },
    _fullData: [recorded.trace],
    getBoundingClientRect: () => chart,
  };
}

test("a point of the recorded contour lies where Plotly has put it, and comes back", () => {
  const area = plane(contour());
  for (const { data, pixel } of recorded.contour.points) {
    near(area.toPixel(...data), pixel, 0.01); // Plotly rounds
    near(area.toData(...area.toPixel(...data)), data, 1e-9);
  }
  assert.deepEqual([area.left, area.width], [recorded.contour.xaxis._offset, recorded.contour.xaxis._length]);
});

test("the recorded scene shows its surface inside its chart, and its eye from outside", () => {
  const { x, y, z } = recorded.trace;
  const view = space(surface());
  const { container, chart } = recorded.surface;
  const left = container.left - chart.left;
  for (const j of [0, y.length - 1])
    for (const i of [0, x.length - 1]) {
      const [u, v] = view.toPixel(x[i], y[j], z[j][i]);
      assert.ok(u > left && u < left + container.width && v > 0 && v < chart.height, `${[u, v]}`);
    }
  const inside = view.eye[0] > x[0] && view.eye[0] < x.at(-1) && view.eye[1] > y[0] && view.eye[1] < y.at(-1);
  assert.ok(!inside && view.eye.every(Number.isFinite));
});

test("the eye is the point that the view sends to the origin", () => {
  const { cameraParams, dataScale } = recorded.surface;
  const eye = space(surface()).eye.map((value, axis) => value * dataScale[axis]);
  const apply = (m, p) => [0, 1, 2, 3].map((j) => p.reduce((sum, value, i) => sum + m[4 * i + j] * value, 0));
  const seen = apply(cameraParams.view, apply(cameraParams.model, [...eye, 1]));
  near(seen.slice(0, 3), [0, 0, 0], 1e-6 * Math.hypot(...eye));
});

test("heights are those of the nodes, bilinear between them, and nowhere outside", () => {
  const { x, y, z } = recorded.trace;
  const ground = terrain(surface());
  near([ground.height(x[1], y[2])], [z[2][1]], 1e-6); // the grid is in float32
  const middle = ground.height((x[1] + x[2]) / 2, (y[0] + y[1]) / 2);
  near([middle], [(z[0][1] + z[0][2] + z[1][1] + z[1][2]) / 4], 1e-6);
  assert.ok(Number.isNaN(ground.height(x[0] - ground.dx, y[0])));
  assert.deepEqual([ground.low, ground.high], [Math.min(...z.flat()), Math.max(...z.flat())]);
});

test("of a chart that is not drawn yet nothing is read", () => {
  for (const chart of [null, undefined, {}, { _fullLayout: {} }, { _fullLayout: { xaxis: { _length: 0 } } }])
    assert.deepEqual([plane(chart), space(chart), terrain(chart)], [null, null, null]);
});

test("a scene is turned about its upright axis, and neither below the ground nor into the surface", () => {
  const chart = surface();
  const scene = chart._fullLayout.scene._scene;
  let from = [1.5, 0, 0.5];
  const center = { x: 0, y: 0, z: 0 };
  scene.camera = {
    lookAt: (eye) => {
      from = eye;
    },
  };
  scene.getCamera = () => ({ eye: { x: from[0], y: from[1], z: from[2] }, center });
  scene.viewInitial = { eye: { x: 1, y: 1, z: 1 }, center };
  scene.saveLayout = () => {};
  seenFrom(chart, [Math.PI / 2, 0, 1]);
  near(from, [0, 1.5, 0.5], 1e-9);
  for (let i = 0; i < 30; i++) seenFrom(chart, [0, -0.1, 0.5]);
  assert.ok(from[2] > 0);
  near([Math.hypot(...from)], [0.5], 1e-9);
  seenFrom(chart, null);
  assert.deepEqual(from, [1, 1, 1]);
});

test("a scene that is not seen, whose canvas loses its size as it is drawn, has no copy for paper", () => {
  const canvas = { width: 300, height: 150 };
  const glplot = { canvas, redraw: () => Object.assign(canvas, { width: 0 }) };
  assert.equal(stillOf({ _fullLayout: { scene: { _scene: { glplot } } } }), null);
});
