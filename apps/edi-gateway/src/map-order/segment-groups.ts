import { type Segment, valueOf } from '../edifact/segment.js';

/** A segment and those that belong to it, as D.96A groups them. */
export interface SegmentGroup {
  /** Absent for what stands at the begin of a section, before any group. */
  readonly head?: Segment;
  readonly members: readonly Segment[];
}

/** The segments that begin a group in a section of ORDERS; what follows belongs to them. */
const HEADS = new Set('RFF NAD TAX CUX PAT TDT TOD PAC ALC PRI LOC SCC RCS EQD'.split(' '));

/** An ALC that is neither an allowance nor a charge (5463): it changes nothing. */
export const NEITHER = 'N';

/** The groups of a section, in their order: a MOA after an ALC is the allowance's. */
export function groupsOf(section: readonly Segment[]): SegmentGroup[] {
  const groups: { head?: Segment; members: Segment[] }[] = [{ members: [] }];
  for (const segment of section) {
    if (HEADS.has(segment.tag)) groups.push({ head: segment, members: [] });
    else groups.at(-1)!.members.push(segment);
  }
  return groups;
}

/** The segments of that tag at the begin of a section. */
export function ownOf(groups: readonly SegmentGroup[], tag: string): readonly Segment[] {
  return groups[0]!.members.filter((segment) => segment.tag === tag);
}

/** The groups that a segment of that tag begins. */
export function headedBy(groups: readonly SegmentGroup[], tag: string): readonly Required<SegmentGroup>[] {
  return groups.filter((group): group is Required<SegmentGroup> => group.head?.tag === tag);
}

/** The segments of that tag that belong to no group which one of these begins. */
export function membersOutside(
  groups: readonly SegmentGroup[],
  tag: string,
  heads: readonly string[],
): readonly Segment[] {
  const others = groups.filter(({ head }) => head === undefined || !heads.includes(head.tag));
  return others.flatMap(({ members }) => members.filter((segment) => segment.tag === tag));
}

/** What a section tells of taxes (TAX). */
export interface ToldTaxes {
  /** Of the section itself. */
  readonly own: readonly Segment[];
  /** Of its allowances and charges that apply: directly behind the ALC, or another of its TAX. */
  readonly ofAllowances: readonly Segment[];
}

/** The TAX segments of a section by what they are the taxes of. */
export function taxesIn(groups: readonly SegmentGroup[]): ToldTaxes {
  const own: Segment[] = [];
  const ofAllowances: Segment[] = [];
  let behindAllowance = false;
  for (const { head } of groups) {
    if (head?.tag === 'TAX') (behindAllowance ? ofAllowances : own).push(head);
    else behindAllowance = head?.tag === 'ALC' && valueOf(head, 1) !== NEITHER;
  }
  return { own, ofAllowances };
}

/** The amounts (MOA) behind any other segment than ALC: they are compared as if they stood by themselves. */
export function strayAmounts(groups: readonly SegmentGroup[]): readonly Segment[] {
  const others = groups.filter(({ head }) => head !== undefined && head.tag !== 'ALC');
  return others.flatMap(({ members }) => members.filter(({ tag }) => tag === 'MOA'));
}

/** Those segments themselves. */
export function headsOf(groups: readonly SegmentGroup[], tag: string): readonly Segment[] {
  return headedBy(groups, tag).map(({ head }) => head);
}
