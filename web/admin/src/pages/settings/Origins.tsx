import { Button, TextInput } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useEnvironment } from "../../app/useEnvironment";
import blocks from "../../components/blocks.module.css";
import { Card } from "../../components/Card";
import { Failure } from "../../components/Failure";
import { Icon } from "../../components/Icon";
import { Loading } from "../../components/Loading";
import { Conflict } from "../../drafts/Conflict";
import { SaveState } from "../../drafts/SaveState";
import { useDefinition } from "../../drafts/useDefinitions";
import { originOf } from "./origin";

/** Origins are the web pages that client keys may be used from: a setting, which is edited in the draft. */
export function Origins(): ReactElement {
  const { t } = useTranslation("settings");
  const { env, may } = useEnvironment();
  const definition = useDefinition<string[]>(env, "setting", "origins");
  const [text, setText] = useState("");
  const { change } = definition;
  const origins = change.value ?? [];
  const set = (next: string[]): void => change.edit(next.length > 0 ? next : null);
  const typed = originOf(text);
  const add = (): void => {
    if (!typed) return;
    if (!origins.includes(typed)) set([...origins, typed]);
    setText("");
  };
  return (
    <Card title={t("origins.title")} aside={<SaveState change={change} />}>
      {definition.isPending && <Loading rows={2} />}
      {definition.error !== null && <Failure error={definition.error} retry={definition.refetch} />}
      {!definition.isPending && definition.error === null && (
        <div className={blocks.fields}>
          <Conflict change={change} name={t("origins.title")} show={(one) => <code>{one?.join(", ") ?? t("origins.any")}</code>} />
          <p className={blocks.soft}>{origins.length > 0 ? t("origins.some") : t("origins.any")}</p>
          <ul className={`${blocks.lines} ${blocks.tags}`}>
            {origins.map((origin) => (
              <li key={origin}>
                <Button variant="default" size="compact-sm" disabled={!may("editor")} rightSection={<Icon name="close" size={14} />} aria-label={`${t("remove")}: ${origin}`} onClick={() => set(origins.filter((other) => other !== origin))}>{origin}</Button>
              </li>
            ))}
          </ul>
          {may("editor") && (
            <form className={blocks.buttons} onSubmit={(event) => { event.preventDefault(); add(); }}>
              <TextInput className={blocks.find} aria-label={t("origins.add")} placeholder="https://app.example.com" value={text} onChange={(event) => setText(event.currentTarget.value)} error={text.length > 3 && !typed ? t("origins.wrong") : undefined} />
              <Button type="submit" variant="default" disabled={!typed}>{t("origins.add")}</Button>
            </form>
          )}
        </div>
      )}
    </Card>
  );
}
