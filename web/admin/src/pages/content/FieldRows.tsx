import { Button } from "@mantine/core";
import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../../components/Icon";
import { languageName } from "../../texts/formats";
import styles from "./Content.module.css";
import { fallback, isLocalized, isNothing, plainOf, said, saying, titled, type FieldDefinition, type Fields, type Values } from "./domain";
import { ValueField, type Where } from "./ValueField";

interface FieldRowsProps {
  where: Where;
  fields: Fields;
  values: Values;
  /** The baseline's values, where a variant is edited: what it does not set it inherits. */
  baseline?: Values | undefined;
  /** What stands before the names of fields, for those who hear them only. */
  prefix?: string;
  change: (name: string, value: unknown) => void;
}

/** FieldRows is the form of a type's fields. */
export function FieldRows({ where, fields, values, baseline, prefix = "", change }: FieldRowsProps): ReactElement {
  return (
    <div className={styles.fields}>
      {Object.entries(fields).map(([name, field]) => (
        <FieldRow key={name} where={where} name={name} field={field} value={values[name]} inherited={baseline?.[name]} isVariant={baseline !== undefined} prefix={prefix} change={(value) => change(name, value)} />
      ))}
    </div>
  );
}

interface FieldRowProps {
  where: Where;
  name: string;
  field: FieldDefinition;
  value: unknown;
  inherited: unknown;
  isVariant: boolean;
  prefix: string;
  change: (value: unknown) => void;
}

function FieldRow({ where, name, field, value, inherited, isVariant, prefix, change }: FieldRowProps): ReactElement {
  const { t } = useTranslation("content");
  const isOwn = !isVariant || value !== undefined;
  const label = titled(name);
  return (
    <div className={styles.field} data-inherits={!isOwn || undefined}>
      <div className={styles.label}>
        <span className={styles.name} aria-hidden="true">{label}{field.required && <em title={t("field.required")}>*</em>}</span>
        {field.description && <span className={styles.describe}>{field.description}</span>}
        {isVariant && isOwn && <Button size="compact-sm" variant="subtle" leftSection={<Icon name="undo" size={15} />} aria-label={`${t("variant.inherit")}: ${prefix}${label}`} onClick={() => change(undefined)}>{t("variant.inherit")}</Button>}
      </div>
      {isOwn ? (
        <Languages where={where} field={field} label={prefix + label} value={value} change={change} />
      ) : (
        <div className={styles.inherited}>
          <span dir="auto">{glance(inherited, field, where, t("field.empty"))}</span>
          <Button size="compact-sm" variant="default" aria-label={`${t("variant.change")}: ${prefix}${label}`} onClick={() => change(inherited ?? blank(field))}>{t("variant.change")}</Button>
        </div>
      )}
    </div>
  );
}

/** blank is what a field begins with where the baseline says nothing. */
function blank(field: FieldDefinition): unknown {
  return field.type === "list" ? [] : field.type === "boolean" ? false : isLocalized(field) ? {} : "";
}

/** glance is an inherited value in a line. */
function glance(value: unknown, field: FieldDefinition, where: Where, nothing: string): ReactNode {
  if (isNothing(value)) return nothing;
  const locale = where.locale ?? where.locales[0] ?? "";
  const now = isLocalized(field) ? (said(value, field, locale, where.locales) ?? fallback(value, field, locale, where.locales)?.value) : value;
  if (Array.isArray(now)) return now.map((item: unknown) => (typeof item === "string" ? item : glance((item as Values)["title"] ?? Object.values(item as Values)[0], { type: "text" }, where, ""))).map((line, at) => <span key={at} className={styles.line}>{line}</span>);
  if (field.type === "image" && typeof now === "object" && now !== null) {
    const { image, src, alt } = now as { image?: string; src?: string; alt?: unknown };
    return image ? <img className={styles.small} src={`/images/${encodeURIComponent(image)}?w=320`} alt={plainOf(alt)} /> : src;
  }
  return typeof now === "string" ? now : JSON.stringify(now);
}

/** Languages is a value in the language that is edited, or in all of them. */
export function Languages({ where, field, label, value, change }: { where: Where; field: FieldDefinition; label: string; value: unknown; change: (value: unknown) => void }): ReactElement {
  const { t } = useTranslation("content");
  if (!isLocalized(field) || where.locales.length < 2) {
    const lang = where.locales[0] ?? "";
    const now = isLocalized(field) ? said(value, field, lang, where.locales) : value;
    return <ValueField where={where} field={field} label={label} lang={lang} value={now} change={(next) => change(saying(value, field, lang, where.locales, next))} />;
  }
  const shown = where.locale === undefined ? where.locales : [where.locale];
  return (
    <div className={shown.length > 1 ? styles.grid : undefined}>
      {shown.map((locale) => {
        const now = said(value, field, locale, where.locales);
        const other = isNothing(now) ? fallback(value, field, locale, where.locales) : undefined;
        return (
          <div key={locale} className={styles.cell}>
            {shown.length > 1 && <span className={styles.locale} aria-hidden="true">{languageName(locale)}</span>}
            <ValueField
              where={where} field={field} label={`${label}, ${languageName(locale)}`} lang={locale} value={now} hint={plainOf(other?.value)}
              change={(next) => change(saying(value, field, locale, where.locales, next))}
            />
            {other && <span className={styles.fallsBack}><Icon name="info" size={15} />{t("field.fallsBack", { language: languageName(other.locale) })}</span>}
          </div>
        );
      })}
    </div>
  );
}
