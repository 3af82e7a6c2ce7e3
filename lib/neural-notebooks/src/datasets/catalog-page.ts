/** Turns the catalogue into the text of `data/README.md`: `node lib/neural-notebooks/dist/datasets/catalog-page.js` writes it, a test compares it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { catalog } from "./catalog";
import type { CatalogEntry } from "./catalog";
import { courseDataFolder } from "./folder";

/** The whole page. */
export function catalogPage(): string {
  const entries: CatalogEntry[] = Object.values(catalog);
  const overview = entries.map(
    ({ name, file, rows, columns, bytes, licence }) =>
      `| ${name} | [${file}](${file}) | ${rows.toLocaleString("en")} | ${columns.length} | ${bytes.toLocaleString("en")} | ${licence} |`,
  );
  return [
    "# Data",
    "",
    'Tables that the course uses, loaded by name: `readDataset("penguins")`. The files are those of the npm package vega-datasets 3.2.1, unchanged; its licence is in [LICENSE-vega-datasets.txt](LICENSE-vega-datasets.txt), and each table has terms of its own besides. This page is written from `lib/neural-notebooks/src/datasets/catalog.ts`.',
    "",
    'Your own CSV, TSV and JSON files and picture folders are welcome here or in any folder that the environment variable `NEURAL_NOTEBOOKS_DATA` names: `await readCSV("mine.csv")`, `readImageFolder("my-photos")`. Files there win over those here. Downloads (`downloadFashionMnist()`, `downloadMnist()`) go to `cache/`.',
    "",
    "| name | file | rows | columns | bytes | licence |",
    "| --- | --- | ---: | ---: | ---: | --- |",
    ...overview,
    "",
    ...entries.flatMap(section),
  ].join("\n");
}

function section({ name, about, source, licence, sha256, columns }: CatalogEntry): string[] {
  return [
    `## ${name}`,
    "",
    about,
    "",
    `- Source: ${source}.`,
    `- Licence: ${licence}.`,
    `- SHA-256: \`${sha256}\``,
    "",
    "| column | type | unit | meaning |",
    "| --- | --- | --- | --- |",
    ...columns.map(
      (column) => `| ${column.name} | ${column.type} | ${column.unit || "–"} | ${column.meaning} |`,
    ),
    "",
  ];
}

if (require.main === module) writeFileSync(join(courseDataFolder(), "README.md"), catalogPage());
