/** An item was on the screen: `{slot, entry, variant, locale}`, once for each entry and variant. */
export const contentViewed = "Content Viewed";
/** Somebody followed a link or pressed a button of an item: the same, and `action`. */
export const contentClicked = "Content Clicked";
/** Somebody closed an item: the same, and `action`. */
export const contentDismissed = "Content Dismissed";
/** Somebody answered a survey: `{entry, variant, score, comment}`. */
export const surveyAnswered = "Survey Answered";
