import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeProblem } from "./node-version.mjs";

test("Node 20.11 and later, 22, 24 and 26 are accepted", () => {
  for (const version of ["20.11.0", "20.20.2", "22.0.0", "22.23.3", "24.21.0", "26.10.0"])
    assert.equal(nodeProblem(version), undefined, version);
});

test("any other Node is refused in one line: rule, what came, what to do", () => {
  for (const version of ["18.20.8", "20.10.0", "21.7.3", "23.11.1", "25.0.0", "27.0.0", "12.22.0"]) {
    const line = nodeProblem(version) ?? "";
    assert.match(line, /^Node must be version 20\.11 or later, 22, 24 or 26; received [\d.]+\. Install /);
    assert.ok(line.includes(version) && !line.includes("\n"));
  }
});
