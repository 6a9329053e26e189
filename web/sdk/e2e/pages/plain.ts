// A page with nothing but the script.
import type { Fingerpost, ScriptOptions } from "@fingerpost/web/script";
import { play, settings } from "./page.js";

declare const Fingerpost: { connect(options: ScriptOptions): Fingerpost };

const page = Fingerpost.connect(settings());
const show = () => play.show(page.value("hero", "none"), page.status);
page.listen(show);
page.on("hero", show);
play.become = page.update;
play.track = page.track;
show();
