import { Button } from "@mantine/core";
import { type ReactElement, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useEnvironment } from "../app/useEnvironment";
import blocks from "../components/blocks.module.css";
import { Card } from "../components/Card";
import { Empty } from "../components/Empty";
import { Failure } from "../components/Failure";
import { Icon, type IconName } from "../components/Icon";
import { Loading } from "../components/Loading";
import { Page } from "../components/Page";
import { When } from "../components/When";
import { Conflict } from "./Conflict";
import { SaveState } from "./SaveState";
import type { Definition } from "./useDefinitions";

interface Props<T> {
  name: string;
  icon: IconName;
  back: ReactElement;
  definition: Definition<T>;
  about?: string | undefined;
  /** What stands beside the form, over who uses it. */
  aside?: ReactNode;
  children: (value: T, edit: (value: T) => void) => ReactNode;
}

/** DefinitionPage is the frame of a definition that is edited with a form: where it stands in the draft, who uses it, who changed it. */
export function DefinitionPage<T>({ name, icon, back, definition, about, aside, children }: Props<T>): ReactElement {
  const { t } = useTranslation();
  const { may } = useEnvironment();
  const { change, published } = definition;
  const { value } = change;
  if (definition.error) return <Page title={name} back={back}><Failure error={definition.error} retry={definition.refetch} /></Page>;
  if (definition.isPending) return <Page title={name} back={back}><Loading /></Page>;
  if (value === undefined) return <Page title={name} back={back}><Empty icon={icon} title={t("define.missing", { key: name })} text={t("define.missingText")} /></Page>;
  const remove = may("editor") && value !== null && (
    <Button variant="default" leftSection={<Icon name="trash" size={18} />} onClick={() => (published === undefined ? void change.undo() : change.edit(null))}>{t("define.remove")}</Button>
  );
  return (
    <Page title={name} back={back} about={about} actions={<><SaveState change={change} />{remove}</>}>
      <Conflict change={change} name={name} show={(one) => <pre className={blocks.code}>{one ? JSON.stringify(one, null, 2) : t("draft.deleted")}</pre>} />
      {value === null ? (
        <Empty icon="trash" title={t("define.gone")} text={t("define.goneText", { key: name })}><Button onClick={() => void change.undo()}>{t("define.keep")}</Button></Empty>
      ) : (
        <div className={blocks.columns}>
          <div className={blocks.column} onBlur={change.flush}>
            {!may("editor") && <p className={blocks.note}><Icon name="info" size={18} />{t("define.readOnly")}</p>}
            <fieldset className={`${blocks.field} ${blocks.column}`} disabled={!may("editor")}>{children(value, change.edit)}</fieldset>
          </div>
          <div className={blocks.column}>
            {aside}
            <Uses definition={definition} />
          </div>
        </div>
      )}
    </Page>
  );
}

/** Uses lists what refers to a definition, and who changed it. */
function Uses<T>({ definition: { about } }: { definition: Definition<T> }): ReactElement {
  const { t } = useTranslation();
  return (
    <>
      <Card title={t("define.uses")}>
        {about && about.users.length > 0
          ? <ul className={blocks.lines}>{about.users.map(({ kind, key }) => <li key={`${kind}/${key}`} className={blocks.about}>{kind} <strong>{key}</strong></li>)}</ul>
          : <p className={blocks.soft}>{t("define.noUses")}</p>}
      </Card>
      <Card title={t("define.history")}>
        {about && about.history.length > 0
          ? (
            <ul className={blocks.lines}>
              {about.history.map((one) => <li key={one.revision} className={blocks.about}><strong>{one.author}</strong> · <When at={one.at} />{one.message && <div>{one.message}</div>}</li>)}
            </ul>
          )
          : <p className={blocks.soft}>{t("define.noHistory")}</p>}
      </Card>
    </>
  );
}
