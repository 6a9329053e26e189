declare global {
  /**
   * FingerpostFlags has the type of each flag's value by its key. It is empty until a file that `fingerpost codegen` has written adds the flags of
   * an environment: from then on an unknown flag, or a default of another type, is an error of the compiler.
   */
  interface FingerpostFlags {}
}

/** FlagKey is the key of a flag: any text, as long as nobody has said which there are. */
export type FlagKey = [keyof FingerpostFlags] extends [never] ? string : keyof FingerpostFlags;

/** Widen is the type of a flag whose default is of type T: `true` stands for any boolean. */
export type Widen<T> = T extends boolean ? boolean : T extends number ? number : T extends string ? string : T;

/** Fallback is what the default of the flag K can be: one of its own values, if they are known. */
export type Fallback<K, T> = K extends keyof FingerpostFlags ? FingerpostFlags[K] : T;

/** Value is what the flag K can be whose default is of type T. */
export type Value<K, T> = K extends keyof FingerpostFlags
  ? T extends boolean | number | string
    ? Extract<FingerpostFlags[K], Widen<T>>
    : FingerpostFlags[K]
  : Widen<T>;
