import type { ReactElement } from "react";
export default function X(): ReactElement { return <p />; }
