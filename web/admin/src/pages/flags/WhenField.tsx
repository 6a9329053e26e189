import type { ReactElement } from "react";
import { RuleSentences, RuleSource } from "../../rules/RuleEditor";
import type { Rule } from "../../rules/useRule";

/** WhenField writes for whom an entry of targeting is, as sentences and as an expression. */
export default function WhenField({ env, rule, blur }: { env: string; rule: Rule; blur: () => void }): ReactElement {
  return (
    <>
      <RuleSentences env={env} rule={rule} />
      <RuleSource env={env} rule={rule} blur={blur} />
    </>
  );
}
