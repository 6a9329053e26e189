import type en from "../en/preview";
import type { Translation } from "../shape";

export default { nothingShown: "Hier ist nichts zu sehen." } satisfies Translation<typeof en>;
