import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { DataError } from "../core/errors";
import { readGlove } from "./word-vectors";

let folder = "";
before(() => (folder = mkdtempSync(join(tmpdir(), "vectors-"))));
after(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(content: string | Buffer): string {
  const file = join(folder, "vectors.txt");
  writeFileSync(file, content);
  return file;
}

async function refused(content: string | Buffer, text: RegExp, options = {}): Promise<void> {
  await assert.rejects(readGlove(fileOf(content), options), (error: unknown) => {
    assert.ok(error instanceof DataError, String(error));
    assert.match(error.message, text);
    return true;
  });
}

test("what gzip has packed is read, and a cut one is refused", async () => {
  const packed = gzipSync("the 1 2\nof 3 4\n");
  assert.deepEqual((await readGlove(fileOf(packed))).words, ["the", "of"]);
  await refused(packed.subarray(0, packed.length - 12), /must be a whole gzip file.*cut short/);
});

test("a zip archive and a binary file are named, with what to do", async () => {
  await refused(Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 1]), /received "a zip archive"\. Unpack it/);
  await refused(
    Buffer.concat([Buffer.from("1 2\nthe "), Buffer.from(Float32Array.of(1, 2).buffer)]),
    /binary files \(\.bin\)/,
  );
});

test("a first line that tells other numbers than there are is refused", async () => {
  await refused(
    "2 3\na 1 2\nb 3 4\n",
    /line 2 of vectors\.txt must be a word and 3 numbers, as the first line says; received "2 numbers"/,
  );
  await refused(
    "3 2\na 1 2\nb 3 4\n",
    /must be 3 words long, as its first line says; received "2 words"\. Is it cut short\?.*limit: 2/,
  );
  await refused("1 2\na 1 2\nb 3 4\n", /received "2 words"\. Correct the first line/);
  await refused("3 2\na 1 2\nb 3 4\n", /received "2 words"/, { only: ["a"] });
  assert.equal((await readGlove(fileOf("3 2\na 1 2\nb 3 4\n"), { limit: 2 })).words.length, 2);
  assert.deepEqual((await readGlove(fileOf("3 2\na 1 2\na 3 4\nb 5 6\n"))).words, ["a", "b"]);
});

test("a word that comes twice keeps its first vector", async () => {
  const vectors = await readGlove(fileOf("a 1 2\nb 3 4\na 5 6\n"));
  assert.deepEqual(
    [vectors.words, vectors.vector("a")],
    [
      ["a", "b"],
      [1, 2],
    ],
  );
});

test("words may hold blanks, also the first, and every sign but a line feed", async () => {
  const vectors = await readGlove(
    fileOf(". . 1 2\nat a@b.c 3 4\n\u2028 5 6\n\u0085x\u00a0y 7 8\r\n20 9 10\n"),
  );
  assert.deepEqual(vectors.words, [". .", "at a@b.c", "\u2028", "\u0085x\u00a0y", "20"]);
  assert.deepEqual(vectors.vector("20"), [9, 10]);
});

test("a last line that is cut short is named as that, and the words before it can be read", async () => {
  const cut = "a 1 2\nb 3 4\nc 5";
  await refused(
    cut,
    /line 3 of .* must be a word and 2 numbers; received "c 5"\. It is the last line and cut short.*limit: 2/,
  );
  assert.deepEqual((await readGlove(fileOf(cut), { limit: 2 })).words, ["a", "b"]);
  assert.deepEqual((await readGlove(fileOf("a 1 2\nb 3 4"))).words, ["a", "b"]);
});

test("a file longer than one piece is read whole, signs of several bytes too", async () => {
  const lines = Array.from({ length: 20_000 }, (_, row) => `é${row} ${row} -0.5 1e-3`);
  const vectors = await readGlove(fileOf(`20000 3\n${lines.join("\n")}\n`));
  assert.equal(vectors.words.length, 20_000);
  assert.deepEqual(vectors.vector("é19999"), [19999, -0.5, Math.fround(1e-3)]);
});
