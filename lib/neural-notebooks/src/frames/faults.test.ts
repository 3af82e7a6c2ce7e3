/** Runs every example of danfo's faults, and keeps the table in README.md as the examples are. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { faultTable, faults, tryFault, written } from "./faults.testing";

/** The package's sources, seen from the compiled file. */
const readme = join(__dirname, "..", "..", "src", "frames", "README.md");
const marks = ["<!-- faults -->", "<!-- end of faults -->"] as const;

describe("danfo's faults", () => {
  for (const fault of faults) {
    it(`${fault.method} ${fault.fault}; ours does as pandas: ${fault.example}`, async () => {
      const { danfo, ours } = await tryFault(fault);
      assert.notEqual(danfo, ours);
      if (typeof fault.pandas === "string" && fault.pandas !== "string" && !fault.pandas.includes("\n")) {
        assert.notEqual(ours, "undefined");
        if (fault.pandas === "an error") assert.match(ours, /^error: Cannot /);
      } else assert.equal(ours, written(fault.pandas));
    });
  }

  it("stand in README.md as they are (NEURAL_NOTEBOOKS_WRITE=1 writes them anew)", async () => {
    const table = `${marks[0]}\n\n${await faultTable()}\n\n${marks[1]}`;
    const text = readFileSync(readme, "utf8");
    const [before = "", rest = ""] = text.split(marks[0]);
    const after = rest.split(marks[1])[1] ?? "";
    const wanted = `${before}${table}${after}`;
    if (process.env["NEURAL_NOTEBOOKS_WRITE"] === "1") writeFileSync(readme, wanted);
    assert.equal(readFileSync(readme, "utf8"), wanted);
  });
});
