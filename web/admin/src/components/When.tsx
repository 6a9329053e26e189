import { useEffect, useState, type ReactElement } from "react";
import { ago, moment } from "../texts/formats";

/** When says how long ago something was; the exact instant is shown over it. */
export function When({ at }: { at: string }): ReactElement {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return <time dateTime={at} title={moment(at)}>{ago(at, Math.max(now, Date.now()))}</time>;
}
