import { ProviderEvents, useOpenFeatureClient } from "@openfeature/react-sdk";
import { useEffect, useState } from "react";
import { sentence, type Change } from "../../shared/lumen.js";
import { useVisit } from "./useVisit";

export function LastChange() {
  const client = useOpenFeatureClient();
  const { language } = useVisit();
  const [change, setChange] = useState<Change>();

  useEffect(() => {
    const over = new AbortController();
    client.addHandler(
      ProviderEvents.ConfigurationChanged,
      (details) => setChange({ flags: details?.flagsChanged ?? [], cause: details?.metadata, at: new Date() }),
      { signal: over.signal },
    );
    return () => over.abort();
  }, [client]);

  return (
    <p className="last-change" role="status">
      {change ? sentence(change, language) : language.words.unchanged}
    </p>
  );
}
