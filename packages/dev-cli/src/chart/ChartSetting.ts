/** One setting of a chart's values.yaml, with what its comment says. */
export interface ChartSetting {
  /** Its key and those above it. */
  path: string[];
  /** The comment's sentence; undefined for a map that only groups others. */
  description: string | undefined;
  /** What it may be, where the comment lists it. */
  choices: string[] | undefined;
  /** Whether it may be a number between two whole ones. */
  isFraction: boolean;
  /** The kinds of what a list may hold, where the comment or the default tells. */
  items: string[] | undefined;
  /** Whether it is a map of texts, for which numbers and booleans are taken, too. */
  holdsTexts: boolean;
  default: unknown;
  /** The settings below it; undefined for a value, also for a map of anything. */
  children: ChartSetting[] | undefined;
}
