import type { Texts } from "../shape";

export default { title: "Home" } as const satisfies Texts;
