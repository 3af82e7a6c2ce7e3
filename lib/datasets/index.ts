/** Everything of `datasets`: the catalogue, readers, downloads and generators. */
export * from "./catalog";
export * from "./csv";
export * from "./date";
export * from "./date-pairs";
export * from "./fashion-mnist";
export * from "./folder";
export { clothesClasses } from "./garment-shapes";
export type { ClothesClass } from "./garment-shapes";
export * from "./garments";
export * from "./idx";
export * from "./images";
export * from "./load";
export * from "./synthetic";
export * from "./table";
export * from "./words";
