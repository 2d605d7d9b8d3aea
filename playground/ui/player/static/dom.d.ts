// What the compiler cannot know of this page: which elements its selectors find, and what Plotly and we hang on elements.

export {};

declare global {
  interface ParentNode {
    // biome-ignore lint/suspicious/noExplicitAny: a selector does not tell the kind of element
    querySelector(selectors: string): any;
    // biome-ignore lint/suspicious/noExplicitAny: as above
    querySelectorAll(selectors: string): NodeListOf<any>;
  }
}
