// The picture with which a page came (opening.py): it goes when the page's own charts are drawn where they will stay.

const PATIENCE = 4000; // milliseconds after the first drawing in which charts may still come to their seats
const STEADY = 3; // frames in which they have not moved
const NEAR = 2; // pixels

export class FirstPicture {
  element = document.querySelector(".pg-picture");
  /** @type {number | null} when the page's own charts were first drawn */
  since = null;
  places = "";
  steady = 0;

  get waits() {
    return this.since !== null && this.element?.isConnected === true;
  }

  // Whether the page's own charts are what is seen: at once where there is no picture, else when they rest in their seats.
  gone(panels, now = performance.now()) {
    if (!this.element?.isConnected) return true;
    this.since ??= now;
    if (!this.rests(panels) && now - this.since < PATIENCE) return false;
    this.element.remove();
    return true;
  }

  rests(panels) {
    const places = panels.map(({ chart }) => placeOf(chart)).join();
    this.steady = places === this.places && panels.every(({ chart }) => fills(chart)) ? this.steady + 1 : 0;
    this.places = places;
    return this.steady >= STEADY;
  }
}

function placeOf(chart) {
  const { left, top, width, height } = chart.getBoundingClientRect();
  return [left, top, width, height].map(Math.round).join(" ");
}

// Whether Plotly has given a chart the height of its seat.
function fills(chart) {
  const seat = chart.closest("[data-testid=stPlotlyChart]");
  return !seat || Math.abs(seat.clientHeight - chart.offsetHeight) <= NEAR;
}
