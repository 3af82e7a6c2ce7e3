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

  it("turns a column of mixed values into text, as it stands", () => {
    assert.deepEqual(parseJsonTable('[{"a": 1}, {"a": "x"}, {}]').columns[0]?.values, ["1", "x", null]);
  });
});
