import { Drawer } from "@mantine/core";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Navigation } from "./Navigation";

/** NavigationDrawer is the navigation of small screens. */
export default function NavigationDrawer({ env, close }: { env: string; close: () => void }): ReactElement {
  const { t } = useTranslation();
  return (
    <Drawer opened onClose={close} size={280} title="Fingerpost" closeButtonProps={{ "aria-label": t("shortcuts.close") }}>
      <Navigation env={env} onGo={close} />
    </Drawer>
  );
}
