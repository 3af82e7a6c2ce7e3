import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseDate } from "./date";
import { datePairs } from "./date-pairs";

describe("parseDate", () => {
  it("reads the ways of writing that mean one thing only", () => {
    for (const text of [
      "2024-03-03",
      "2024-3-3",
      "2024/03/03",
      "3.3.2024",
      "03.03.2024",
      "Mar 3 2024",
      "Mar 3, 2024",
      "Mar. 3, 2024",
      "March 3, 2024",
      "3 mar 2024",
      "3. March 2024",
    ]) {
      assert.equal(parseDate(text), "2024-03-03", text);
    }
    assert.equal(parseDate("Sept 1, 2001"), "2001-09-01");
  });

  it("keeps the time of day", () => {
    assert.equal(parseDate("2024-03-03 12:30"), "2024-03-03T12:30:00");
    assert.equal(parseDate("2024-03-03T12:30:15.25Z"), "2024-03-03T12:30:15.25Z");
  });

  it("reads a form that it is told, and ISO beside it, and no other", () => {
    const read = (format: string, text: string): string | undefined => parseDate(text, { format });
    assert.equal(read("DD/MM/YYYY", "03/04/2024"), "2024-04-03");
    assert.equal(read("MM-DD-YYYY", "03-04-2024 12:30"), "2024-03-04T12:30:00");
    assert.equal(read("DD MMM YYYY", "3 Sep 2024"), "2024-09-03");
    assert.equal(read("MMM. DD, YYYY", "March. 3, 2024"), "2024-03-03");
    assert.equal(read("DD/MM/YYYY", "2024-03-04"), "2024-03-04");
    assert.equal(read("DD/MM/YYYY", "03.04.2024"), undefined);
    assert.equal(read("DD/MM/YYYY", "31/02/2024"), undefined);
    for (const format of ["DD/MM/YY", "DD/MM", "DD/DD/YYYY", ""])
      assert.throws(() => read(format, "03/04/2024"), /dateFormat must be made of YYYY/, format);
  });

  it("reads a day or month first where only one of them can be", () => {
    assert.equal(parseDate("31/01/2024"), "2024-01-31");
    assert.equal(parseDate("01-31-2024"), "2024-01-31");
    assert.equal(parseDate("05/05/2024"), "2024-05-05");
  });

  it("keeps zones, and puts hours on 24", () => {
    assert.equal(parseDate("2024-03-03T12:30:00+02:00"), "2024-03-03T12:30:00+02:00");
    assert.equal(parseDate("3.3.2024 9:05"), "2024-03-03T09:05:00");
    assert.equal(parseDate("1/31/2024 12:00 PM"), "2024-01-31T12:00:00");
    assert.equal(parseDate("2024-03-03 13:30 PM"), undefined);
    assert.equal(parseDate("2024-03-03 12:61"), undefined);
  });

  it("refuses what is no date or could mean two", () => {
    for (const text of [
      "03/04/2024",
      "2023-02-29",
      "2024-13-01",
      "2024-00-10",
      "Mon 3, 2024",
      "Marzo 3, 2024",
      "2024-03-03 25:00",
      "2024",
      "",
    ]) {
      assert.equal(parseDate(text), undefined, text);
    }
    assert.equal(parseDate("2024-02-29"), "2024-02-29");
    assert.equal(parseDate("1900-02-29"), undefined);
  });
});

describe("datePairs", () => {
  it("writes dates that the reader reads back to their ISO form", () => {
    const { written, iso, alphabet, longest } = datePairs({ count: 2000, seed: 3 });
    written.forEach((text, i) =>
      assert.equal(parseDate(text.replace(/^[A-Z][a-z]+day, /, "")), iso[i], text),
    );
    const signs = new Set([...written.join(""), ...iso.join("")]);
    assert.ok([...signs].every((sign) => alphabet.includes(sign)));
    assert.ok(written.every((text) => text.length <= longest) && iso.every((text) => text.length === 10));
  });

  it("names the right weekday", () => {
    const { written, iso } = datePairs({ count: 500, seed: 4 });
    written.forEach((text, i) => {
      const day = /^([A-Z][a-z]+day), /.exec(text)?.[1];
      if (day)
        assert.equal(
          new Date(`${iso[i]}T00:00:00Z`).toLocaleString("en", { weekday: "long", timeZone: "UTC" }),
          day,
        );
    });
  });

  it("keeps to the years asked for and repeats itself for the same seed", () => {
    const { iso } = datePairs({ count: 300, firstYear: 2000, lastYear: 2001, seed: 1 });
    assert.deepEqual([...new Set(iso.map((text) => text.slice(0, 4)))].sort(), ["2000", "2001"]);
    assert.deepEqual(datePairs({ count: 5, seed: 9 }), datePairs({ count: 5, seed: 9 }));
    assert.throws(() => datePairs({ firstYear: 2001, lastYear: 2000 }), /lastYear must be 2001 or later/);
    assert.throws(() => datePairs({ firstYear: 20 }), /firstYear/);
  });
});
