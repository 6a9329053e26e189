import type { Texts } from "../shape";

export default { title: "Slots" } as const satisfies Texts;
