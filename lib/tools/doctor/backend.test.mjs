import assert from "node:assert/strict";
import { test } from "node:test";
import { describeBackend } from "./backend.mjs";

const native = { name: "native", version: "2.21.0" };
const javascript = { name: "javascript", version: "4.22.0", reason: "no addon" };

/** @typedef {import("../setup/native.mjs").Backend} Backend */

test("a native back end is told with the method that it came by", () => {
  /** @param {Partial<Backend>} noted */
  const detail = (noted) => describeBackend(native, { name: "native", ...noted }).detail;
  assert.equal(detail({ method: "wheel" }), "native TensorFlow 2.21.0, from the Python wheel");
  assert.equal(detail({ method: "already" }), "native TensorFlow 2.21.0, which was there before set-up");
  assert.equal(
    detail({
      method: "package",
      reason: "Cannot use the wheel: the wheel needs macOS 12.0 or later; this system has 11",
    }),
    "native TensorFlow 2.21.0, by the package's own way (Cannot use the wheel: the wheel needs macOS 12.0 or later; this system has 11)",
  );
  assert.equal(describeBackend(native).detail, "native TensorFlow 2.21.0");
});

test("plain JavaScript is told with why, and with how to get more", () => {
  /** @type {Partial<Backend>} */
  const noted = {
    name: "javascript",
    method: "javascript",
    reason: "Cannot compile the TensorFlow addon: there is no C++ compiler (g++, c++ or clang++)",
    remedy: "Install one (xcode-select --install), then run npm run setup.",
  };
  assert.deepEqual(describeBackend(javascript, noted), {
    status: "note",
    detail:
      "pure JavaScript (tfjs 4.22.0), slower: Cannot compile the TensorFlow addon: there is no C++ compiler (g++, c++ or clang++)",
    remedy: "Install one (xcode-select --install), then run npm run setup.",
  });
});

test("a native library that was noted but is not loaded is told by what happened now", () => {
  /** @type {Partial<Backend>} */
  const noted = {
    name: "native",
    method: "package",
    reason: "why the wheel failed once",
    remedy: "not this",
  };
  const { detail, remedy } = describeBackend(javascript, noted);
  assert.equal(detail, "pure JavaScript (tfjs 4.22.0), slower: no addon");
  assert.equal(remedy, "Run npm run setup to try the native library again.");
});
