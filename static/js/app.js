// Everything works without this file; it takes away page loads and steps. No eval, no inline styles.
import "htmx.org";
import { focusErrors } from "./errors.js";
import { guardForms } from "./guard.js";
import { startMaps } from "./map.js";
import { showSentences } from "./sentence.js";
import { watchPicks } from "./register.js";
import { startReview } from "./review.js";
import { watchToasts } from "./toasts.js";

focusErrors();
guardForms();
startMaps();
watchPicks();
showSentences();
startReview();
watchToasts();
