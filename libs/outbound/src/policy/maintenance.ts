/** A window in which a target is left alone, on every day of the week or on some; may pass midnight. */
export interface MaintenanceWindow {
  /** `HH:MM`, included. */
  readonly from: string;
  /** `HH:MM`, excluded. */
  readonly to: string;
  /** IANA name of the zone that the times are in. */
  readonly timeZone: string;
  /** Days on which the window begins; 1 is Monday, 7 is Sunday. Every day when absent. */
  readonly days?: readonly number[];
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Whether one of the windows is open at the instant. Calls wait then; it costs them no attempt. */
export function isInMaintenance(windows: readonly MaintenanceWindow[], at: Date): boolean {
  return windows.some((window) => isOpen(window, at));
}

function isOpen({ from, to, timeZone, days }: MaintenanceWindow, at: Date): boolean {
  const { time, day } = wallClock(at, timeZone);
  const beginsOn = (candidate: number): boolean => days === undefined || days.includes(candidate);
  if (from <= to) return time >= from && time < to && beginsOn(day);
  return (time >= from && beginsOn(day)) || (time < to && beginsOn(day === 1 ? 7 : day - 1));
}

function wallClock(at: Date, timeZone: string): { time: string; day: number } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? '';
  return { time: `${part('hour')}:${part('minute')}`, day: weekdays.indexOf(part('weekday')) + 1 };
}
