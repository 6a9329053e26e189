/** Texts are sentences by key, in groups. */
export interface Texts {
  readonly [key: string]: string | Texts;
}

/** Translation is the same keys with texts of another language. */
export type Translation<T> = { readonly [K in keyof T]: T[K] extends string ? string : Translation<T[K]> };
