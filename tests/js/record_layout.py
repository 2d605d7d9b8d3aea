"""Records what `geometry.js` reads of Plotly in a browser, in tests/data/layout.json."""

import json
import re
import shutil
import sys
from pathlib import Path

import streamlit
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "benchmarks"))
FLAGS = ["--no-sandbox", "--enable-unsafe-swiftshader"]
PAGE = "lang=en&model=Gabor&hide=menu"

RECORD = """async () => {
  const chart = (name) => document.querySelector(`.st-key-${name} .js-plotly-plot`);
  const box = ({ left, top, width, height }) => ({ left, top, width, height });
  const axis = (a) => ({ _offset: a._offset, _length: a._length, range: Array.from(a.range) });
  const { xaxis, yaxis } = chart("contour")._fullLayout;
  const [x0, x1] = xaxis.range, [y0, y1] = yaxis.range;
  const points = [0, 0.25, 1].map((s) => {
    const [a, b] = [x0 + s * (x1 - x0), y0 + s * s * (y1 - y0)];
    return { data: [a, b], pixel: [xaxis._offset + xaxis.c2p(a), yaxis._offset + yaxis.c2p(b)] };
  });
  const surface = chart("surface"), scene = surface._fullLayout.scene._scene, { camera, glplot } = scene;
  const trace = surface._fullData[0], size = trace.x.length;
  const matrices = Object.fromEntries(
    ["projection", "view", "model"].map((name) => [name, Array.from(glplot.cameraParams[name])]));
  const some = Array.from({ length: size }, (_, i) => i).filter((i) => i % 8 === 0);
  return {
    contour: { xaxis: axis(xaxis), yaxis: axis(yaxis), points },
    surface: {
      cameraParams: matrices, dataScale: Array.from(scene.dataScale), eye: Array.from(camera.eye),
      container: box(scene.container.getBoundingClientRect()), chart: box(surface.getBoundingClientRect()),
    },
    trace: {
      type: trace.type, x: some.map((i) => trace.x[i]), y: some.map((i) => trace.y[i]),
      z: some.map((i) => some.map((j) => trace.z[i][j])),
    },
  };
}"""


def plotly() -> str:
    """The version of plotly.js that Streamlit brings: the highest that its chunk names, for d3 is below it."""
    chunk = next(Path(streamlit.__file__).parent.glob("static/static/js/PlotlyChart.*.js"))
    return max(re.findall(r"`(\d+\.\d+\.\d+)`", chunk.read_text(encoding="utf-8")))


def main() -> None:
    from harness import serving

    browser_path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with serving() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{server.url}/?{PAGE}")
        page.wait_for_function(
            "document.querySelector('[data-testid=player]')?.dataset.run && document.querySelector("
            "'.st-key-surface .js-plotly-plot')?._fullLayout?.scene?._scene?.glplot?.cameraParams",
            timeout=120_000,
        )
        recorded = {"plotly": plotly(), **page.evaluate(RECORD)}
        browser.close()
    target = ROOT / "tests" / "data" / "layout.json"
    target.write_text(json.dumps(recorded) + "\n", encoding="utf-8")
    print(target, {key: type(value).__name__ for key, value in recorded.items()})


if __name__ == "__main__":
    main()
