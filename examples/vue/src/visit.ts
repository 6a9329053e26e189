import { computed, shallowRef } from "vue";
import { currentVisit, onVisit } from "../../shared/lumen.js";

/** visit is who looks at the page, and in which language: both stand in its address. */
export const visit = shallowRef(currentVisit());
onVisit(() => (visit.value = currentVisit()));

/** words are the page's own. */
export const words = computed(() => visit.value.language.words);
