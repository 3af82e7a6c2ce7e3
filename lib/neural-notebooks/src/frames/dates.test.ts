/** Tests of which columns of text are taken for dates. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { DataFrame } from "./data-frame";
import { readCSV } from "./read";

test("a frame made of values takes full ISO text for dates and guesses nothing else", () => {
  const { types } = new DataFrame({
    days: ["2024-03-31", null],
    times: ["2024-03-31T12:30:00", "2024-04-01T00:00:00"],
    noDay: ["2024-02-30", "2024-02-01"],
    mixed: ["2024-03-31", "soon"],
    dots: ["31.03.2024", "01.04.2024"],
  });
  assert.deepEqual(types, { days: "date", times: "date", noDay: "string", mixed: "string", dots: "string" });
});

test("a frame read from a file also takes other forms for dates, where they can be read one way only", async () => {
  const folder = mkdtempSync(join(tmpdir(), "frames-dates-"));
  try {
    const file = join(folder, "dates.csv");
    const rows = [
      "2024/03/31,31.03.2024,03/25/2024,03/04/2024",
      "2024/04/01,01.04.2024,03/26/2024,05/06/2024",
    ];
    writeFileSync(file, `${["slash,dots,american,unclear", ...rows].join("\n")}\n`);
    const frame = await readCSV(file);
    assert.deepEqual(frame.types, { slash: "date", dots: "date", american: "date", unclear: "string" });
    assert.deepEqual(frame.values[0], ["2024-03-31", "2024-03-31", "2024-03-25", "03/04/2024"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
