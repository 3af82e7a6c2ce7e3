/** Keeps the states of widgets from their messages, so that a front end that connects later can request them. */
import type { CommData } from "./display";

/** The target of widgets' comms. */
export const WIDGET_TARGET = "jupyter.widget";

type BufferPath = readonly (string | number)[];

/** A state with its binary parts taken out, as a message carries it. */
export interface WidgetState {
  state: CommData;
  /** The place of each buffer within the state. */
  buffer_paths: BufferPath[];
  buffers: Uint8Array[];
}

/** The states of all widgets of a session. */
export class WidgetStates {
  private readonly widgets = new Map<
    string,
    { state: Record<string, unknown>; binary: Map<string, [BufferPath, Uint8Array]> }
  >();

  /** Applies a message of a widget's comm, from either side; messages without a state are ignored. */
  applyMessage(id: string, data: CommData, buffers: readonly Uint8Array[]): void {
    const { method, state } = data;
    if (typeof state !== "object" || state === null) return;
    // An echo repeats a message of a front end that was applied already.
    if (method !== undefined && method !== "update") return;
    const widget = this.widgets.get(id) ?? { state: {}, binary: new Map<string, [BufferPath, Uint8Array]>() };
    const paths = (data["buffer_paths"] ?? []) as BufferPath[];
    // A key whose whole value is binary is in the paths only.
    const changed = new Set([...Object.keys(state), ...paths.map(([key]) => String(key))]);
    for (const [key, [path]] of widget.binary) if (changed.has(String(path[0]))) widget.binary.delete(key);
    for (const key of changed) delete widget.state[key];
    Object.assign(widget.state, state);
    paths.forEach((path, i) => {
      const buffer = buffers[i];
      if (buffer) widget.binary.set(JSON.stringify(path), [path, buffer]);
    });
    this.widgets.set(id, widget);
  }

  /** Forgets a widget whose comm has ended. */
  forget(id: string): void {
    this.widgets.delete(id);
  }

  /** The state of one widget, for `request_state`. */
  stateOf(id: string): WidgetState {
    const { state = {}, binary } = this.widgets.get(id) ?? {};
    const parts = [...(binary?.values() ?? [])];
    // A copy, because a message with this state is passed to `applyMessage` again.
    return {
      state: { ...state },
      buffer_paths: parts.map(([path]) => path),
      buffers: parts.map(([, buffer]) => buffer),
    };
  }

  /** The states of all, for `request_states`. */
  allStates(): { states: CommData; buffer_paths: BufferPath[]; buffers: Uint8Array[] } {
    const states: Record<string, unknown> = {};
    const buffer_paths: BufferPath[] = [];
    const buffers: Uint8Array[] = [];
    for (const id of this.widgets.keys()) {
      const { state, buffer_paths: paths, buffers: parts } = this.stateOf(id);
      states[id] = {
        model_name: state["_model_name"],
        model_module: state["_model_module"],
        model_module_version: state["_model_module_version"],
        state,
      };
      buffer_paths.push(...paths.map((path) => [id, "state", ...path]));
      buffers.push(...parts);
    }
    return { states, buffer_paths, buffers };
  }
}
