import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { complain } from "../components/toast";
import { everything, isWhole } from "./form";
import { checkQuery, printRule, type Diagnostic, type Form } from "./queries";

/** Rule is a rule that somebody writes, as sentences and as an expression at once: the expression is what is kept. */
export interface Rule {
  source: string;
  /** The sentences; those of the last expression that could be read. */
  form: Form;
  /** What is wrong with the expression. */
  diagnostics: Diagnostic[];
  /** The diagnostics are those of this text, which was perhaps typed on since. */
  checked: string;
  /** The newest expression that is right, in canonical form: what can be counted. */
  right: string | undefined;
  /** Whether a sentence waits for a word, so that the expression is still the one before. */
  isWaiting: boolean;
  write: (source: string) => void;
  build: (form: Form) => void;
}

const pause = 120;

/** useRule keeps sentences and expression together, by way of the server, which alone reads and writes rules. */
export function useRule(env: string, source: string, change: (source: string) => void): Rule {
  const [form, setForm] = useState<Form>(everything);
  const [isWaiting, setWaiting] = useState(false);
  const built = useRef<string>(undefined); // the expression that the form was written as
  const printing = useRef<AbortController>(undefined);
  const [steady] = useDebouncedValue(source, pause);
  const check = useQuery({ ...checkQuery(env, steady), enabled: steady.trim() !== "" });
  const result = steady.trim() === "" ? undefined : check.data;

  useEffect(() => {
    if (source.trim() === "" && !isWaiting) setForm((now) => (now.conditions.length > 0 && built.current !== source ? everything : now));
    if (!result?.ok || !result.builder || result.source !== source || built.current === source) return;
    built.current = source;
    setWaiting(false);
    setForm(result.builder);
  }, [result, source, isWaiting]);

  const build = useCallback(
    (next: Form) => {
      setForm(next);
      printing.current?.abort();
      const whole = isWhole(next);
      setWaiting(!whole);
      if (!whole) return;
      if (next.conditions.length === 0) {
        built.current = "true";
        change("true");
        return;
      }
      const controller = new AbortController();
      printing.current = controller;
      printRule(env, next, controller.signal).then(
        (printed) => {
          setWaiting(!printed.ok);
          if (!printed.ok) return;
          built.current = printed.source;
          change(printed.source);
        },
        (error: unknown) => {
          if (!controller.signal.aborted) complain(error);
        },
      );
    },
    [env, change],
  );
  const write = useCallback(
    (text: string) => {
      printing.current?.abort();
      built.current = undefined;
      change(text);
    },
    [change],
  );
  return {
    source, form, isWaiting, write, build,
    diagnostics: result?.diagnostics ?? [],
    checked: result?.source ?? "",
    right: result?.ok ? (result.canonical ?? result.source) : undefined,
  };
}
