// What samples on the pages of the documentation take for granted. See samples.mjs.

declare const url: string;
declare const key: string;
declare const identityToken: string;
declare const context: { targetingKey: string };
declare const StartPage: () => import("react").ReactElement;
declare const answers: { flags: import("@fingerpost/web").Answer[] };

/** The script, as pages without a compiler see it: there values are of any type. */
declare const Fingerpost: {
  connect(
    options: import("@fingerpost/web/script").ScriptOptions,
  ): Omit<import("@fingerpost/web/script").Fingerpost, "on"> & { on(flag: string, listener: (value: any) => void): () => void };
};

/** The script that shows slots. */
declare const FingerpostSlots: typeof import("@fingerpost/web/slots/script");

declare module "*.vue" {
  const component: import("vue").Component;
  export default component;
}

declare module "*/app" {
  export const App: import("@angular/core").Type<unknown>;
}

// Of Nuxt, as far as it is used.
declare function defineNuxtPlugin(plugin: (nuxt: { vueApp: import("vue").App }) => Promise<void>): unknown;
declare function useRuntimeConfig(): { public: { fingerpost: { url: string; key: string } } };
declare function useCookie(name: string): import("vue").Ref<string | undefined>;
declare function useFetch(url: string, options: object): Promise<{ data: import("vue").Ref<typeof answers | undefined> }>;
