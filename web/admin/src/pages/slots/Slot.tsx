import type { ReactElement } from "react";
export default function Slot(): ReactElement { return <p />; }
