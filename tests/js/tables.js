// The tables that Python writes for these tests (test_node.py): numbers, and what NumPy predicts.

import { readFileSync } from "node:fs";

const path = process.env.PLAYGROUND_TABLES;

export const tables = path ? JSON.parse(readFileSync(path, "utf8")) : null;

// Options of a test that reads them.
export const fromPython = { skip: tables === null && "its tables are written by pytest tests/js" };

export const recorded = JSON.parse(readFileSync(new URL("../data/layout.json", import.meta.url), "utf8"));
