/** Everything of `datasets`: the catalogue, readers, downloads and generators. */
export * from "./catalog";
export * from "./csv";
export * from "./date";
export * from "./folder";
export * from "./load";
export * from "./table";
