/** Notebook output and the stop button, for the whole library: the kernel's own door. */
export * from "tslab-kernel/display";
