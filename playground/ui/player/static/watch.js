// Tells when the page has changed around a component: charts and places for text that come, go or change their size.

const OURS = "[data-testid=player], [data-testid=trainer], [class*=pg-host-], [data-live], [data-bar], [data-signed]";
const HANDS = ["pointerdown", "pointermove", "pointerup", "touchmove", "wheel", "keydown", "click"];

// Whether somebody else has changed the document: what is written from here would wake its writer.
const foreign = (records) =>
  records.some(({ target }) => !(target instanceof Element ? target : target.parentElement)?.closest(OURS));

export class Watch {
  // `renewed` hears that elements have come, gone or changed their size; `moved` that a hand is on a chart.
  constructor(renewed, moved) {
    this.renewed = renewed;
    this.moved = moved;
    this.changes = new MutationObserver((records) => foreign(records) && renewed());
    this.changes.observe(document.body, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ["aria-label"],
    });
    // Streamlit gives the page another class with other colours.
    const page = document.querySelector("[data-testid=stApp]");
    if (page) this.changes.observe(page, { attributes: true, attributeFilter: ["class"] });
    this.sizes = new ResizeObserver(() => renewed());
    this.sized = new Set();
    this.charts = new Map();
    window.addEventListener("resize", renewed);
    document.fonts?.addEventListener("loadingdone", renewed); // formulas become wider
  }

  // The elements whose size matters from now on.
  follow(elements) {
    const now = new Set(elements);
    for (const one of this.sized) if (!now.has(one)) this.sizes.unobserve(one);
    for (const one of now) if (!this.sized.has(one)) this.sizes.observe(one);
    this.sized = now;
  }

  // The charts that turn and zoom under a hand, and that Plotly draws anew when it likes.
  followCharts(charts) {
    for (const [chart, leave] of this.charts)
      if (!charts.includes(chart)) {
        leave();
        this.charts.delete(chart);
      }
    for (const chart of charts) if (!this.charts.has(chart)) this.charts.set(chart, this.attend(chart));
  }

  attend(chart) {
    const hands = chart._fullLayout?.scene ? HANDS : [];
    for (const kind of hands) chart.addEventListener(kind, this.moved, { capture: true, passive: true });
    chart.on?.("plotly_afterplot", this.moved);
    return () => {
      for (const kind of hands) chart.removeEventListener(kind, this.moved, { capture: true });
      chart.removeListener?.("plotly_afterplot", this.moved);
    };
  }

  stop() {
    this.changes.disconnect();
    this.sizes.disconnect();
    this.followCharts([]);
    window.removeEventListener("resize", this.renewed);
    document.fonts?.removeEventListener("loadingdone", this.renewed);
  }
}
