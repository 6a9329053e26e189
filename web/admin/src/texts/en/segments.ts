import type { Texts } from "../shape";

export default { title: "Segments" } as const satisfies Texts;
