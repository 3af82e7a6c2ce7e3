/** `npm run build`: compiles lib, after whatever of set-up is missing. */
import { setUp } from "./setup/main.mjs";

/** Set-up holds the build; there is nothing else to it. */
export async function run() {
  await setUp({ command: "build" });
  return 0;
}
