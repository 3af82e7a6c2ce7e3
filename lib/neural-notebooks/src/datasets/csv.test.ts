import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import * as Papa from "papaparse";
import { DataError } from "../core/errors";
import { parseCsv, readCsv } from "./csv";
import { defaultMissing, tableFromCells } from "./table";

const values = (text: string, options = {}): unknown[][] =>
  parseCsv(text, options).columns.map((column) => [...column.values]);

describe("parseCsv", () => {
  it("reads names, numbers, text, truth values and dates, with empty cells as missing", () => {
    const { rows, columns } = parseCsv("n,s,b,d\n1,x,true,2024-01-31\n-2.5e3,,false,\n,y,,2024-02-01\n");
    assert.equal(rows, 3);
    assert.deepEqual(
      columns.map(({ type }) => type),
      ["number", "string", "boolean", "date"],
    );
    assert.deepEqual(
      columns.map((column) => [...column.values]),
      [
        [1, -2500, NaN],
        ["x", null, "y"],
        [true, false, null],
        ["2024-01-31", null, "2024-02-01"],
      ],
    );
  });

  it("takes quotes, doubled quotes and line ends in cells, a byte-order mark and Windows line ends", () => {
    assert.deepEqual(values('\uFEFFa,b\r\n"x, ""y""","two\r\nlines"\r\n'), [['x, "y"'], ["two\r\nlines"]]);
  });

  it("guesses comma, semicolon, tab and bar, also with blank lines and few rows", () => {
    for (const delimiter of [",", ";", "\t", "|"]) {
      assert.deepEqual(
        values(`a${delimiter}b\n1${delimiter}2\n\n3${delimiter}4\n`),
        [
          [1, 3],
          [2, 4],
        ],
        JSON.stringify(delimiter),
      );
    }
    assert.deepEqual(values('name;mass\n"Ann; B.";1\n'), [["Ann; B."], [1]]);
  });

  it("takes a text of one column for that, though its cells hold commas", () => {
    assert.deepEqual(values("text\nHello, world\nfoo\na, b, c\n"), [["Hello, world", "foo", "a, b, c"]]);
    assert.deepEqual(values("v\n-1.234.567,89\n", { decimal: ",", thousands: "." }), [[-1234567.89]]);
    assert.deepEqual(values("x\n1\n2\n"), [[1, 2]]);
    assert.deepEqual(values("km,h;n\n1,5;2\n", { decimal: "," }), [[1.5], [2]]);
    // A title above a heading is no column.
    assert.throws(() => parseCsv("Sales of 2024\na,b\n1,2\n3,4\n"), /line 2 must be 1 cell.*skipRows/);
  });

  it("reads decimal commas when told", () => {
    assert.deepEqual(values("a;b\n1,5;2\n2,5;3\n", { decimal: "," }), [
      [1.5, 2.5],
      [2, 3],
    ]);
    assert.deepEqual(values("a;b\n1,5;2\n2,5;3\n"), [
      ["1,5", "2,5"],
      [2, 3],
    ]);
  });

  it("reads one column, where a blank line is a missing value", () => {
    assert.deepEqual(values("x\n1\n\n3\n"), [[1, NaN, 3]]);
  });

  it("reads NA and its relatives as missing, and other texts when told", () => {
    assert.deepEqual(values("a,b\nNA,1\nx,N/A\n"), [
      [null, "x"],
      [1, NaN],
    ]);
    assert.deepEqual(values("a\n-99\n1\n", { missing: ["-99"] }), [[NaN, 1]]);
  });

  it("keeps text with leading zeros as text, unless a number is asked for", () => {
    assert.deepEqual(values("zip\n02134\n10001\n"), [["02134", "10001"]]);
    assert.deepEqual(values("zip\n02134\n0.5\n", { types: { zip: "number" } }), [[2134, 0.5]]);
  });

  it("names columns without a heading, and takes names given for text that has none", () => {
    assert.deepEqual(
      parseCsv(",b\n0,1\n").columns.map(({ name }) => name),
      ["column 1", "b"],
    );
    assert.deepEqual(values("1,2\n3,4\n", { header: ["a", "b"] }), [
      [1, 3],
      [2, 4],
    ]);
  });

  it("refuses ragged rows, naming the line as an editor counts it", () => {
    assert.throws(
      () => parseCsv("a,b\n1,2\n3\n"),
      (error) =>
        error instanceof DataError &&
        /line 3 must be 2 cells, as the heading; received "1 cell: 3"/.test(error.message),
    );
    assert.throws(() => parseCsv('a,b\n"x\ny",2\n\n3,4,5\n'), /line 5 must be 2 cells/);
  });

  it("refuses a quote that is not closed, no text, names that come twice and cells of another type", () => {
    assert.throws(() => parseCsv('a,b\n1,"2\n3,4\n'), /line 2 must be quoted rightly/);
    assert.throws(() => parseCsv(""), DataError);
    assert.throws(() => parseCsv("\n \n"), DataError);
    assert.throws(
      () => parseCsv("a,a\n1,2\n"),
      /column names must be different from each other; received "a"/,
    );
    assert.throws(
      () => parseCsv("a\n1\nx\n", { types: { a: "number" } }),
      /column "a", row 2, must be a number; received "x"/,
    );
    assert.throws(
      () => parseCsv("a\n1\n", { types: { b: "number" } }),
      /types must be for columns that exist/,
    );
  });

  it("reads the same, wherever the text is cut into pieces (property)", () => {
    const cell = fc.constantFrom(
      "1",
      "-2.5",
      "007",
      "é€😀",
      "NA",
      "",
      " x ",
      '"a,b"',
      '"say ""hi"""',
      '"two\r\nlines"',
      "31/01/2024",
    );
    const text = fc
      .tuple(fc.array(fc.tuple(cell, cell, cell), { maxLength: 12 }), fc.constantFrom("\n", "\r\n", "\r"))
      .map(([rows, end]) => ["a,b,c", ...rows.map((row) => row.join(","))].join(end));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 9 }), (whole, length) => {
        const bytes = Buffer.from(whole);
        const pieces = function* () {
          // As when a file is read, the memory of a piece is used again for the next one.
          const room = Buffer.alloc(length);
          for (let at = 0; at < bytes.length; at += length)
            yield room.subarray(0, bytes.copy(room, 0, at, at + length));
        };
        assert.deepEqual(readCsv(pieces, { delimiter: "," }), parseCsv(whole, { delimiter: "," }));
      }),
    );
  });

  it("counts lines and empty lines the same, wherever a line end is cut", () => {
    const pieces = (text: string) => (): Buffer[] => [...text].map((sign) => Buffer.from(sign));
    const { columns } = readCsv(pieces("x\r\n1\r\n\r\n3\r\n"), {});
    assert.deepEqual([...(columns[0]?.values ?? [])], [1, NaN, 3]);
    assert.throws(
      () => readCsv(pieces('# c\r\na,b\r\n"1\r\n",2\r\n3\r\n'), { comment: "#" }),
      /line 5 must be 2 cells/,
    );
  });

  it("reads each cell as a table of raw cells does (property)", () => {
    const cell = fc.constantFrom(
      "1",
      "-2.5",
      "+3",
      ".5",
      "1.",
      "-0",
      "007",
      "1e3",
      "9007199254740993",
      "0.30000000000000004",
      "123456789.123456789",
      "inf",
      " 4 ",
      "NA",
      "",
      "x",
      "true",
      "FALSE",
      "2024-01-31",
      "31/01/2024",
      "03/04/2024",
      "3.2.2024",
      "2024-01-31 12:30",
    );
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 6 }), (cells) => {
        const text = ["row,x", ...cells.map((value, row) => `${row},${value}`)].join("\n");
        const rows = cells.map((_, row) => String(row));
        assert.deepEqual(parseCsv(text), tableFromCells(["row", "x"], [rows, cells]));
      }),
    );
  });

  it("reads back what a writer wrote (property)", () => {
    // Texts that mean themselves: not missing, not another type, no outer blanks.
    const text = fc.stringMatching(/^[a-z][a-z",;\n| ]{0,10}[a-z]$/);
    const rows = fc.array(
      fc.tuple(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(",", ";", "\t")),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(rows, (cells) => {
        const delimiter = cells[0]?.[2] ?? ",";
        const written = Papa.unparse(
          { fields: ["s", "n"], data: cells.map(([s, n]) => [s, n]) },
          { delimiter },
        );
        // Whole numbers beyond 2^53 would stay text.
        const { columns } = parseCsv(written, { delimiter, types: { n: "number" } });
        assert.deepEqual(
          columns[0]?.values,
          cells.map(([s]) => s),
        );
        cells.forEach(([, n], i) => assert.equal((columns[1]?.values[i] as number) + 0, n + 0));
      }),
    );
  });
});

const column = (text: string, options = {}): { type?: string; values?: unknown[] } => {
  const [first] = parseCsv(text, options).columns;
  return { type: first?.type, values: first && [...first.values] };
};

describe("numbers in CSV text", () => {
  it("take no point for a decimal sign where the decimal sign is a comma", () => {
    assert.deepEqual(values("a;b\n1.234;0,5\n", { decimal: "," }), [["1.234"], [0.5]]);
    assert.deepEqual(values("a;b\n1.234;0,5\n", { decimal: ",", thousands: "." }), [[1234], [0.5]]);
    assert.throws(
      () => parseCsv("a;b\n1.234;0,5\n", { decimal: ",", types: { a: "number" } }),
      /column "a", row 1, must be a number; received "1\.234"\. With decimal "," a point is no decimal sign: pass thousands: "\."/,
    );
  });

  it("take commas, points, blanks of every kind and apostrophes between thousands when told", () => {
    const texts = { ",": "1,234,567.5", " ": "1 234 567.5", "'": "1'234'567.5" };
    for (const [thousands, text] of Object.entries(texts))
      assert.deepEqual(
        column(`x\n"${text}"\n`, { thousands, delimiter: ";" }).values,
        [1234567.5],
        thousands,
      );
    assert.deepEqual(
      column("x\n1\u00a0234\n5\u202f678\n9\u2009012\n", { thousands: " " }).values,
      [1234, 5678, 9012],
    );
    assert.deepEqual(column("x\n1’234\n", { thousands: "'" }).values, [1234]);
    assert.deepEqual(column('x\n"12,34,567"\n', { thousands: ",", delimiter: ";" }).values, [1234567]);
  });

  it("are no thousands when the groups have other lengths", () => {
    for (const text of ["1,2", "1,2,3", "1234,567", "0,123", "1,234,"])
      assert.equal(column(`x\n"${text}"\n`, { thousands: ",", delimiter: ";" }).type, "string", text);
  });

  it("say which option would read them", () => {
    const failing =
      (cell: string, options = {}): (() => unknown) =>
      () =>
        parseCsv(`x\n${cell}\n`, { delimiter: ";", types: { x: "number" }, ...options });
    assert.throws(failing("1,5"), /decimal: ","/);
    assert.throws(failing("1'234'567"), /Pass thousands: "'"/);
    assert.throws(failing("1\u00a0234"), /Pass thousands: " "/);
    assert.throws(
      () => parseCsv("x\n1\n", { thousands: "." }),
      /thousands must be another sign than decimal/,
    );
    assert.throws(() => parseCsv("x\n1\n", { decimal: ";" as never }), /decimal must be "\." or ","/);
    assert.throws(() => parseCsv("x\n1\n", { thousands: "_" as never }), /thousands must be/);
  });

  it("stay text when they are ids beyond 2^53, also when smaller ones stand before them", () => {
    assert.deepEqual(column("id\n1\n\n9007199254740993\n9007199254740992\n"), {
      type: "string",
      values: ["1", null, "9007199254740993", "9007199254740992"],
    });
    assert.deepEqual(column("id\n9007199254740991\n-9007199254740991\n").type, "number");
    assert.deepEqual(
      column("id\n9007199254740993\n", { types: { id: "number" } }).values,
      [9007199254740992],
    );
  });

  it("are numbers beyond 2^53 all the same when a fraction shows that they measure", () => {
    assert.deepEqual(column("x\n1\n90071992547409930\nNA\n0.5\n"), {
      type: "number",
      values: [1, 90071992547409930, NaN, 0.5],
    });
    assert.deepEqual(column("x\n0.5\n90071992547409930\n").type, "number");
    assert.deepEqual(column("x\n90071992547409930\nabc\n0.5\n").values, ["90071992547409930", "abc", "0.5"]);
  });

  it("stay text as they stand when a later cell is text, with zeros, blanks and missing ones", () => {
    assert.deepEqual(column("x\n1.50\n 2\nNA\n1e3\nabc\n").values, ["1.50", " 2", null, "1e3", "abc"]);
    assert.deepEqual(column("x\ntrue\nTRUE\nperhaps\n").values, ["true", "TRUE", "perhaps"]);
    assert.deepEqual(column("x\n2024-01-31\n2024-02-30\n").values, ["2024-01-31", "2024-02-30"]);
    assert.deepEqual(column("x\n10\n007\n").values, ["10", "007"]);
    assert.deepEqual(column("x\ntrue\ntrue\nperhaps\ntrue\n").values, ["true", "true", "perhaps", "true"]);
    const dates = ["2024-3-1", "2024-3-1", "soon", "2024-3-1"];
    assert.deepEqual(column(`x\n${dates.join("\n")}\n`).values, dates);
  });
});

describe("dates in CSV text", () => {
  it("may have the day or the month first where a cell of the column proves which", () => {
    assert.deepEqual(column("d\n03/04/2024\n31/01/2024\n\n"), {
      type: "date",
      values: ["2024-04-03", "2024-01-31"],
    });
    assert.deepEqual(column("d\n03-04-2024 9:05\n01-31-2024 23:59:59.5Z\n").values, [
      "2024-03-04T09:05:00",
      "2024-01-31T23:59:59.5Z",
    ]);
    assert.deepEqual(column("d\n03/03/2024\n").values, ["2024-03-03"]);
    assert.deepEqual(column("d\n1/2/2024 1:30 PM\n1/13/2024 12:05 am\n").values, [
      "2024-01-02T13:30:00",
      "2024-01-13T00:05:00",
    ]);
  });

  it("stay text when the other cells are the same day by both orders", () => {
    assert.equal(column("d\n03/04/2024\n05/05/2024\n").type, "string");
  });

  it("stay text when nothing decides, and are refused with both readings when dates are asked for", () => {
    assert.deepEqual(column("d\n03/04/2024\n05/06/2024\n"), {
      type: "string",
      values: ["03/04/2024", "05/06/2024"],
    });
    assert.throws(
      () => parseCsv("d\n03/03/2024\n03/04/2024\n", { types: { d: "date" } }),
      (error) =>
        error instanceof DataError &&
        /column "d", row 2, must be a date that means one day only; received "03\/04\/2024"\. It is 2024-04-03 as DD\/MM\/YYYY and 2024-03-04 as MM\/DD\/YYYY.*dateFormat/.test(
          error.message,
        ),
    );
    assert.deepEqual(column("d\n03/04/2024\n", { dateFormat: "MM/DD/YYYY" }).values, ["2024-03-04"]);
    assert.deepEqual(column("d\n03/04/2024\n", { dateFormat: { d: "DD/MM/YYYY" } }).values, ["2024-04-03"]);
  });

  it("are asked for in a column whose form is given by name", () => {
    const text = "d,note\n31/01/2024,31/01/2024\n31.01.2024,x\n";
    assert.throws(
      () => parseCsv(text, { dateFormat: { d: "DD/MM/YYYY" } }),
      /column "d", row 2, must be a date .*; received "31\.01\.2024"/,
    );
  });

  it("are refused when one cell proves one order and another the other", () => {
    const text = "d\n31/01/2024\n01/31/2024\n";
    assert.equal(column(text).type, "string");
    assert.throws(
      () => parseCsv(text, { types: { d: "date" } }),
      /row 2, must be a date in the order DD\/MM\/YYYY/,
    );
  });

  it("are refused with the forms there are, and with a word on years of two digits", () => {
    const failing =
      (cell: string): (() => unknown) =>
      () =>
        parseCsv(`d\n${cell}\n`, { types: { d: "date" }, delimiter: ";" });
    assert.throws(
      failing("soon"),
      /must be a date \(2024-03-31, 2024\/03\/31, 31\.03\.2024, 31\/03\/2024, 03\/31\/2024, Mar 31, 2024/,
    );
    assert.throws(failing("31.03.24"), /Years of two digits are not read/);
    assert.throws(
      () => parseCsv("d\n1\n", { dateFormat: "DD/MM/YY" }),
      /dateFormat must be made of YYYY.*two digits/,
    );
    assert.throws(
      () => parseCsv("d\n1\n", { dateFormat: { e: "DD/MM/YYYY" } }),
      /dateFormat must be for columns that exist/,
    );
  });

  it("keep forms apart when nobody says that the column holds dates", () => {
    assert.equal(column("d\n2024-01-31\n31.01.2024\n").type, "string");
    assert.deepEqual(column("d\n2024-01-31\n31.01.2024\n", { types: { d: "date" } }).values, [
      "2024-01-31",
      "2024-01-31",
    ]);
  });
});

describe("what stands around the cells", () => {
  it("may be lines of comments, lines to skip, and Excel's own first line", () => {
    assert.deepEqual(values("# by hand\na,b\n1,2\n# 3,4\n5,6\n", { comment: "#" }), [
      [1, 5],
      [2, 6],
    ]);
    assert.deepEqual(values("// x\na|b\n1|2\n", { comment: "//" }), [[1], [2]]);
    assert.deepEqual(values("Sales\nby hand\na;b\n1;2\n", { skipRows: 2 }), [[1], [2]]);
    for (const first of ["sep=;", '"sep=;"', "SEP=; "])
      assert.deepEqual(values(`${first}\r\na,b;c\r\n1;2\r\n`), [[1], [2]], first);
    assert.deepEqual(values("sep=;\na;b\n1;2\n", { delimiter: ";" }), [[1], [2]]);
  });

  it("is hinted at where a row has another width than the heading", () => {
    assert.throws(
      () => parseCsv("# one, two, three\n# more\na,b\n1,2\n"),
      /line 2 must be 3 cells, as the heading; received "1 cell: # more"\. Are lines that begin with # comments\? Pass \{ comment: "#" \}\./,
    );
    assert.throws(() => parseCsv("My table\na,b\n1,2\n", { delimiter: "," }), /skipRows/);
    assert.throws(
      () => parseCsv("a,b\n1,2\n3,4,5\n"),
      /line 3 must be 2 cells, as the heading; received "3 cells: 3 \| 4 \| 5"/,
    );
    assert.throws(() => parseCsv('# x\na,b\n"1\n1",2\n3\n', { comment: "#" }), /line 5 must be 2 cells/);
  });

  it("may be a delimiter too many at the end of rows or of the heading", () => {
    assert.deepEqual(values("a,b\n1,2,\n3,4,\n"), [
      [1, 3],
      [2, 4],
    ]);
    assert.deepEqual(values("a,b,\n1,2\n3,4\n"), [
      [1, 3],
      [2, 4],
    ]);
    assert.throws(() => parseCsv("a,b\n1,2,,\n"), /line 2 must be 2 cells/);
  });

  it("may be empty lines, which end a table of one column as well", () => {
    assert.deepEqual(values("\n\nx\n1\n\n3\n\n\n"), [[1, NaN, 3]]);
    assert.deepEqual(values('x\n""\n1\n'), [[NaN, 1]]);
    assert.deepEqual(values("a,b\n , \n   \n1,2\n"), [
      [NaN, 1],
      [NaN, 2],
    ]);
  });

  it("may be delimiters of several signs", () => {
    assert.deepEqual(values("a||b\n1|x||2\n", { delimiter: "||" }), [["1|x"], [2]]);
    assert.deepEqual(values("a§b\n1§2\n", { delimiter: "§" }), [[1], [2]]);
    assert.throws(() => parseCsv("a", { delimiter: "" }), /delimiter must be a sign/);
    assert.throws(() => parseCsv("a", { comment: "" }), /comment must be/);
  });

  it("is refused behind a closing quote, with the line", () => {
    assert.throws(
      () => parseCsv('a,b\n1,2\n"x"y,3\n'),
      /line 3 must be quoted rightly.*received "\\"x\\"y,3/,
    );
    assert.deepEqual(values('a,b\n"x" ,3\n'), [["x"], [3]]);
    assert.deepEqual(values('a,b\nsay "hi",3\n'), [['say "hi"'], [3]]);
  });
});

describe("words in CSV text", () => {
  it("are read as true and false when told, and yes and no where truth values are asked for", () => {
    assert.deepEqual(column("x\nja\nnein\n", { trueValues: ["ja"], falseValues: ["nein"] }).values, [
      true,
      false,
    ]);
    assert.equal(column("x\nyes\nno\n").type, "string");
    assert.deepEqual(column("x\nYes\nno\n1\n0\nT\n", { types: { x: "boolean" } }).values, [
      true,
      false,
      true,
      false,
      true,
    ]);
    assert.throws(
      () => parseCsv("x\nperhaps\n", { types: { x: "boolean" } }),
      /must be true or false \(yes or no, 1 or 0/,
    );
    assert.throws(
      () => parseCsv("x\n1\n", { trueValues: ["a"], falseValues: ["a"] }),
      /other words than falseValues/,
    );
  });

  it("are missing when pandas takes them for it, and others when told", () => {
    assert.deepEqual(values("a,b\n#N/A,1\nNULL,<NA>\nNone,n/a\n-,2\n"), [
      [null, null, null, "-"],
      [1, NaN, NaN, 2],
    ]);
    assert.deepEqual(values("a\n-\n?\n1\nNA\n", { missing: [...defaultMissing, "-", "?"] }), [
      [NaN, NaN, 1, NaN],
    ]);
    assert.throws(() => parseCsv("a\n1\n", { missing: "NA" as never }), /missing must be a list/);
  });

  it("are text as they stand in quotes when quotes mark text", () => {
    const text = 'a,b,c\n"",,"1"\n"NA",x,"2"\n';
    assert.deepEqual(values(text), [
      [NaN, NaN],
      [null, "x"],
      [1, 2],
    ]);
    assert.deepEqual(values(text, { quotedIsText: true }), [
      ["", "NA"],
      [null, "x"],
      ["1", "2"],
    ]);
    assert.deepEqual(values(text, { quotedIsText: true, types: { c: "number" } })[2], [1, 2]);
  });
});

describe("names of columns in CSV text", () => {
  it("may be words that objects know already", () => {
    const { columns } = parseCsv("__proto__,constructor,toString\n1,x,true\n", {
      types: { constructor: "string" } as never,
    });
    assert.deepEqual(
      columns.map(({ name, type }) => [name, type]),
      [
        ["__proto__", "number"],
        ["constructor", "string"],
        ["toString", "boolean"],
      ],
    );
  });

  it("are refused when they come twice, with the way out, or numbered", () => {
    assert.throws(
      () => parseCsv("a,b,a\n1,2,3\n"),
      /received "a"\. It is the name of columns 1 and 3\. .*duplicateNames: "number"/,
    );
    const names = (text: string): string[] =>
      parseCsv(text, { duplicateNames: "number" }).columns.map(({ name }) => name);
    assert.deepEqual(names("a,a,a.1,a\n1,2,3,4\n"), ["a", "a.2", "a.1", "a.3"]);
  });
});
