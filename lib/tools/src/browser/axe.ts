/** Examines a part of a page for accessibility with axe. */
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";

/** One rule that is broken. */
interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/**
 * Looks for faults that keep people out: those that axe calls serious or critical.
 *
 * @param page - The page.
 * @param selector - The part to be examined.
 * @returns One line for each broken rule, with the first element that breaks it.
 */
export async function seriousFindings(page: Page, selector: string): Promise<string[]> {
  const isLoaded = (await page.evaluate("typeof window.axe")) === "object";
  if (!isLoaded) await page.evaluate(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
  const run = `window.axe.run(${JSON.stringify(selector)}, { resultTypes: ["violations"] })`;
  const { violations } = await page.evaluate<{ violations: readonly Violation[] }>(run);
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, help, nodes: [first] }) => `${id}: ${help}: ${first?.html ?? ""} ${first?.failureSummary ?? ""}`,
    );
}
