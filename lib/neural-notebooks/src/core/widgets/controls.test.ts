/** Controls as plain values and in a live notebook: ranges, steps, errors, and both directions. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { ArgumentError, UnknownNameError } from "../errors";
import { bundleOf } from "../display";
import { anyWidget } from "./anywidget";
import { OutputPanel, hbox, floatProgress, vbox } from "./boxes";
import { button } from "./button";
import { checkbox, dropdown, radioButtons, toggle } from "./choices";
import { number, text } from "./fields";
import { liveNotebook, type LiveNotebook } from "./live.testing";
import { play, slider } from "./slider";

const VIEW = "application/vnd.jupyter.widget-view+json";

/** Checks at compile time that two types are one. */
function sameType<A>(
  _value: A,
): <B>(expected: [A] extends [B] ? ([B] extends [A] ? true : false) : false) => void {
  return () => undefined;
}

describe("without a live notebook", () => {
  test("a slider rounds to its steps, whatever binary fractions add up to", () => {
    const w = slider({ min: 0, max: 1, step: 0.1 });
    w.value = 0.1 + 0.2;
    assert.equal(w.value, 0.3);
    w.value = 0.349;
    assert.equal(w.value, 0.3);
    assert.equal(slider({ min: 0.01, max: 0.14, value: 0.1, step: 0.001 }).value, 0.1);
    assert.equal(slider({ min: 0, max: 1, step: 0.3, value: 1 }).value, 0.9, "the last step before the end");
    assert.equal(slider({ min: 0, max: 1e-6, step: 1e-7, value: 3e-7 }).value, 3e-7);
    assert.deepEqual(slider({ min: -1, max: 1, step: 0.5 }).values(), [-1, -0.5, 0, 0.5, 1]);
  });

  test("a slider without a step takes whole numbers between whole ends, else hundredths of the range", () => {
    assert.equal(slider({ min: 0, max: 19, value: 7.4 }).value, 7);
    assert.equal(slider({ min: 0, max: 1, value: 0.333 }).value, 0.33);
  });

  test("a slider says which rule its ends, step or value break", () => {
    assert.throws(() => slider({ min: 1, max: 1 }), {
      message: "Cannot make a slider: max must be above min (1); received 1.",
    });
    assert.throws(() => slider({ min: 0, max: 1, step: 0 }), /step must be a number > 0; received 0/);
    assert.throws(
      () => slider({ min: 0, max: 1, value: 2 }),
      /value must be a number from 0 to 1; received 2/,
    );
    assert.throws(() => slider({ min: NaN, max: 1 }), ArgumentError);
    assert.throws(() => slider(undefined as never), /min must be a number; received undefined/);
    const w = slider({ min: 0, max: 1 });
    assert.throws(() => (w.value = 3), {
      message: "Cannot set a slider: value must be a number from 0 to 1; received 3.",
    });
    assert.equal(w.value, 0, "a refused value changes nothing");
  });

  test("a listener hears new values only, until it is ended", () => {
    const w = slider({ min: 0, max: 9 });
    const heard: number[] = [];
    const end = w.onChange((value) => heard.push(value));
    w.value = 3;
    w.value = 3;
    w.value = 4;
    end();
    w.value = 5;
    assert.deepEqual(heard, [3, 4]);
  });

  test("a dropdown holds its values with their types, by themselves or by text", () => {
    const kind = dropdown(["relu", "tanh"]);
    sameType(kind.value)<"relu" | "tanh">(true);
    const rate = dropdown({ slow: 0.01, fast: 0.1 }, { value: 0.1 });
    assert.equal(rate.value, 0.1);
    assert.equal(rate.textOf(0.1), "fast");
    kind.value = "tanh";
    assert.equal(String(kind), "tanh (dropdown)");
    assert.throws(() => (kind.value = "tahn" as never), UnknownNameError);
    assert.throws(() => dropdown([]), /choices must be a list with at least one value/);
    assert.throws(() => dropdown([1, "1"]), /told apart by their texts/);
    assert.throws(
      () => radioButtons(["a", "b"], { value: "c" as never }),
      /Cannot make radio buttons: value must be one of "a", "b"; received "c"/,
    );
  });

  test("checkbox and toggle are on or off, fields hold what is typed within their ends", () => {
    assert.equal(checkbox({ value: true }).value, true);
    assert.throws(
      () => (toggle().value = 1 as never),
      /Cannot set a toggle button: value must be true or false; received 1/,
    );
    const rate = number({ min: 0, max: 1 });
    assert.throws(
      () => (rate.value = 2),
      /Cannot set a number field: value must be a number from 0 to 1; received 2/,
    );
    assert.equal(number({ min: 3 }).value, 3);
    assert.equal(text({ value: "a" }).value, "a");
    assert.throws(() => (text().value = 3 as never), /must be a text; received 3/);
  });

  test("a player runs through whole numbers", () => {
    assert.deepEqual(play({ max: 6, step: 3 }).values(), [0, 3, 6]);
    assert.throws(() => play({ max: 0.5 }), /max must be a whole number ≥ 1/);
  });

  test("buttons count presses, boxes and bars show themselves as text", () => {
    const heard: string[] = [];
    const go = button("Go", { onPress: () => heard.push("go") });
    go.press();
    go.press();
    assert.deepEqual([go.presses, heard], [2, ["go", "go"]]);
    const bar = floatProgress({ max: 4, label: "epochs" });
    bar.value = 1;
    assert.deepEqual(bundleOf(vbox([hbox([go]), bar])), { "text/plain": "[ Go ] (button)\nepochs: 25 %" });
    assert.throws(() => (bar.value = 5), /from 0 to 4; received 5/);
    assert.throws(() => vbox([go, 3 as never]), /children\[1\] must be a widget; received 3/);
  });

  test("a widget with a module of its own needs one, and keeps its names apart", () => {
    assert.throws(() => anyWidget({ esm: " ", state: {} }), /esm must be the source of a module/);
    assert.throws(
      () => anyWidget({ esm: "export default {}", state: { _esm: 1 } }),
      /without names that begin with _/,
    );
  });
});

describe("in a live notebook", () => {
  let live: LiveNotebook;
  beforeEach(() => void (live = liveNotebook()));
  afterEach(() => live.remove());

  test("a control is opened once, layout and style before it, and shown by its id", () => {
    const w = slider({ min: 0, max: 1, step: 0.1, label: "w" });
    assert.equal(live.comms.length, 0, "nothing is opened before it is shown");
    const { [VIEW]: view, "text/plain": plain } = bundleOf(w);
    bundleOf(w);
    const comm = live.find("FloatSlider");
    assert.deepEqual(
      [view, plain],
      [{ version_major: 2, version_minor: 0, model_id: comm.id }, "w: 0.0 (slider from 0 to 1)"],
    );
    assert.equal(comm.state["layout"], `IPY_MODEL_${live.find("Layout").id}`);
    assert.equal(comm.state["style"], `IPY_MODEL_${live.find("SliderStyle").id}`);
    assert.deepEqual(
      ["_model_module", "_model_module_version", "_view_name", "readout_format", "step"].map(
        (key) => comm.state[key],
      ),
      ["@jupyter-widgets/controls", "2.0.0", "FloatSliderView", ".1f", 0.1],
    );
    assert.equal(live.comms.length, 3);
  });

  test("what the front end sets is rounded, told to listeners, echoed, and put right where it differs", () => {
    const w = slider({ min: 0, max: 1, step: 0.1 });
    const heard: number[] = [];
    w.onChange((value) => heard.push(value));
    bundleOf(w);
    const comm = live.find("FloatSlider");
    live.move(comm, { value: 0.30000000000000004 });
    assert.deepEqual([w.value, heard], [0.3, [0.3]]);
    assert.deepEqual(
      comm.sent.map(({ data }) => data["method"]),
      ["echo_update"],
    );
    live.move(comm, { value: 0.52 });
    assert.deepEqual(comm.sent.at(-1)?.data, { method: "update", state: { value: 0.5 }, buffer_paths: [] });
    live.move(comm, { value: "nonsense" });
    assert.equal(w.value, 0, "what is no number is the first value");
  });

  test("what code sets is sent to the front end", () => {
    const kind = dropdown(["a", "b"]);
    bundleOf(kind);
    kind.value = "b";
    assert.deepEqual(
      live.find("Dropdown").sent.map(({ data }) => data),
      [{ method: "update", state: { index: 1 }, buffer_paths: [] }],
    );
  });

  test("a player's button and slider are linked in the front end", () => {
    bundleOf(play({ max: 5 }));
    const link = live.find("Link").state;
    assert.deepEqual(link["source"], [`IPY_MODEL_${live.find("Play").id}`, "value"]);
    assert.deepEqual(link["target"], [`IPY_MODEL_${live.find("IntSlider").id}`, "value"]);
  });

  test("a click presses a button, and a panel shows outputs", () => {
    const go = button("Go");
    bundleOf(go);
    live.send(live.find("Button"), { method: "custom", content: { event: "click" } });
    assert.equal(go.presses, 1);
    const panel = new OutputPanel();
    bundleOf(panel);
    panel.show("text");
    const [sent] = live.find("Output").sent;
    const outputs = [{ output_type: "display_data", data: { "text/plain": "text" }, metadata: {} }];
    assert.deepEqual(sent?.data["state"], { outputs });
  });

  test("binary values go out and come in as buffers at their places", () => {
    const widget = anyWidget({
      esm: "export default {}",
      state: { pixels: new Uint8Array([1, 2]), list: [new Float32Array([0.5])], n: 1 },
    });
    const seen: unknown[] = [];
    widget.onChange((state) => seen.push({ ...state }));
    bundleOf(widget);
    const comm = live.find("Any");
    assert.equal("pixels" in comm.state, false);
    assert.deepEqual(comm.state["list"], [null]);
    live.send(comm, { method: "update", state: {}, buffer_paths: [["pixels"]] }, [new Uint8Array([9])]);
    assert.deepEqual([widget.state.n, [...widget.state.pixels]], [1, [9]]);
    assert.equal(seen.length, 1);
    widget.set({ n: 2 });
    assert.deepEqual(comm.sent.at(-1)?.data["state"], { n: 2 });
    const messages: unknown[] = [];
    widget.onMessage((content, buffers) => messages.push([content, buffers]));
    live.send(comm, { method: "custom", content: { hello: 1 } }, [new Uint8Array([4])]);
    assert.deepEqual(messages, [[{ hello: 1 }, [new Uint8Array([4])]]]);
    widget.send({ back: 2 }, [new Uint8Array([5])]);
    assert.deepEqual(comm.sent.at(-1), {
      data: { method: "custom", content: { back: 2 } },
      buffers: [new Uint8Array([5])],
    });
  });
});
