/** `interact` where nobody moves anything, in a live notebook, and with a family of states. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { checkbox, dropdown } from "./choices";
import { interact } from "./interact";
import { liveNotebook, type LiveNotebook } from "./live.testing";
import { slider } from "./slider";

/** Collects what is printed while work runs. */
async function printed(work: () => unknown): Promise<string> {
  const { write } = process.stdout;
  let text = "";
  // The test runner's own reports are no text.
  process.stdout.write = (chunk: string | Uint8Array, ...rest: []) => {
    if (typeof chunk !== "string") return write.call(process.stdout, chunk, ...rest);
    text += chunk;
    return true;
  };
  try {
    await work();
  } finally {
    process.stdout.write = write;
  }
  return text;
}

describe("without a live notebook", () => {
  test("the first result is shown and nothing waits; moves by code show the next", async () => {
    const w = slider({ min: 0, max: 9, value: 2 });
    assert.equal(
      await printed(() => interact({ w, kind: dropdown(["a", "b"]) }, ({ w, kind }) => `${w}${kind}`)),
      "2a\n",
    );
    assert.equal(
      await printed(async () => {
        w.value = 3;
        await pause(20);
      }),
      "3a\n",
    );
  });

  test("an asynchronous function is awaited by whoever awaits interact", async () => {
    const show = async ({ w }: { w: number }) => {
      await pause(5);
      return `w is ${w}`;
    };
    assert.equal(await printed(() => interact({ w: slider({ min: 0, max: 9 }) }, show)), "w is 0\n");
    await assert.rejects(
      interact({ w: slider({ min: 0, max: 9 }) }, () => Promise.reject(new RangeError("no"))),
      RangeError,
    );
  });

  test("one control under two names gives its value for each", async () => {
    const at = slider({ min: 0, max: 9, value: 4 });
    assert.equal(
      await printed(() => interact({ top: at, left: at }, ({ top, left }) => `${top},${left}`)),
      "4,4\n",
    );
  });

  test("an error of the first state is thrown", () => {
    const fail = () => {
      throw new RangeError("never");
    };
    assert.throws(() => interact({ on: checkbox() }, fail), RangeError);
  });

  test("controls and function are checked", () => {
    assert.throws(
      () => interact({}, () => 1),
      /Cannot interact: controls must be an object of controls by name/,
    );
    assert.throws(() => interact({ w: 3 as never }, () => 1), {
      message:
        "Cannot interact: controls.w must be a control; received 3. Write w: slider({ min: 0, max: 1 }), for example.",
    });
    assert.throws(() => interact({ on: checkbox() }, 3 as never), /show must be a function; received 3/);
  });

  test("a family gets the results of all states by name, in order", async () => {
    const calls: unknown[] = [];
    const family = (states: Readonly<Record<string, string>>, options: object) => {
      calls.push([
        Object.keys(states).map((name) => name.replace("\u200b", "")),
        Object.values(states),
        options,
      ]);
      return "a family";
    };
    const w = slider({ min: -1, max: 1, value: 0 });
    assert.equal(await printed(() => interact({ w }, ({ w }) => `w${w}`, { family })), "a family\n");
    assert.equal(await printed(() => interact({ w }, async ({ w }) => `w${w}`, { family })), "a family\n");
    const wanted = [
      ["−1", "0", "1"],
      ["w-1", "w0", "w1"],
      { control: "slider", prefix: "w: ", start: "0\u200b" },
    ];
    assert.deepEqual(calls, [wanted, wanted]);
  });

  test("a family needs one control of few states", () => {
    const family = () => "x";
    const many = slider({ min: 0, max: 500 });
    assert.throws(
      () => interact({ many }, () => "x", { family }),
      /controls must be one control with 2 to 101 values; received "many with 501 values"\. A slider with a larger step/,
    );
    assert.throws(() => interact({ a: checkbox(), b: checkbox() }, () => "x", { family }), /one control/);
  });
});

describe("in a live notebook", () => {
  let live: LiveNotebook;
  beforeEach(() => void (live = liveNotebook()));
  afterEach(() => live.remove());

  const texts = () => live.shown.slice(1).map(({ data }) => data["text/plain"]);

  test("controls are labelled by their names and stand above the result, which is replaced in place", async () => {
    interact(
      { w: slider({ min: 0, max: 9 }), on: checkbox({ label: "with bias" }) },
      ({ w, on }) => `${w} ${on}`,
    );
    assert.equal(live.shown[0]?.data["text/plain"], "w: 0 (slider from 0 to 9)\nwith bias: off (checkbox)");
    live.move(live.find("IntSlider"), { value: 5 });
    await pause(20);
    live.move(live.find("Checkbox"), { value: true });
    await pause(20);
    assert.deepEqual(texts(), ["0 false", "5 false", "5 true"]);
    assert.deepEqual(
      live.shown.slice(1).map(({ update }) => update),
      [false, true, true],
    );
    assert.equal(new Set(live.shown.slice(1).map(({ id }) => id)).size, 1);
  });

  test("moves that are there together are one computation, of the newest", async () => {
    const seen: number[] = [];
    interact({ w: slider({ min: 0, max: 9 }) }, ({ w }) => void seen.push(w));
    for (const value of [1, 2, 3]) live.move(live.find("IntSlider"), { value });
    await pause(20);
    assert.deepEqual(seen, [0, 3]);
  });

  test("a late result and a late error of an older move are dropped", async () => {
    const aborted: number[] = [];
    void interact({ w: slider({ min: 0, max: 9 }) }, async ({ w }, signal) => {
      signal.addEventListener("abort", () => aborted.push(w));
      await pause(w === 1 || w === 2 ? 60 : 1);
      if (w === 2) throw new Error("late");
      return `w is ${w}`;
    });
    await pause(20);
    for (const value of [1, 2, 3]) {
      live.move(live.find("IntSlider"), { value });
      await pause(10);
    }
    await pause(100);
    assert.deepEqual(texts(), ["w is 0", "w is 3"]);
    assert.deepEqual(
      aborted.filter((w) => w > 0),
      [1, 2],
    );
  });

  test("an error stands in the result's place until the next move", async () => {
    interact({ w: slider({ min: 0, max: 9 }) }, ({ w }) => {
      if (w > 5) throw new RangeError("too far");
      return `w is ${w}`;
    });
    live.move(live.find("IntSlider"), { value: 7 });
    await pause(20);
    assert.match(String(texts().at(-1)), /^✗ RangeError: too far/);
    assert.match(String(live.shown.at(-1)?.data["text/markdown"]), /too far/);
    live.move(live.find("IntSlider"), { value: 3 });
    await pause(20);
    assert.equal(texts().at(-1), "w is 3");
  });
});
