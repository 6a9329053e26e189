/** originOf makes a web origin of what somebody types, such as https://app.example.com/login; undefined if it is none. */
export function originOf(text: string): string | undefined {
  const written = text.trim();
  if (written === "") return undefined;
  try {
    const { origin, protocol, hostname } = new URL(/^[a-z]+:\/\//i.test(written) ? written : `https://${written}`);
    return /^https?:$/.test(protocol) && /^[\w.:[\]-]+$/.test(hostname) ? origin : undefined;
  } catch {
    return undefined;
  }
}
