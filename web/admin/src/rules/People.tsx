import type { ReactElement } from "react";
import type { Schemas } from "../api/client";
import styles from "./rules.module.css";

type Head = Schemas["ProfileHead"];

/** personName is what somebody is called where they are one of many: the id of your login, or else what there is. */
export function personName({ person, identifiers }: Pick<Head, "person" | "identifiers">): string {
  return (identifiers.find(({ kind }) => kind === "user") ?? identifiers[0])?.value ?? person;
}

/** People names some people. */
export function People({ sample }: { sample: readonly Head[] }): ReactElement {
  return <ul className={styles.people}>{sample.slice(0, 8).map((head) => <li key={head.person} title={personName(head)}>{personName(head)}</li>)}</ul>;
}
