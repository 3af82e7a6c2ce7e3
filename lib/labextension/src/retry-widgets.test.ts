/** A control that was asked for too early is looked for again, whether or not ipywidgets says once more that it is ready. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import path from "node:path";
import { buildSync } from "esbuild";
import { runInThisContext } from "node:vm";

// Code for the browser is bundled, not compiled, so the test does the same.
const file = path.join(__dirname, "..", "src", "browser", "retry-widgets.ts");
const { outputFiles } = buildSync({
  entryPoints: [file],
  bundle: true,
  write: false,
  format: "iife",
  globalName: "bundle",
});
const { retryWidgets } = runInThisContext(`${outputFiles[0]?.text ?? ""}; bundle`) as {
  retryWidgets(tracker: object): void;
};

const NOT_FOUND = "Error displaying widget: model not found";

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

/** A renderer of ipywidgets whose control comes at some call; nobody tells it when. */
function rendererOf(comesAt: number) {
  class WidgetRenderer {
    readonly node = { textContent: "" };
    isDisposed = false;
    calls = 0;
    renderModel(): Promise<void> {
      this.node.textContent = ++this.calls < comesAt ? NOT_FOUND : "slider";
      return Promise.resolve();
    }
    dispose(): void {
      this.isDisposed = true;
    }
  }
  const content = { rendermime: { getFactory: () => ({ createRenderer: () => new WidgetRenderer() }) } };
  const tracker = {
    forEach: (see: (panel: object) => void) => see({ content }),
    widgetAdded: { connect() {} },
  };
  retryWidgets(tracker);
  return new WidgetRenderer();
}

async function pass(milliseconds: number): Promise<void> {
  for (let done = 0; done < milliseconds; done += 250) {
    mock.timers.tick(250);
    for (let i = 0; i < 5; i++) await Promise.resolve();
  }
}

test("it is rendered again until it is there, and then no more", async () => {
  const renderer = rendererOf(4);
  await renderer.renderModel();
  assert.equal(renderer.node.textContent, NOT_FOUND);
  await pass(2000);
  assert.equal(renderer.node.textContent, "slider");
  await pass(60_000);
  assert.equal(renderer.calls, 4);
});

test("one that is there at once is rendered once", async () => {
  const renderer = rendererOf(1);
  await renderer.renderModel();
  await pass(60_000);
  assert.equal(renderer.calls, 1);
});

test("one that is gone, or never comes, is given up", async () => {
  const [gone, never] = [rendererOf(100), rendererOf(100)];
  await Promise.all([gone.renderModel(), never.renderModel()]);
  gone.dispose();
  await pass(120_000);
  assert.deepEqual([gone.calls, never.calls], [1, 8]);
});
