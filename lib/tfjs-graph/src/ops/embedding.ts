/** Rows of a table by their numbers. */
import { attribute } from "../graph/attributes";
import { cast } from "./basic";
import type { Program, Value } from "./program";

/** Rows of `table` [rows, columns] for whole numbers of any shape; a new last axis holds the columns. */
export function lookUp(p: Program, table: Value, ids: Value): Value {
  const int = attribute.type("int32");
  const numbers = cast(p, ids.edge, { from: ids.type as "float32" | "int32", to: "int32" });
  const attributes = { Tparams: attribute.type("float32"), Tindices: int, Taxis: int };
  const edge = p.graph.add("GatherV2", [table.edge, numbers, p.graph.constant("int32", 0)], { attributes });
  const rows = p.value(edge, [...ids.shape, table.shape[1] ?? null], { from: [table] });
  const [size, columns] = table.shape as [number, number];
  return p.record(rows, (dy) =>
    p.pass(table, () => {
      const flat = p.node("Reshape", [dy, p.graph.constant("int32", [-1, columns])], { Tshape: int });
      const flatIds = p.graph.add("Reshape", [numbers, p.graph.constant("int32", [-1])], {
        attributes: { T: int, Tshape: int },
      });
      return p.node("UnsortedSegmentSum", [flat, flatIds, p.graph.constant("int32", size)], {
        Tindices: int,
        Tnumsegments: int,
      });
    }),
  );
}
