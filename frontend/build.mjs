// Compiles the styles and copies the scripts into the package, with the licences of what they come from.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const out = join(here, "..", "src", "folkmoot", "webkit", "static", "vendor");
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const { css } = sass.compile(join(here, "folkmoot.scss"), {
  loadPaths: [here, modules, join(modules, "@ministryofjustice", "frontend")],
  style: "compressed",
  quietDeps: true,
  silenceDeprecations: ["import"],
});
if (/GDS Transport|@font-face/.test(css)) throw new Error("the styles name a font that may not be used here");
// The royal arms of the GOV.UK footer are not ours to show.
const safe = css.replace(/[^{}]*\{[^{}]*(?:govuk-crest|images\/)[^{}]*\}/g, "");
writeFileSync(join(out, "folkmoot.css"), safe);
const script = readFileSync(join(modules, "govuk-frontend", "dist", "govuk", "govuk-frontend.min.js"), "utf8");
writeFileSync(join(out, "govuk-frontend.min.js"), script.replace(/\/\/# sourceMappingURL=.*\s*$/, "\n"));
for (const name of ["init", "drafts", "coding", "sha256", "sampling", "draws", "redaction"]) copyFileSync(join(here, `${name}.mjs`), join(out, `${name}.js`));
// The letters of the reports on paper: Source Sans 3, under the SIL Open Font License, which travels with it.
const letters = join(modules, "@expo-google-fonts", "source-sans-3");
mkdirSync(join(out, "fonts"));
for (const weight of ["400Regular", "700Bold"]) copyFileSync(join(letters, weight, `SourceSans3_${weight}.ttf`), join(out, "fonts", `SourceSans3_${weight}.ttf`));
copyFileSync(join(letters, "LICENSE_FONT"), join(out, "fonts", "LICENCE.txt"));
const notices = ["govuk-frontend", "@ministryofjustice/frontend"].map((name) => {
  const { version, license, author } = JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
  return `${name} ${version}: ${license}. ${typeof author === "string" ? author : author?.name ?? "Crown Copyright"}`;
});
notices.push("Source Sans 3: SIL Open Font License 1.1, in fonts/LICENCE.txt. Adobe");
writeFileSync(join(out, "LICENCES.txt"), notices.join("\n") + "\n");
console.log(`styles: ${Math.round(safe.length / 1024)} kB`);
