import { TextInput, type TextInputProps } from "@mantine/core";
import { useState, type ReactElement } from "react";

interface NumberFieldProps extends Omit<TextInputProps, "value" | "onChange" | "min" | "max" | "defaultValue"> {
  value: number | "";
  min?: number;
  max?: number;
  /** What stands behind the number. */
  unit?: string;
  /** onChange is told numbers within the bounds only, and undefined where there is none. */
  onChange: (value: number | undefined) => void;
}

/** NumberField takes a number. What is typed stays as it is typed until the field is left. */
export function NumberField({ value, min, max, unit, onChange, onBlur, ...rest }: NumberFieldProps): ReactElement {
  const [typed, setTyped] = useState<string>();
  const take = (text: string): void => {
    setTyped(text);
    const next = Number(text.replace(",", "."));
    if (text.trim() === "") onChange(undefined);
    else if (Number.isFinite(next) && next >= (min ?? -Infinity) && next <= (max ?? Infinity)) onChange(next);
  };
  return (
    <TextInput
      {...rest} inputMode="decimal" autoComplete="off" dir="ltr" value={typed ?? String(value)} rightSection={unit} onChange={(event) => take(event.currentTarget.value)}
      onBlur={(event) => {
        setTyped(undefined);
        onBlur?.(event);
      }}
    />
  );
}
