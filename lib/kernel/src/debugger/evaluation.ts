/** Evaluates expressions of a front end, in a paused call frame or in the global scope. */
import type { Debugger, Runtime } from "node:inspector";
import type { Connection } from "./connection";
import { toJavaScript } from "./to-javascript";
import type { Variables } from "./variables";

/** How long an expression may take, in ms. */
const EVALUATE_TIMEOUT = 10_000;

/** Evaluates expressions of TypeScript. */
export class Evaluation {
  constructor(
    private readonly connection: () => Connection,
    private readonly variables: Variables,
  ) {}

  /**
   * The value of an expression, as a variable that can be expanded.
   *
   * @param call - The call frame; `undefined` for the global scope.
   * @throws Error with the first line of what the expression threw.
   */
  async value(expression: string, call: Debugger.CallFrame | undefined): Promise<Record<string, unknown>> {
    const javascript = toJavaScript(expression);
    const result = await this.run(javascript, call, { generatePreview: true });
    const { value, type, variablesReference } = this.variables.toVariable("", result);
    return { result: value, type, variablesReference };
  }

  /** The value of a name as a cell would show it. */
  async rich(name: string, call: Debugger.CallFrame | undefined): Promise<Record<string, unknown>> {
    const library = JSON.stringify(require.resolve("../display"));
    const bundle = await this.run(`require(${library}).bundleOf(${name})`, call, { returnByValue: true });
    return { data: bundle.value as object, metadata: {} };
  }

  private async run(
    expression: string,
    call: Debugger.CallFrame | undefined,
    options: object,
  ): Promise<Runtime.RemoteObject> {
    const { result, exceptionDetails } = await this.answer(expression, call, options);
    if (exceptionDetails)
      throw new Error(exceptionDetails.exception?.description?.split("\n", 1)[0] ?? exceptionDetails.text);
    return result;
  }

  private async answer(
    expression: string,
    call: Debugger.CallFrame | undefined,
    options: object,
  ): Promise<Runtime.EvaluateReturnType> {
    const connection = this.connection();
    const parameters = {
      expression,
      silent: true,
      objectGroup: "tslab-kernel-debugger",
      timeout: EVALUATE_TIMEOUT,
      includeCommandLineAPI: true,
      ...options,
    };
    if (!call)
      return connection.post("Runtime.evaluate", { ...parameters, replMode: true, awaitPromise: true });
    const answer = await connection.post<Runtime.EvaluateReturnType>("Debugger.evaluateOnCallFrame", {
      ...parameters,
      callFrameId: call.callFrameId,
    });
    // Node 24 treats a name that a cell has redeclared as uninitialised within the call; in the global scope it has its value.
    const isUnset = answer.exceptionDetails?.exception?.description?.includes("before initialization");
    return isUnset ? connection.post("Runtime.evaluate", parameters) : answer;
  }
}
