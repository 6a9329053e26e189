import type en from "../en/home";
import type { Translation } from "../shape";

export default { title: "Start" } satisfies Translation<typeof en>;
