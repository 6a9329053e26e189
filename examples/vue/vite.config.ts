import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

export default defineConfig({
  base: "./", // so that the page may be served from any folder
  plugins: [vue()],
});
