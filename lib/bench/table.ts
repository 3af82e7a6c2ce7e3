/** Prints figures as a plain table: names on the left, numbers on the right. */

/** Prints a header and rows to stdout. */
export function printTable(header: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ");
  process.stdout.write(
    [line(header), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n") + "\n",
  );
}
