/** localOf writes an instant as a field for date and time has it: in the time of whoever looks. */
export function localOf(instant: string | undefined): string {
  const time = Date.parse(instant ?? "");
  if (Number.isNaN(time)) return "";
  return new Date(time - new Date(time).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** instantOf reads what a field for date and time holds; undefined if it is empty. */
export function instantOf(local: string): string | undefined {
  const time = Date.parse(local); // without a zone it is read as local time
  return local === "" || Number.isNaN(time) ? undefined : new Date(time).toISOString().replace(".000Z", "Z");
}
