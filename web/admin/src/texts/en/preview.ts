import type { Texts } from "../shape";

export default { nothingShown: "Nothing is shown here." } as const satisfies Texts;
