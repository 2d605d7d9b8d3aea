// What Python sends to the player and to the trainer: the same keys stand in playground/ui/player/protocol.py, and a test
// holds both together. `key?:` is a key that may be missing.

export type Pair = [number, number];
export type Program = number | [string, ...(number | Program)[]];

// An array as base64 with its type; `d` numbers belong to one step.
export interface Packed {
  b: string;
  t: "f4" | "f8" | "u1" | "u2" | "u4";
  d?: number;
}

// A number that is the same at every step.
export interface Constant {
  constant: number;
}

export interface Batches {
  indices: Packed;
  ends: Packed;
}

// A line in a chart over the steps, with what tells it from others.
export interface Curve {
  name: string;
  steps: number;
  loss: Packed;
  color: string;
  dash: number[];
  mark: string;
}

export interface Run extends Curve {
  id: string;
  phi: Packed;
  left: number | null;
  diverged: number | null;
  verdict: string;
  batches?: Batches;
  slope?: Packed; // of one parameter: phi are then points (φ, L) of the curve
  test?: Packed; // the mean loss of a datum that is set aside
}

export interface Path {
  phi: Packed;
  loss: Packed;
  left: number | null;
  diverged: number | null;
  slope?: Packed;
  batches?: Batches;
  test?: Packed;
}

// The answer to a hand that drags, and in how many milliseconds it may ask again.
export interface Passing extends Path {
  rest: number;
}

export interface Arrow {
  label: string;
  color: string;
  vector: Packed;
  mark: boolean;
  base?: Packed;
}

// What a line of the curvature means, for the legend.
export interface Beat {
  terms: Record<string, string>;
  arrows: Arrow[];
}

export interface Marked {
  name: string;
  color: string;
  dash: number[];
  ground: string;
}

// A line of the ledger in MathML: `numeric` has ⟦names⟧ of tracks where numbers are to be filled in.
export interface RuleLine {
  term: string;
  left: string;
  right: string;
  numeric: string;
  shown: boolean;
}

export interface LedgerLine extends RuleLine {
  heading: string;
}

export interface Ledger {
  steps: number;
  lines: LedgerLine[];
  rule: RuleLine[];
  tracks: Record<string, Packed | Constant>;
}

export interface Curvature {
  hessian: Packed;
  determinant: Packed;
  trace: Packed;
  eigenvalues: Packed;
  eigenvectors: Packed;
  gradient: Packed;
  kind: Packed;
  stationary: Packed;
}

export interface Model {
  key: string;
  program: Program;
  constants: Record<string, number>;
  x: number[];
  y: number[];
  aside?: number[][];
  written?: string[][];
}

// Steps in order, each computed from earlier ones: ["number", 1.5], ["name", "x"], or [operation, index, …].
export interface FlatProgram {
  names: string[];
  // biome-ignore lint/suspicious/noExplicitAny: a name or a number, by the first entry
  steps: any[][];
  results: number[];
}

export interface LossProgram {
  program: FlatProgram;
  parameters: string[];
  data: string[];
  constants: string[];
}

export interface RuleProgram {
  program: FlatProgram;
  memory: [string, number][];
  gradients: number;
  swings: boolean;
}

// The rule of a run, null where it has no program, and its numbers.
export interface Walked {
  rule: RuleProgram | null;
  hypers: Record<string, number>;
}

// What a field has of what only the server can work out, such as a minibatch's size, and its name in a link.
export interface Planned {
  link: string;
  value: number;
}

// What the browser walks by itself while a hand drags; without the programs it asks the server.
export interface Walk {
  loss: LossProgram | null;
  constants: Record<string, number>;
  bottom: number;
  relief: number;
  scale: "linear" | "log";
  factors: Packed | null;
  plan: Record<string, Planned>;
  runs: Walked[];
}

// The colours and letters of what is drawn on a canvas.
export interface Look {
  ink: string;
  grid: string;
  axis: string;
  halo: string;
  data: string;
  ghost: string;
  residual: string;
  lit: string;
  model: string;
  upward: string;
  downward: string;
  font: string;
  scale?: number;
}

// Sentences by name, and a few tables of them (payload.words).
// biome-ignore lint/suspicious/noExplicitAny: the names of the sentences are listed in payload.WORDS
export type Words = Record<string, any>;

// What both components are told of the page.
export interface Page {
  id: string;
  lang: string;
  mark: string; // the decimal mark of the language
  words: Words;
  look: Look;
  step: number;
  present: boolean;
  address: string;
  stale: boolean;
  of: string;
  echo: number;
}

// Hands may change the data in their chart: so many points at most, with y of 0 or 1 alone where they are classes.
export interface Draws {
  most: number;
  classes: boolean;
}

export interface PlayerData extends Page {
  situation: string;
  panels: Record<string, string>;
  runs: Run[];
  start: Pair;
  window: [Pair, Pair];
  floor: number | null;
  epochs: number[];
  arrows: Arrow[];
  beats: Beat[];
  guess: boolean;
  model: Model | null;
  rule: string;
  view: string;
  plays: boolean;
  alpha: number | null;
  weighs: number | null; // the first run of momentum
  reports: boolean;
  squares: boolean;
  draws?: Draws;
  walk: Walk;
  ledger?: Ledger;
  curvature?: Curvature;
  marks?: string[];
  marked?: Marked[];
  notes?: string[];
  table?: string[][];
  next?: PlayerData;
}

// A number in the boxes at each step, and how it is written.
export interface Live {
  values: Packed;
  digits?: number;
  percent?: boolean;
  choices?: string[];
  unit?: number;
}

// What is said of the boxes at each step: the number's name, its place, its unit.
export interface Told {
  name: string;
  key: string;
  unit: string;
}

export interface TrainerData extends Page {
  steps: number;
  loss: Packed;
  curves: Curve[];
  numbers: Record<string, Live>;
  told: Told[];
  said: string;
  untrained: string;
  plan: Record<string, Planned>;
  query: string;
}

// The answer to a hand that drags a number of a training; `curves` are the losses of its curves.
export interface PassingTraining {
  loss: Packed;
  curves: Packed[];
  numbers: Record<string, Live>;
  said: string;
  rest: number;
}

// A step of a lesson: "state" or "question", and its heading.
export interface LessonStep {
  kind: string;
  title: string;
}

// A lesson that is read: its steps, the one the visitor stands at, whether the figure is in its state (`lit`), which
// questions are answered, and how often a button has moved on (`walked`).
export interface LessonData {
  name: string;
  lang: string;
  words: Record<string, string>;
  steps: LessonStep[];
  at: number;
  lit: boolean;
  answered: number[];
  walked: number;
}

// A place of a projected lesson for its lecturer: what it is, its heading and what is said, as HTML.
export interface Note {
  kind: string;
  title: string;
  text: string;
}

// What the lecturer's second window shows of a projected lesson, and at which of its places it is.
export interface NotesData {
  lang: string;
  title: string;
  minutes: number;
  places: Note[];
  at: number;
  plan: string;
  blackboard: string;
  words: Record<string, string>;
}

// What Streamlit hands to a component.
export type Component<Data> = {
  data: [Data];
  parentElement: HTMLElement;
  setStateValue(name: string, value: unknown): void;
};

// Formulas of the fields that a hand slides, one result each for every entry of the columns (follow.js).
export interface Formula {
  program: FlatProgram;
  columns: Record<string, Packed>;
}

export interface FollowedTrace extends Formula {
  chart: string;
  trace: string;
  sums: boolean;
}

export interface FollowedLabel extends Formula {
  chart: string;
  number: number;
}

export interface FollowedTitle extends Formula {
  chart: string;
  before: string;
}

// A sentence, or one of three by the sign of the result with the number `by`.
export interface FollowedLine {
  texts: string[];
  by: number | null;
}

export interface FollowedWords extends Formula {
  place: string;
  lines: FollowedLine[];
}

// A point of a trace, of which a hand takes hold to slide a field.
export interface Grip {
  chart: string;
  trace: string;
  point: number;
  field: string;
  low: number;
  high: number;
}

export interface FollowData {
  values: Record<string, number>;
  mark: string;
  traces: FollowedTrace[];
  labels: FollowedLabel[];
  titles: FollowedTitle[];
  words: FollowedWords[];
  grips: Grip[];
  grows: string[];
}
