/** A process that runs TensorFlow.js' own tests, bundled into one file, with the package installed, or with TFJS_GRAPH=plain. */
import path from "node:path";
import { tf } from "./tf.testing";

/** What came of the tests. */
export interface UpstreamRun {
  /** Tests that ran. */
  readonly specs: number;
  /** Full names of those that failed, with what the first expectation said. */
  readonly failed: Readonly<Record<string, string>>;
}

/** What is used of jasmine-core, which brings no types. */
interface Jasmine {
  core(self: Jasmine): { getEnv(): Environment };
  interface(core: unknown, environment: Environment): object;
}

interface Environment {
  configure(options: { random: boolean }): void;
  addReporter(reporter: { specDone(spec: Spec): void }): void;
  execute(): Promise<unknown>;
}

interface Spec {
  readonly fullName: string;
  readonly status: string;
  readonly failedExpectations: readonly { readonly message: string }[];
}

async function main(bundle: string): Promise<void> {
  await tf.ready();
  const jasmineRequire = require("jasmine-core/lib/jasmine-core/jasmine.js") as Jasmine;
  const jasmine = jasmineRequire.core(jasmineRequire);
  const environment = jasmine.getEnv();
  Object.assign(globalThis, { jasmine }, jasmineRequire.interface(jasmine, environment));
  environment.configure({ random: false });
  const failed: Record<string, string> = {};
  let specs = 0;
  environment.addReporter({
    specDone({ fullName, status, failedExpectations }) {
      if (status === "excluded" || status === "pending") return;
      specs += 1;
      if (status === "failed") failed[fullName] = failedExpectations[0]?.message ?? "";
    },
  });
  require(path.resolve(bundle));
  await environment.execute();
  process.stdout.write(`\n${JSON.stringify({ specs, failed } satisfies UpstreamRun)}\n`);
}

void main(process.argv[2] ?? "");
