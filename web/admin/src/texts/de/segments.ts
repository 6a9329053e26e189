import type en from "../en/segments";
import type { Translation } from "../shape";

export default { title: "Segmente" } satisfies Translation<typeof en>;
