/** Everything of `datasets`: the catalogue, readers, downloads and generators. */
export {
  catalog,
  type CatalogColumn,
  type CatalogEntry,
  type ColumnType,
  type DatasetColumns,
  type DatasetName,
} from "./catalog";
export { clothes, type ClothesOptions } from "./fashion";
export { parseCsv, type CsvOptions } from "./csv";
export { dateProblem, parseDate } from "./date";
export { datePairs, type DatePairs } from "./date-pairs";
export { download, type DownloadOptions, type Progress } from "./download";
export type { DownloadSetOptions } from "./download-set";
export { downloadFashionMnist, fashionMnist, fashionMnistFacts } from "./fashion-mnist";
export {
  cacheFolder,
  courseDataFolder,
  dataVariable,
  findDataFile,
  locateFile,
  locateFolder,
  namedDataFolder,
  type FoundFile,
} from "./folder";
export { clothesClasses } from "./garment-shapes";
export type { ClothesClass } from "./garment-shapes";
export { garments, type GarmentOptions } from "./synthetic-fashion";
export { formatIdx, parseIdx, readIdx, type Idx, type IdxData } from "./idx";
export type { DataFile, IdxSetFacts, PictureData, PictureOptions } from "./idx-set";
export {
  readImage,
  readImageFolder,
  resize,
  type ImageFolder,
  type ImageFolderOptions,
  type Pixels,
} from "./image-folder";
export { checkImages, firstImages, imageAt, takeImages, type ImageSet } from "./images";
export { loadTable, parseJsonTable, readTable, type LoadedTable, type ReadOptions } from "./load";
export { downloadMnist, mnist, mnistFacts } from "./mnist";
export type { DecimalSign, NumberFormat, ThousandsSign } from "./number-text";
export {
  blobs,
  circles,
  echo,
  moons,
  noisySine,
  sine,
  spirals,
  type Curve,
  type EchoData,
  type LabelledPoints,
  type PointOptions,
} from "./synthetic";
export {
  defaultMissing,
  tableFromCells,
  type ColumnValues,
  type RawCell,
  type Table,
  type TableColumn,
  type TableOptions,
} from "./table";
export type { CsvTextOptions } from "./table-text";
export type { TruthWords } from "./truth-text";
export { wordCorpus, type WordCorpus } from "./corpus";
