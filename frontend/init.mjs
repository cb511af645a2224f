// Progressive enhancement only: every page works without it.
import { keepDrafts } from "./drafts.js";
import { initAll } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
keepDrafts();
