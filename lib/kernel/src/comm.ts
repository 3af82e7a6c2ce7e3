/** Carries comms, Jupyter's channels for widgets, both ways: opened by either side, with metadata and binary buffers, until one side ends them. */
import { randomUUID } from "node:crypto";
import type { CommChannel, CommData, CommMessage, CommPayload } from "./display";
import type { Content } from "./protocol";
import { WidgetStates, WIDGET_TARGET } from "./widget-states";

/** What a message carries besides its content. */
export interface CommExtras {
  metadata?: Content;
  buffers?: Uint8Array[];
}

/** The functions of the kernel that the registry calls. */
export interface CommCallbacks {
  /** Sends a message on iopub. */
  publish(type: string, content: Content, extras: CommExtras): void;
  /** Reports what a handler threw. */
  report(error: unknown): void;
  /** Binds a handler to the cell that registers it; without it, handlers run as they are. */
  bind?(handler: (...args: never[]) => unknown): (...args: never[]) => unknown;
}

/** Called for each comm that a front end opens. */
export type CommTarget = (channel: CommChannel, message: CommMessage) => unknown;

/** The target by which a front end asks for the states of all widgets. */
const CONTROL_TARGET = "jupyter.widget.control";

/** One end of a comm. */
class Channel implements CommChannel {
  open = true;
  messageHandler: ((message: CommMessage) => unknown) | undefined;
  closeHandler: (() => unknown) | undefined;

  constructor(
    readonly id: string,
    readonly target: string,
    private readonly registry: CommRegistry,
  ) {}

  send(data: CommData, options: CommPayload = {}): void {
    if (this.open) this.registry.send(this, data, options);
  }

  close(data: CommData = {}): void {
    if (this.open) this.registry.close(this, data);
  }

  onMessage(handler: (message: CommMessage) => unknown): void {
    this.messageHandler = this.registry.bind(handler);
  }

  onClose(handler: () => unknown): void {
    this.closeHandler = this.registry.bind(handler);
  }
}

/** The comms of one session. */
export class CommRegistry {
  private readonly targets = new Map<string, CommTarget>();
  private readonly channels = new Map<string, Channel>();
  private readonly widgets = new WidgetStates();

  constructor(private readonly callbacks: CommCallbacks) {
    this.targets.set(CONTROL_TARGET, (channel) =>
      channel.onMessage(({ data }) => {
        if (data["method"] !== "request_states") return;
        const { states, buffer_paths, buffers } = this.widgets.allStates();
        channel.send({ method: "update_states", states, buffer_paths }, { buffers });
      }),
    );
  }

  /**
   * Opens a comm from the kernel's side.
   *
   * @param target - What the front end is to open it for, such as `"jupyter.widget"`.
   * @param data - The data of the `comm_open` message.
   * @param options - `id` (a random one; an open comm's id is not taken twice), metadata and buffers.
   */
  open(target: string, data: CommData, options: CommPayload & { id?: string } = {}): CommChannel {
    const { id = randomUUID().replaceAll("-", ""), metadata, buffers } = options;
    const channel = new Channel(this.unusedId(id), target, this);
    this.channels.set(channel.id, channel);
    const parts = copyBuffers(buffers);
    if (target === WIDGET_TARGET) this.widgets.applyMessage(channel.id, data, parts);
    const content = { comm_id: channel.id, target_name: target, data };
    this.callbacks.publish("comm_open", content, { metadata: { ...metadata }, buffers: parts });
    return channel;
  }

  /** Registers a target by name, in place of an earlier one. */
  registerTarget(target: string, handler: CommTarget): void {
    this.targets.set(target, this.bind(handler));
  }

  /**
   * Handles a comm message of a front end. What a handler throws is reported, and never thrown on.
   *
   * @param type - `"comm_open"`, `"comm_msg"` or `"comm_close"`.
   * @param content - The message's content.
   * @param metadata - Its metadata.
   * @param buffers - Its binary parts.
   */
  handleMessage(
    type: string,
    content: Content,
    metadata: Content = {},
    buffers: readonly Uint8Array[] = [],
  ): void {
    const id = String(content["comm_id"]);
    const data = (content["data"] ?? {}) as CommData;
    const message = { data, metadata, buffers };
    if (type === "comm_open") {
      this.handleOpen(id, { target: String(content["target_name"]), message });
      return;
    }
    const channel = this.channels.get(id);
    if (!channel) return;
    if (type === "comm_close") {
      this.forget(channel);
      this.callHandler(() => channel.closeHandler?.());
    } else if (channel.target === WIDGET_TARGET && data["method"] === "request_state") {
      const { state, buffer_paths, buffers: parts } = this.widgets.stateOf(id);
      channel.send({ method: "update", state, buffer_paths }, { buffers: parts });
    } else {
      if (channel.target === WIDGET_TARGET) this.widgets.applyMessage(id, data, buffers);
      this.callHandler(() => channel.messageHandler?.(message));
    }
  }

  /** The content of `comm_info_reply`: comms by id, of one target or of all. */
  list(target: unknown): Content {
    const all = [...this.channels.values()].filter(
      (channel) => typeof target !== "string" || target === "" || target === channel.target,
    );
    return Object.fromEntries(all.map((channel) => [channel.id, { target_name: channel.target }]));
  }

  /** Sends a message of an open channel. */
  send(channel: Channel, data: CommData, { metadata, buffers }: CommPayload): void {
    const parts = copyBuffers(buffers);
    if (channel.target === WIDGET_TARGET) this.widgets.applyMessage(channel.id, data, parts);
    const content = { comm_id: channel.id, data };
    this.callbacks.publish("comm_msg", content, { metadata: { ...metadata }, buffers: parts });
  }

  /** Ends a channel from the kernel's side. */
  close(channel: Channel, data: CommData): void {
    this.forget(channel);
    this.callbacks.publish("comm_close", { comm_id: channel.id, data }, {});
  }

  /** Binds a handler to its cell, where there are cells. */
  bind<Handler extends (...args: never[]) => unknown>(handler: Handler): Handler {
    return (this.callbacks.bind?.(handler) ?? handler) as Handler;
  }

  private handleOpen(id: string, { target, message }: { target: string; message: CommMessage }): void {
    const targetHandler = this.targets.get(target);
    if (!targetHandler) {
      // The protocol's answer to an unknown target.
      this.callbacks.publish("comm_close", { comm_id: id, data: {} }, {});
      return;
    }
    const channel = new Channel(id, target, this);
    this.channels.set(id, channel);
    this.callHandler(() => targetHandler(channel, message));
  }

  private forget(channel: Channel): void {
    channel.open = false;
    if (this.channels.get(channel.id) === channel) this.channels.delete(channel.id);
    this.widgets.forget(channel.id);
  }

  private callHandler(work: () => unknown): void {
    try {
      const result = work();
      if (result instanceof Promise) result.catch((error: unknown) => this.callbacks.report(error));
    } catch (error) {
      this.callbacks.report(error);
    }
  }

  private unusedId(id: string): string {
    let free = id;
    for (let n = 2; this.channels.has(free); n++) free = `${id}-${n}`;
    return free;
  }
}

/** Copies the bytes, so that the sender may go on writing into its arrays. */
function copyBuffers(buffers: readonly ArrayBufferView[] = []): Uint8Array[] {
  return buffers.map(({ buffer, byteOffset, byteLength }) =>
    new Uint8Array(buffer, byteOffset, byteLength).slice(),
  );
}
