/**
 * Turns random numbers into the outlines of ten kinds of clothes, in a square from −1 to 1, y down. The file is long
 * because each kind is a small drawing of its own.
 */
import type { Random } from "../core/random";
import type { Point, Polygon } from "./raster";
import { rounded } from "./raster";

/** Polygons of one shade: 1 is the cloth's own, below 1 darker, above 1 lighter, 0 a hole. */
export interface Layer {
  polygons: Polygon[];
  shade: number;
}

/** The class names of Fashion-MNIST in its order (Xiao, Rasul and Vollgraf, 2017). */
export const clothesClasses = [
  "T-shirt/top",
  "Trouser",
  "Pullover",
  "Dress",
  "Coat",
  "Sandal",
  "Shirt",
  "Sneaker",
  "Bag",
  "Ankle boot",
] as const;

/** A name of a class of clothes. */
export type ClothesClass = (typeof clothesClasses)[number];

/** How each class is drawn, in the order of {@link clothesClasses}. */
export const garmentShapes: readonly ((random: Random) => Layer[])[] = [
  tShirt,
  trouser,
  pullover,
  dressLayers,
  coat,
  sandal,
  shirt,
  sneaker,
  bag,
  ankleBoot,
];

interface TopShape {
  /** Half the width at the chest. */
  chest: number;
  /** Half the width at the waist. */
  waist: number;
  /** Half the width at the hem. */
  hem: number;
  /** Where the hem is. */
  bottom: number;
  /** Length of the sleeves along the arm; 0 for none. */
  sleeve: number;
  /** Width of the sleeves. */
  cuff: number;
  /** How far the arms stand off, in radians from straight down. */
  spread: number;
  /** Half the width of the neck and its depth. */
  neck: number;
  depth: number;
}

const top = -0.85;

function topBody(shape: TopShape): Layer[] {
  const { chest, waist, hem, bottom, neck, depth } = shape;
  const middle = (top + bottom) / 2 + 0.1;
  const body: Point[] = mirrored([
    [neck, top],
    [chest * 0.92, top + 0.16],
    [chest, top + 0.5],
    [waist, middle],
    [hem, bottom],
  ]);
  const sleeves = shape.sleeve > 0 ? [1, -1].map((side) => sleeveOutline(shape, side)) : [];
  const hole = rounded(
    mirrored([
      [neck * 0.95, top - 0.06],
      [neck * 0.6, top + depth * 0.8],
      [neck * 0.1, top + depth],
    ]),
  );
  return [
    { polygons: [body, ...sleeves], shade: 1 },
    { polygons: [hole], shade: 0 },
  ];
}

function sleeveOutline({ chest, sleeve, cuff, spread }: TopShape, side: number): Polygon {
  const [sin, cos] = [Math.sin(spread), Math.cos(spread)];
  const shoulder: Point = [chest * 0.9, top + 0.13];
  const hand: Point = [shoulder[0] + sleeve * sin, shoulder[1] + sleeve * cos];
  const half = cuff / 2;
  const outline: Point[] = [
    [shoulder[0] - 0.25, shoulder[1] - 0.05],
    shoulder,
    [hand[0] + half * cos, hand[1] - half * sin],
    [hand[0] - half * cos, hand[1] + half * sin],
    [chest * 0.9 - 0.05, top + 0.55],
  ];
  return outline.map(([x, y]): Point => [side * x, y]);
}

/** Closes the right half of an outline with its mirror image. */
function mirrored(half: readonly Point[]): Point[] {
  return [...half, ...half.map(([x, y]): Point => [-x, y]).reverse()];
}

function box(x: number, y: number, [width, height]: readonly [width: number, height: number]): Polygon {
  return [
    [x - width / 2, y - height / 2],
    [x + width / 2, y - height / 2],
    [x + width / 2, y + height / 2],
    [x - width / 2, y + height / 2],
  ];
}

/** What the five kinds of tops share, so that they differ only in what makes them what they are. */
function anyTop(random: Random): TopShape {
  const chest = random.uniform(0.4, 0.56);
  return {
    chest,
    waist: chest * random.uniform(0.86, 1.04),
    hem: chest * random.uniform(0.92, 1.12),
    bottom: random.uniform(0.55, 0.85),
    sleeve: random.uniform(1.15, 1.45),
    cuff: random.uniform(0.2, 0.3),
    spread: random.uniform(0.12, 0.5),
    neck: random.uniform(0.16, 0.26),
    depth: random.uniform(0.08, 0.2),
  };
}

function tShirt(random: Random): Layer[] {
  const shape = anyTop(random);
  const sleeve = random.chance(0.15) ? 0 : random.uniform(0.38, 0.72);
  return topBody({
    ...shape,
    sleeve,
    cuff: random.uniform(0.26, 0.38),
    spread: random.uniform(0.45, 1),
    depth: random.uniform(0.1, 0.34),
  });
}

function pullover(random: Random): Layer[] {
  const shape = { ...anyTop(random), depth: random.uniform(0.05, 0.16) };
  const layers = topBody(shape);
  const band: Layer = {
    polygons: [box(0, shape.bottom - 0.06, [shape.hem * 2, 0.13])],
    shade: random.uniform(0.55, 0.75),
  };
  if (random.chance(0.4))
    layers.push({ polygons: [box(0, top + 0.02, [shape.neck * 2, 0.16])], shade: random.uniform(0.6, 0.8) });
  return random.chance(0.7) ? [...layers, band] : layers;
}

function shirt(random: Random): Layer[] {
  const shape = anyTop(random);
  const short = random.chance(0.35);
  const sleeve = short ? random.uniform(0.45, 0.75) : shape.sleeve;
  const layers = topBody({
    ...shape,
    sleeve,
    cuff: short ? 0.3 : shape.cuff,
    spread: short ? random.uniform(0.4, 0.8) : shape.spread,
  });
  if (random.chance(0.85)) layers.push(collar(shape, random.uniform(0.16, 0.26), random.uniform(1.25, 1.45)));
  const placket = box(0, (top + shape.bottom) / 2 + 0.08, [0.1, shape.bottom - top - 0.2]);
  layers.push({ polygons: [placket], shade: random.uniform(1.25, 1.45) });
  const buttons = [0, 1, 2, 3].map((step): Polygon =>
    box(0, top + 0.42 + (step * (shape.bottom - top - 0.5)) / 3, [0.1, 0.08]),
  );
  layers.push({ polygons: buttons, shade: random.uniform(0.1, 0.35) });
  if (random.chance(0.4))
    layers.push({ polygons: [box(shape.chest * 0.5, -0.3, [0.22, 0.22])], shade: random.uniform(0.6, 0.75) });
  return layers;
}

function coat(random: Random): Layer[] {
  const shape = anyTop(random);
  const long = {
    ...shape,
    bottom: random.uniform(0.72, 0.95),
    hem: shape.chest * random.uniform(1, 1.25),
    depth: random.uniform(0.12, 0.3),
    cuff: shape.cuff + 0.04,
  };
  const layers = topBody(long);
  const gap = random.uniform(0.06, 0.2);
  layers.push({
    polygons: [
      [
        [-gap / 3, top + 0.2],
        [gap / 3, top + 0.2],
        [gap / 2, long.bottom],
        [-gap / 2, long.bottom],
      ],
    ],
    shade: random.uniform(0, 0.35),
  });
  if (random.chance(0.75)) layers.push(collar(long, random.uniform(0.26, 0.42), random.uniform(0.5, 0.75)));
  if (random.chance(0.5))
    layers.push({ polygons: [-1, 1].map((side) => box(side * 0.26, 0.3, [0.24, 0.06])), shade: 0.65 });
  return layers;
}

function collar({ neck }: TopShape, size: number, shade: number): Layer {
  const right: Polygon = [
    [neck * 0.35, top - 0.04],
    [neck * 1.1, top - 0.02],
    [neck * 0.95, top + size],
    [0.02, top + size * 0.9],
  ];
  return { polygons: [right, right.map(([x, y]): Point => [-x, y])], shade };
}

function dressLayers(random: Random): Layer[] {
  const chest = random.uniform(0.26, 0.4);
  const shape: TopShape = {
    ...anyTop(random),
    chest,
    waist: chest * random.uniform(0.68, 0.95),
    hem: chest * random.uniform(0.95, 1.9),
    bottom: random.uniform(0.8, 0.96),
    sleeve: random.chance(0.4) ? random.uniform(0.3, 1.2) : 0,
    cuff: random.uniform(0.14, 0.22),
    neck: chest * random.uniform(0.4, 0.7),
    depth: random.uniform(0.1, 0.3),
  };
  const layers = topBody(shape);
  if (random.chance(0.35))
    layers.push({
      polygons: [box(0, (top + shape.bottom) / 2 + 0.1, [shape.waist * 2, 0.08])],
      shade: random.uniform(0.4, 0.8),
    });
  return layers;
}

function trouser(random: Random): Layer[] {
  const hip = random.uniform(0.26, 0.42);
  const foot = random.uniform(0.14, 0.24);
  const apart = random.uniform(0.02, 0.14);
  const crotch = random.uniform(-0.4, -0.2);
  const bottom = random.uniform(0.82, 0.98);
  const outer = hip * random.uniform(0.85, 1.15);
  const outline = mirrored([
    [hip * 0.85, -0.92],
    [hip, -0.5],
    [Math.max(outer, apart / 2 + foot), bottom],
    [apart / 2, bottom],
    [0.01, crotch],
  ]);
  const layers: Layer[] = [{ polygons: [outline], shade: 1 }];
  if (random.chance(0.5))
    layers.push({ polygons: [box(0, -0.88, [hip * 1.7, 0.09])], shade: random.uniform(0.6, 1.2) });
  return layers;
}

/** A shoe from the side, toe to the left: where its sole lies and how thick it is. */
function soleOf(random: Random): { heel: number; toe: number; ground: number; thickness: number } {
  return {
    heel: random.uniform(0.75, 0.92),
    toe: -random.uniform(0.8, 0.95),
    ground: random.uniform(0.38, 0.55),
    thickness: random.uniform(0.08, 0.16),
  };
}

function sneaker(random: Random): Layer[] {
  const { heel, toe, ground, thickness } = soleOf(random);
  const ankle = ground - random.uniform(0.58, 0.82);
  const tongue = random.uniform(-0.1, 0.2);
  const upper = rounded([
    [toe, ground - 0.05],
    [toe + 0.1, ground - 0.28],
    [-0.25, ground - 0.42],
    [tongue, ankle],
    [tongue + 0.28, ankle + 0.1],
    [heel - 0.1, ankle + 0.02],
    [heel, ground],
  ]);
  const sole = rounded([
    [toe - 0.03, ground - 0.06],
    [heel + 0.04, ground - 0.06],
    [heel + 0.02, ground + thickness],
    [toe + 0.02, ground + thickness],
  ]);
  const layers: Layer[] = [
    { polygons: [upper], shade: 1 },
    { polygons: [sole], shade: random.uniform(0.5, 1.35) },
  ];
  const laces = [0, 1, 2].map((step): Polygon =>
    box(-0.25 + step * 0.13 + tongue * 0.3, ground - 0.4 - step * 0.08, [0.14, 0.035]),
  );
  if (random.chance(0.7)) layers.push({ polygons: laces, shade: random.uniform(0.4, 0.7) });
  if (random.chance(0.5))
    layers.push({
      polygons: [
        [
          [0, ground - 0.02],
          [0.5, ankle + 0.25],
          [0.6, ankle + 0.3],
          [0.18, ground - 0.02],
        ],
      ],
      shade: random.uniform(0.5, 1.3),
    });
  return layers;
}

function ankleBoot(random: Random): Layer[] {
  const { heel, toe, ground, thickness } = soleOf(random);
  const shaft = random.uniform(0.5, 0.7);
  const height = ground - random.uniform(0.98, 1.3);
  const heelHeight = random.chance(0.5) ? random.uniform(0.08, 0.24) : 0;
  const upper = rounded([
    [toe, ground - 0.02],
    [toe + 0.08, ground - 0.25],
    [heel - shaft - 0.12, ground - 0.45],
    [heel - shaft, height],
    [heel - 0.02, height + random.uniform(-0.06, 0.1)],
    [heel, ground],
  ]);
  const sole: Polygon = [
    [toe, ground - 0.04],
    [heel, ground - 0.06],
    [heel, ground + thickness * 0.6],
    [toe, ground + thickness * 0.6],
  ];
  const block: Polygon = [
    [heel - 0.3, ground],
    [heel, ground],
    [heel - 0.02, ground + thickness + heelHeight],
    [heel - 0.22, ground + thickness + heelHeight],
  ];
  const layers: Layer[] = [
    { polygons: [upper], shade: 1 },
    { polygons: [sole, block], shade: random.uniform(0.5, 0.95) },
  ];
  if (random.chance(0.4))
    layers.push({
      polygons: [box(heel - 0.28, (height + ground) / 2, [0.18, ground - height - 0.4])],
      shade: random.uniform(0.55, 0.8),
    });
  return layers;
}

function sandal(random: Random): Layer[] {
  const { heel, toe, ground, thickness } = soleOf(random);
  const lift = random.chance(0.45) ? random.uniform(0.2, 0.5) : 0;
  const sole = rounded([
    [toe, ground - 0.02],
    [-0.1, ground - 0.04],
    [heel, ground - lift - 0.04],
    [heel, ground - lift + thickness],
    [-0.05, ground + thickness],
    [toe, ground + thickness],
  ]);
  const block: Polygon = [
    [heel - 0.2, ground - lift],
    [heel, ground - lift],
    [heel - 0.04, ground + thickness],
    [heel - 0.14, ground + thickness],
  ];
  const straps: Polygon[] = [];
  for (let count = random.integer(2, 5); count > 0; count--) {
    const from = random.uniform(toe + 0.1, heel - 0.35);
    const peak = random.uniform(0.25, 0.55);
    straps.push(
      strap([from, ground], [from + random.uniform(0.15, 0.5), ground - peak], random.uniform(0.09, 0.16)),
    );
  }
  if (random.chance(0.6))
    straps.push(
      strap(
        [heel - 0.05, ground - lift],
        [heel - random.uniform(0.3, 0.6), ground - lift - random.uniform(0.35, 0.6)],
        0.11,
      ),
    );
  return [
    { polygons: [sole, ...(lift > 0 ? [block] : [])], shade: random.uniform(0.6, 1.1) },
    { polygons: straps, shade: 1 },
  ];
}

function strap([x0, y0]: Point, [x1, y1]: Point, width: number): Polygon {
  return [
    [x0, y0],
    [x1, y1],
    [x1 + width, y1 + width * 0.4],
    [x0 + width, y0 + width * 0.4],
  ];
}

function bag(random: Random): Layer[] {
  const width = random.uniform(0.55, 0.9);
  const upper = random.uniform(-0.3, 0.02);
  const bottom = random.uniform(0.55, 0.85);
  const narrow = random.uniform(0.8, 1.05);
  const body = mirrored([
    [width * narrow, upper],
    [width, bottom - 0.1],
    [width * 0.93, bottom],
  ]);
  const reach = random.uniform(0.3, 0.62);
  const rise = random.uniform(0.3, 0.62);
  const outer = rounded(
    rounded(
      mirrored([
        [reach, upper - rise],
        [reach * 1.05, upper + 0.05],
      ]),
    ),
  );
  const inner = rounded(
    rounded(
      mirrored([
        [reach - 0.1, upper - rise + 0.1],
        [reach * 0.9, upper + 0.03],
      ]),
    ),
  );
  const layers: Layer[] = [];
  if (random.chance(0.8))
    layers.push({ polygons: [outer], shade: random.uniform(0.7, 1.1) }, { polygons: [inner], shade: 0 });
  layers.push({ polygons: [random.chance(0.5) ? body : rounded(body)], shade: 1 });
  if (random.chance(0.6))
    layers.push({
      polygons: [
        mirrored([
          [width * narrow, upper],
          [width * 0.9, upper + random.uniform(0.2, 0.45)],
        ]),
      ],
      shade: random.uniform(0.7, 1.2),
    });
  if (random.chance(0.6))
    layers.push({ polygons: [box(0, upper + 0.32, [0.14, 0.12])], shade: random.uniform(0.3, 1.5) });
  return layers;
}
