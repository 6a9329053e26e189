import type { ReactElement } from "react";
export default function Slots(): ReactElement { return <p />; }
