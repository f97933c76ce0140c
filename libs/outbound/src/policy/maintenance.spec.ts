import { describe, expect, it } from 'vitest';
import { isInMaintenance, type MaintenanceWindow } from './maintenance.js';

const timeZone = 'Europe/Istanbul';
const nightly: MaintenanceWindow = { from: '23:30', to: '02:00', timeZone };
const saturday = (time: string): Date => new Date(`2026-11-21T${time}:00+03:00`);

describe('a maintenance window', () => {
  it('that passes midnight is open on both sides of it', () => {
    const open = ['23:29', '23:30', '00:00', '01:59', '02:00'].map((time) => isInMaintenance([nightly], saturday(time)));
    expect(open).toEqual([false, true, true, true, false]);
  });

  it('of one day belongs to the day on which it begins', () => {
    const fridays = [{ ...nightly, days: [5] }];
    expect(isInMaintenance(fridays, saturday('01:00'))).toBe(true);
    expect(isInMaintenance(fridays, saturday('23:45'))).toBe(false);
  });

  it('is in the time zone it names', () => {
    const midday = [{ from: '12:00', to: '13:00', timeZone }];
    expect(isInMaintenance(midday, new Date('2026-11-21T09:30:00Z'))).toBe(true);
    expect(isInMaintenance(midday, new Date('2026-11-21T12:30:00Z'))).toBe(false);
  });

  it('is not needed', () => expect(isInMaintenance([], saturday('00:00'))).toBe(false));
});
