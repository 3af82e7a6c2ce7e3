import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, it } from "node:test";
import { DataError, FileError, UnknownNameError } from "../core/errors";
import { catalog } from "./catalog";
import type { CatalogEntry, DatasetName } from "./catalog";
import { catalogPage } from "./catalog-page";
import { courseDataFolder, dataVariable, findDataFile, locateFolder } from "./folder";
import { loadTable, parseJsonTable, readTable } from "./load";

const names = Object.keys(catalog) as DatasetName[];
let folder = "";
let named: string | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tables-"));
  named = process.env[dataVariable];
  delete process.env[dataVariable];
});
afterEach(() => {
  if (named === undefined) delete process.env[dataVariable];
  else process.env[dataVariable] = named;
  rmSync(folder, { recursive: true, force: true });
});

describe("the catalogue", () => {
  for (const name of names) {
    it(`tells the truth about ${name}: size, checksum, rows, columns and their types`, () => {
      const entry: CatalogEntry = catalog[name];
      const path = join(courseDataFolder(), entry.file);
      assert.equal(statSync(path).size, entry.bytes);
      assert.equal(createHash("sha256").update(readFileSync(path)).digest("hex"), entry.sha256);
      const table = loadTable(name);
      assert.equal(table.rows, entry.rows);
      assert.deepEqual(
        table.columns.map(({ name: column, type }) => ({ column, type })),
        entry.columns.map(({ name: column, type }) => ({ column, type })),
      );
      assert.equal(table.official, true);
      assert.ok(table.columns.every(({ values }) => values.length === entry.rows));
    });
  }

  it("is what data/README.md says", () => {
    assert.equal(readFileSync(join(courseDataFolder(), "README.md"), "utf8"), catalogPage());
  });
});

describe("loadTable", () => {
  it("gives known figures: 344 penguins, the heaviest 6,300 g; 2 beaks and 11 sexes not known", () => {
    const { columns } = loadTable("penguins");
    const mass = columns[5]?.values as Float64Array;
    assert.equal(Math.max(...mass.filter((value) => !Number.isNaN(value))), 6300);
    assert.equal((columns[2]?.values as Float64Array).filter(Number.isNaN).length, 2);
    assert.equal((columns[6]?.values as (string | null)[]).filter((value) => value === null).length, 11);
  });

  it("gives dates as ISO text and titles as text, also those that are numbers", () => {
    assert.equal(loadTable("stocks").columns[1]?.values[0], "2000-01-01");
    const titles = loadTable("movies").columns[0]?.values as (string | null)[];
    assert.ok(titles.includes("1776"));
    assert.equal(loadTable("movies").columns[5]?.values[0], "1998-06-12");
  });

  it("works from any working folder", () => {
    const here = process.cwd();
    process.chdir(folder);
    try {
      assert.equal(loadTable("penguins").rows, 344);
    } finally {
      process.chdir(here);
    }
  });

  it("names the sets there are, and a close one", () => {
    assert.throws(
      () => loadTable("pinguins" as DatasetName),
      (error) =>
        error instanceof UnknownNameError &&
        /one of "penguins", "cars".*Did you mean "penguins"\?/.test(error.message),
    );
    assert.throws(() => loadTable("toString" as DatasetName), UnknownNameError);
  });

  it("prefers the folder that the learner names, and says when its file is another one", () => {
    process.env[dataVariable] = folder;
    writeFileSync(join(folder, "penguins.json"), '[{"Species": "Emperor"}]');
    const table = loadTable("penguins");
    assert.deepEqual([table.rows, table.official], [1, false]);
    assert.match(table.note, /differs from the catalogue's file/);
    copyFileSync(join(courseDataFolder(), "penguins.json"), join(folder, "penguins.json"));
    assert.deepEqual(
      [loadTable("penguins").official, loadTable("penguins").file],
      [true, join(folder, "penguins.json")],
    );
    assert.equal(findDataFile("cars.json")?.place, "course");
  });

  it("says what is wrong with the learner's folder or a damaged file in it", () => {
    process.env[dataVariable] = join(folder, "nowhere");
    assert.throws(
      () => loadTable("penguins"),
      (error) =>
        error instanceof FileError && /NEURAL_NOTEBOOKS_DATA must be an existing folder/.test(error.message),
    );
    process.env[dataVariable] = folder;
    writeFileSync(
      join(folder, "penguins.json"),
      readFileSync(join(courseDataFolder(), "penguins.json")).subarray(0, 5000),
    );
    assert.throws(
      () => loadTable("penguins"),
      (error) => error instanceof DataError && /Is the file cut off\?.*penguins\.json/.test(error.message),
    );
  });
});

describe("the course's own files", () => {
  /** A copy of the compiled library with a data folder of its own, asked for a table in another process. */
  function loadInCopy(bytes: Uint8Array | undefined): string {
    const lib = join(folder, "lib", "neural-notebooks");
    mkdirSync(join(folder, "data"), { recursive: true });
    for (const part of ["core", "datasets"])
      cpSync(join(__dirname, "..", part), join(lib, "dist", part), { recursive: true });
    writeFileSync(join(lib, "package.json"), '{ "name": "neural-notebooks" }');
    symlinkSync(join(__dirname, "../../../../node_modules"), join(folder, "node_modules"));
    if (bytes) writeFileSync(join(folder, "data", "stocks.csv"), bytes);
    const script = `try { require(${JSON.stringify(join(lib, "dist/datasets/load.js"))}).loadTable("stocks") } catch (error) { console.log(error.name + " " + error.message) }`;
    return execFileSync(process.execPath, ["-e", script], { encoding: "utf8", cwd: folder });
  }

  it("are missed by name when they are gone", () => {
    assert.match(
      loadInCopy(undefined),
      /^FileError Cannot load "stocks": data\/stocks\.csv must be there.*git checkout data\/stocks\.csv/,
    );
  });

  it("are refused when they are damaged, by checksum", () => {
    const bytes = readFileSync(join(courseDataFolder(), "stocks.csv"));
    assert.match(
      loadInCopy(bytes.subarray(0, 5000)),
      /^DataError Cannot load "stocks": .*must be the file in the catalogue \(SHA-256 f9953ac6693e….*git checkout/,
    );
  });
});

describe("readTable", () => {
  it("reads CSV, TSV and JSON files by their path", () => {
    writeFileSync(join(folder, "a.csv"), "x;y\n1;2\n");
    writeFileSync(join(folder, "b.tsv"), "x\ty\n1\t2,5\n");
    writeFileSync(join(folder, "c.json"), '{"x": [1, 2]}');
    assert.equal(readTable(join(folder, "a.csv")).columns.length, 2);
    assert.deepEqual(readTable(join(folder, "b.tsv")).columns[1]?.values, ["2,5"]);
    assert.equal(readTable(join(folder, "c.json")).rows, 2);
  });

  it("finds files of the learner's folder by name", () => {
    process.env[dataVariable] = folder;
    writeFileSync(join(folder, "mine.csv"), "x\n1\n");
    assert.equal(readTable("mine.csv").rows, 1);
  });

  it("reads other encodings when told or marked, and says which to try", () => {
    writeFileSync(join(folder, "w.csv"), Buffer.from("name\nJos\xe9\n", "latin1"));
    writeFileSync(
      join(folder, "u.csv"),
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("name\nJosé\n", "utf16le")]),
    );
    assert.throws(
      () => readTable(join(folder, "w.csv")),
      (error) => error instanceof DataError && /windows-1252/.test(error.message),
    );
    assert.deepEqual(readTable(join(folder, "w.csv"), { encoding: "windows-1252" }).columns[0]?.values, [
      "José",
    ]);
    assert.deepEqual(readTable(join(folder, "u.csv")).columns[0]?.values, ["José"]);
  });

  it("reads every sign of windows-1252, whatever this Node's own decoder makes of it", () => {
    const signs = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";
    const bytes = [
      0x80,
      ...Array.from({ length: 11 }, (_, i) => 0x82 + i),
      0x8e,
      ...Array.from({ length: 12 }, (_, i) => 0x91 + i),
      0x9e,
      0x9f,
    ];
    writeFileSync(
      join(folder, "w.csv"),
      Buffer.concat([Buffer.from("x\n"), Buffer.from(bytes), Buffer.from("\xe9\n", "latin1")]),
    );
    for (const encoding of ["windows-1252", "latin1", "CP1252"])
      assert.deepEqual(
        readTable(join(folder, "w.csv"), { encoding }).columns[0]?.values,
        [`${signs}é`],
        encoding,
      );
  });

  it("reads UTF-16 of both byte orders, marked or when told, and says when it seems to be that", () => {
    const little = Buffer.from("name,n\nJosé😀,1\n", "utf16le");
    const big = Buffer.from(little).swap16();
    const mark = Buffer.from([0xff, 0xfe]);
    writeFileSync(join(folder, "big.csv"), Buffer.concat([Buffer.from(mark).swap16(), big]));
    assert.deepEqual(readTable(join(folder, "big.csv")).columns[0]?.values, ["José😀"]);
    for (const [name, bytes] of Object.entries({ "utf-16le": little, "utf-16be": big })) {
      writeFileSync(join(folder, "plain.csv"), bytes);
      assert.deepEqual(readTable(join(folder, "plain.csv"), { encoding: name }).columns[0]?.values, [
        "José😀",
      ]);
      for (const encoding of ["utf-8", "windows-1252"])
        assert.throws(
          () => readTable(join(folder, "plain.csv"), { encoding }),
          (error) =>
            error instanceof DataError &&
            error.message.includes(`looks like UTF-16: try { encoding: "${name}" }`),
        );
    }
    writeFileSync(join(folder, "cut.csv"), big.subarray(0, big.length - 1));
    assert.throws(() => readTable(join(folder, "cut.csv"), { encoding: "utf-16be" }), DataError);
  });

  it("names the encodings there are, and a close one", () => {
    writeFileSync(join(folder, "a.csv"), "x\n1\n");
    const reading =
      (encoding: string): (() => unknown) =>
      () =>
        readTable(join(folder, "a.csv"), { encoding });
    assert.throws(
      reading("klingon"),
      (error) =>
        error instanceof UnknownNameError &&
        /encoding must be one of "utf-8", "windows-1252"/.test(error.message),
    );
    assert.throws(reading("windows1252x"), /Did you mean "windows-1252"/);
    assert.equal((reading("UTF8")() as { rows: number }).rows, 1);
  });

  it("names the first byte that is not of the encoding", () => {
    // The sign that is wrong lies behind the first piece that is read.
    const text = `name\n${"é".repeat(600_000)}`;
    writeFileSync(
      join(folder, "a.csv"),
      Buffer.concat([Buffer.from(text), Buffer.from([0xe9]), Buffer.from("\n")]),
    );
    assert.throws(
      () => readTable(join(folder, "a.csv")),
      new RegExp(`text in utf-8; received "the byte 0xe9 at place ${Buffer.byteLength(text)}".*windows-1252`),
    );
    writeFileSync(join(folder, "b.csv"), Buffer.concat([Buffer.from("x\nab"), Buffer.from([0xc3])]));
    assert.throws(() => readTable(join(folder, "b.csv")), /the byte 0xc3 at place 4/);
  });

  it("reads what gzip has packed, whatever the file is called, and refuses a cut one", () => {
    const packed = gzipSync("x;y\n1;é\n");
    for (const name of ["a.csv.gz", "a.csv", "a.txt.GZ"]) {
      writeFileSync(join(folder, name), packed);
      assert.deepEqual(readTable(join(folder, name)).columns[1]?.values, ["é"], name);
    }
    writeFileSync(join(folder, "a.json.gz"), gzipSync('{"x": [1, 2]}'));
    assert.equal(readTable(join(folder, "a.json.gz")).rows, 2);
    writeFileSync(join(folder, "cut.csv.gz"), packed.subarray(0, 15));
    assert.throws(
      () => readTable(join(folder, "cut.csv.gz")),
      /cut\.csv\.gz must be a whole gzip file.*cut off/,
    );
  });

  it("refuses archives and files of other programs by what they are, and says what to do", () => {
    const starts = {
      "a zip archive": [0x50, 0x4b, 3, 4],
      "an xz archive": [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0],
      "text in UTF-32": [0xff, 0xfe, 0, 0],
    };
    for (const [kind, bytes] of Object.entries(starts)) {
      writeFileSync(join(folder, "a.csv"), Buffer.from([...bytes, 1, 2, 3]));
      assert.throws(
        () => readTable(join(folder, "a.csv")),
        (error) => error instanceof DataError && error.message.includes(`received "${kind}"`),
        kind,
      );
    }
    writeFileSync(join(folder, "a.csv"), "PK,PAR1\n1,2\n");
    assert.equal(readTable(join(folder, "a.csv")).columns.length, 2);
    writeFileSync(join(folder, "a.xlsx"), "");
    assert.throws(() => readTable(join(folder, "a.xlsx")), /Save the sheet as CSV/);
  });

  it("reads a file of many pieces, whose last row shows that a column is text", () => {
    const rows = Array.from({ length: 120_000 }, (_, row) => `${row},${row % 7}.50,"two\nlines ${row % 3}"`);
    writeFileSync(join(folder, "long.csv"), `id,size,note\n${rows.join("\n")}\nx,1,y\n`);
    const { rows: count, columns } = readTable(join(folder, "long.csv"));
    assert.equal(count, 120_001);
    assert.deepEqual(
      columns.map(({ type }) => type),
      ["string", "number", "string"],
    );
    assert.deepEqual(
      [columns[0]?.values[0], columns[0]?.values[119_999], columns[0]?.values[120_000]],
      ["0", "119999", "x"],
    );
    assert.deepEqual([columns[1]?.values[6], columns[2]?.values[119_999]], [6.5, "two\nlines 2"]);
  });

  it("says on which line a quote was opened that is never closed", () => {
    const rows = Array.from({ length: 300_000 }, (_, row) => `${row},x`).join("\n");
    writeFileSync(join(folder, "open.csv"), `a,b\n1,"x\n${rows}\n`);
    assert.throws(
      () => readTable(join(folder, "open.csv")),
      /line 2 must be quoted rightly.*not closed.*\(In open\.csv\.\)/,
    );
  });

  it("names every place it looked in, and the kinds it can read", () => {
    assert.throws(
      () => readTable("nowhere.csv"),
      (error) =>
        error instanceof FileError && /Tried .*nowhere\.csv, .*data.nowhere\.csv/.test(error.message),
    );
    writeFileSync(join(folder, "a.xlsx"), "");
    assert.throws(() => readTable(join(folder, "a.xlsx")), /a \.csv, \.tsv, \.txt or \.json file/);
    assert.throws(() => locateFolder("nowhere"), FileError);
    mkdirSync(join(folder, "pictures"));
    process.env[dataVariable] = folder;
    assert.equal(locateFolder("pictures"), join(folder, "pictures"));
  });

  it("names the file that a wrong row is in", () => {
    writeFileSync(join(folder, "ragged.csv"), "a,b\n1\n");
    assert.throws(
      () => readTable(join(folder, "ragged.csv")),
      /line 2 must be 2 cells.*\(In ragged\.csv\.\)/,
    );
  });
});

describe("parseJsonTable", () => {
  it("refuses nested values and other forms", () => {
    assert.throws(() => parseJsonTable('[{"a": {"b": 1}}]'), /column "a", row 1, must be a number, text/);
    for (const text of ["3", '"a"', "[1, 2]", "null", '{"a": [1], "b": [1, 2]}', '{"a": 1}', "[[1]]"])
      assert.throws(() => parseJsonTable(text), DataError, text);
  });

  it("keeps ids beyond 2^53 apart, as text, and other numbers and texts as they are", () => {
    const text =
      '[{"id": 9007199254740993, "x": 0.12345678901234567890, "s": "9007199254740993 \\"x"}, {"id": -9007199254740992, "x": 12345678901234567890, "s": "b"}]';
    assert.deepEqual(
      parseJsonTable(text).columns.map(({ values }) => [...values]),
      [
        ["9007199254740993", "-9007199254740992"],
        [0.12345678901234568, 12345678901234567000],
        ['9007199254740993 "x', "b"],
      ],
    );
  });

  it("takes keys that objects know already for names like others", () => {
    const { columns } = parseJsonTable('[{"__proto__": 1, "constructor": 2}, {"toString": 3}]');
    assert.deepEqual(
      columns.map(({ name, values }) => [name, ...values]),
      [
        ["__proto__", 1, NaN],
        ["constructor", 2, NaN],
        ["toString", NaN, 3],
      ],
    );
  });

  it("says why text is no JSON: cut off, JSON Lines, NaN, a comma", () => {
    const reasons = {
      '[{"a": 1}, {"a"': /cut off/,
      '{"a": 1}\n{"a": 2}\n': /looks like JSON Lines/,
      '[{"a": NaN}]': /no NaN/,
      '[{"a": 1},]': /comma or a quote/,
    };
    for (const [text, reason] of Object.entries(reasons))
      assert.throws(() => parseJsonTable(text), reason, text);
  });

  it("turns a column of mixed values into text, as it stands", () => {
    assert.deepEqual(parseJsonTable('[{"a": 1}, {"a": "x"}, {}]').columns[0]?.values, ["1", "x", null]);
  });
});
