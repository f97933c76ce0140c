/** A figure beside what it must be. */
export interface Goal {
  readonly name: string;
  readonly measured: string;
  readonly floor: string;
  readonly isReached: boolean;
}

/** Goals as a Markdown list; one that was missed says so. */
export function renderGoals(goals: readonly Goal[]): string[] {
  return goals.map(({ name, measured, floor, isReached }) => `- ${name}: **${measured}**, floor ${floor}${isReached ? '' : ' (**missed**)'}`);
}

/** The goal that a figure stays at or below a limit. */
export function atMost(name: string, value: number, limit: number, unit: string): Goal {
  const shown = (figure: number): string => `${Number.isInteger(figure) ? figure : figure.toFixed(figure < 10 ? 2 : 0)} ${unit}`;
  return { name, measured: shown(value), floor: `at most ${shown(limit)}`, isReached: value <= limit };
}
