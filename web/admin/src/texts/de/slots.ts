import type en from "../en/slots";
import type { Translation } from "../shape";

export default { title: "Slots" } satisfies Translation<typeof en>;
