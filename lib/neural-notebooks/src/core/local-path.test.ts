import assert from "node:assert/strict";
import { homedir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { ArgumentError } from "./errors";
import { localPath } from "./local-path";

const read = (text: string): string => localPath(text, "save the model");

test("paths, home folders and file addresses are read; what only looks like them stays", () => {
  const absolute = path.resolve("a folder", "model");
  assert.equal(read(absolute), absolute);
  assert.equal(read(pathToFileURL(absolute).href), absolute);
  assert.equal(read("~"), homedir());
  assert.equal(read("~/models"), path.join(homedir(), "models"));
  assert.equal(read("file://~/models"), path.join(homedir(), "models"));
  assert.equal(read("~backup/models"), "~backup/models");
  assert.equal(read("C:\\models"), "C:\\models");
});

test("addresses of other kinds and empty texts are refused", () => {
  for (const text of ["https://example.org/model", "localstorage://model", "indexeddb://model", ""])
    assert.throws(() => read(text), ArgumentError, text);
  assert.throws(() => read("https://example.org/model"), /on this machine.*downloaded first/);
});
