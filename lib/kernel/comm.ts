/** Keeps the open comms (Jupyter's channels for widgets) and refuses those for targets that nobody offers. */
import type { Content } from "./protocol";

/** A message of a comm to be published. */
export interface CommAnswer {
  type: string;
  content: Content;
}

/** A target: called for each comm that a front-end opens. */
export type CommTarget = (id: string, data: Content) => void;

/** The comms of one session. */
export class CommRegistry {
  private readonly targets = new Map<string, CommTarget>();
  private readonly open = new Map<string, string>();

  /** Offers a target by name. */
  register(name: string, target: CommTarget): void {
    this.targets.set(name, target);
  }

  /** Takes a comm message; the answer, if any, goes out on iopub. */
  take(type: string, content: Content): CommAnswer | undefined {
    const id = String(content["comm_id"]);
    if (type === "comm_open") {
      const target = this.targets.get(String(content["target_name"]));
      if (!target) return { type: "comm_close", content: { comm_id: id, data: {} } };
      this.open.set(id, String(content["target_name"]));
      target(id, (content["data"] ?? {}) as Content);
    }
    if (type === "comm_close") this.open.delete(id);
    return undefined;
  }

  /** The content of `comm_info_reply`: comms by id, of one target or of all. */
  list(target: unknown): Content {
    const all = [...this.open].filter(([, name]) => typeof target !== "string" || target === name);
    return Object.fromEntries(all.map(([id, name]) => [id, { target_name: name }]));
  }
}
