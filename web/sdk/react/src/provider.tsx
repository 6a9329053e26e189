import { FingerpostProvider as Provider, type ProviderOptions } from "@fingerpost/web";
import { OpenFeature, OpenFeatureProvider, type EvaluationContext } from "@openfeature/react-sdk";
import { useEffect, useRef, type ReactElement, type ReactNode } from "react";
import { Home } from "./home.js";

export interface FingerpostProviderProps extends Omit<ProviderOptions, "key"> {
  /** A client key: `ck_…`. React has a meaning of its own for `key`. */
  readonly apiKey: string;
  /** Who is asked about. A context of other content replaces it. */
  readonly context?: EvaluationContext;
  /** A name for the flags of this part of the page, where a page has several providers; read once. */
  readonly domain?: string;
  readonly children?: ReactNode;
}

/**
 * FingerpostProvider gives flags to what is below it. Mount it once, at the root; its options are read when it is mounted, and later only the context. What came
 * with `bootstrap` is there for the first rendering, on a server and in the browser alike.
 */
export function FingerpostProvider({ apiKey, context = {}, domain = "fingerpost", children, ...options }: FingerpostProviderProps): ReactElement {
  const given = JSON.stringify(context);
  const told = useRef<string>(undefined);
  if (told.current === undefined) {
    told.current = given;
    begin(domain, { ...options, key: apiKey }, context);
  }

  useEffect(() => {
    if (told.current === given) return;
    told.current = given;
    void OpenFeature.setContext(domain, JSON.parse(given) as EvaluationContext);
  }, [domain, given]);

  const { url, events } = options;
  const home = useRef({ url, events });
  return (
    <Home.Provider value={home.current}>
      <OpenFeatureProvider domain={domain}>{children}</OpenFeatureProvider>
    </Home.Provider>
  );
}

/** begin sets the provider of a domain, in the same turn, so that children find it. What goes wrong is said by the status, and in the log of OpenFeature. */
function begin(domain: string, options: ProviderOptions, context: EvaluationContext): void {
  OpenFeature.setProvider(domain, new Provider(options), context);
}
