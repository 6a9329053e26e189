import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** pine is the colour of the posts; shade 8 is dark enough for white text. */
const pine: MantineColorsTuple = ["#eaf5f1", "#d3e9e2", "#abd5c8", "#7fc0ad", "#57a993", "#37927b", "#217c66", "#156b56", "#0d5f4d", "#07493b"];
/** amber warns that people see what happens here. */
const amber: MantineColorsTuple = ["#fdf5e6", "#f9e7c4", "#f3d08b", "#eab752", "#dd9f2c", "#c08418", "#a06b10", "#8a5a0c", "#754a08", "#573604"];
const brick: MantineColorsTuple = ["#fdf0ee", "#f9dbd6", "#f0b3a9", "#e58878", "#d8614e", "#c64634", "#b23726", "#a32f1f", "#962818", "#731c0f"];
const stone: MantineColorsTuple = ["#f8f7f4", "#f1efea", "#e4e1d9", "#d3d0c7", "#b3b4ac", "#838a84", "#66706a", "#525e58", "#3b4742", "#1f2a26"];
const night: MantineColorsTuple = ["#e9efec", "#c6d0cb", "#a5b2ac", "#7b8983", "#45524d", "#33403b", "#26312d", "#1a221f", "#121917", "#0b100e"];

const sans = 'system-ui, -apple-system, "Segoe UI Variable Text", "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif';

/** theme is the look of the console. Colours that pages use by hand are in base.css. */
export const theme = createTheme({
  colors: { pine, amber, brick, gray: stone, dark: night },
  primaryColor: "pine",
  primaryShade: { light: 8, dark: 8 },
  fontFamily: sans,
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Code", "Liberation Mono", monospace',
  headings: { fontFamily: sans, fontWeight: "650" },
  defaultRadius: "md",
  radius: { xs: "4px", sm: "6px", md: "9px", lg: "14px", xl: "20px" },
  cursorType: "pointer",
  focusRing: "auto",
  respectReducedMotion: true,
  components: {
    // Their header is none of the page.
    Modal: { defaultProps: { attributes: { header: { role: "presentation" } } } },
    Drawer: { defaultProps: { attributes: { header: { role: "presentation" } } } },
  },
});
