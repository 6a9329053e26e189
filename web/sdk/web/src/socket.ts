import type { Connection, Link } from "./protocol.js";

/** socket connects over a WebSocket. */
export function socket({ url, key, hello, receive, ended }: Link): Connection {
  const ws = new WebSocket(url.replace(/^http/, "ws") + "/v1/stream", "fingerpost.v1");
  const say = (type: string, message: object) => ws.send(JSON.stringify({ type, ...message }));
  ws.onopen = () => say("hello", { key, ...hello() });
  ws.onmessage = ({ data }) => receive(JSON.parse(data as string));
  ws.onclose = ({ code }) => ended(code);
  return {
    send(context) {
      const open = ws.readyState === 1;
      if (open) say("context", context);
      return open;
    },
    close() {
      ws.onopen = ws.onmessage = ws.onclose = null;
      ws.close();
    },
  };
}
