/** Members are those of an object of which nothing is known. */
export type Members = Readonly<Record<string, unknown>>;

/** membersOf returns the members of an object; there are none of anything else. */
export const membersOf = (value: unknown): Members => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Members) : {});

/** textOf returns a text that is one and says something. */
export const textOf = (value: unknown): string | undefined => (typeof value === "string" && value ? value : undefined);
