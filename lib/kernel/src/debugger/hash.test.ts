/** The hash agrees with ipykernel's on texts of each length of the tail, and on text outside of ASCII. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { HASH_SEED, murmur2 } from "./hash";

// By ipykernel 7.4: compiler.murmur2_x86(text, 0xc70f6907).
const fromIpykernel: [string, number][] = [
  ["", 3990065800],
  ["a", 2167009006],
  ["ab", 2805137849],
  ["abc", 3350977461],
  ["abcd", 804720481],
  ["const x = 1;\nx", 552911769],
  ["naïve 🧠 text", 3572116292],
  ["ÿÿÿÿÿÿÿ", 688735074],
];

test("names a cell as ipykernel and JupyterLab do", () => {
  for (const [text, hash] of fromIpykernel)
    assert.equal(murmur2(text, HASH_SEED), hash, JSON.stringify(text));
});
