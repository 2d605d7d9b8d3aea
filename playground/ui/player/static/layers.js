// Canvases over charts and in places of the page: as sharp as the screen, cleared before each frame.

// A canvas of its own above `home`, a chart or an empty place.
export function canvasOn(home) {
  const canvas = Object.assign(document.createElement("canvas"), { className: "pg-canvas" });
  canvas.setAttribute("aria-hidden", "true");
  if (getComputedStyle(home).position === "static") home.style.position = "relative";
  home.append(canvas);
  return { chart: home, canvas, context: canvas.getContext("2d") };
}

// Bring a layer to its size; true where something about it changed since it was last drawn.
export function fits(layer, key) {
  const width = layer.chart.clientWidth;
  const height = layer.chart.clientHeight;
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  const now = `${width},${height},${ratio},${key}`;
  if (layer.canvas.width !== Math.round(width * ratio) || layer.canvas.height !== Math.round(height * ratio)) {
    layer.canvas.width = Math.round(width * ratio);
    layer.canvas.height = Math.round(height * ratio);
    layer.canvas.style.width = `${width}px`;
    layer.canvas.style.height = `${height}px`;
  }
  Object.assign(layer, { width, height, ratio });
  const changed = layer.key !== now;
  layer.key = now;
  return changed;
}

export function clear(layer) {
  layer.context.setTransform(layer.ratio, 0, 0, layer.ratio, 0, 0);
  layer.context.clearRect(0, 0, layer.width, layer.height);
  return layer.context;
}

// After a drawing that broke off: a canvas that is given its size forgets what it was told to clip.
export function renew({ canvas }) {
  const { width } = canvas;
  canvas.width = width;
}
