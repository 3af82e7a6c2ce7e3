/** The process behind a parallel search: loads the objective's module and answers one try after the other. */
import { pathToFileURL } from "node:url";
import type { Objective, TryMessage, TryReply } from "./search-pool";

const [, , file = "", name = "default"] = process.argv;

process.on("message", (message: TryMessage) => {
  void answer(message).then((reply) => process.send?.(reply));
});

// Without its parent the process has nothing to do.
process.on("disconnect", () => process.exit());

async function answer({ settings, options }: TryMessage): Promise<TryReply> {
  try {
    const loaded = (await import(pathToFileURL(file).href)) as Record<string, unknown> & {
      default?: unknown;
    };
    // A CommonJS module arrives whole under "default".
    const objective = loaded[name] ?? (loaded.default as Record<string, unknown> | undefined)?.[name];
    if (typeof objective !== "function")
      return {
        error: `Cannot try a candidate: ${file} must export a function ${name}; received ${typeof objective}.`,
      };
    const score: unknown = await (objective as Objective)(settings, options);
    return typeof score === "number"
      ? { score }
      : { error: `Cannot try a candidate: ${name} must give a number; received ${typeof score}.` };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
