import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  base: "./", // so that the page may be served from any folder
  plugins: [react()],
});
