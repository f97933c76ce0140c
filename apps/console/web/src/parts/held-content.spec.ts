import { createElement, isValidElement, type ReactElement, type ReactNode } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { HeldDetails } from '../../../src/ask-services/held-views';
import { heldWords } from '../words/held';
import { ActButton, type OfferedAct } from './acts';
import { HeldContent } from './held-content';

/** What the components keep, in the order in which they ask for it. */
const kept = vi.hoisted(() => ({ values: [] as unknown[], asked: 0 }));

vi.mock('react', async (original) => ({
  ...(await original<object>()),
  useId: () => 'id',
  useState: (first: unknown) => {
    const at = kept.asked++;
    if (at === kept.values.length) kept.values.push(first);
    return [kept.values[at], (next: unknown) => void (kept.values[at] = next)];
  },
}));

interface Props {
  readonly children?: ReactNode;
  readonly value?: string;
  readonly onChange?: (event: { target: { value: string } }) => void;
}

/** Every element that is shown, buttons of acts as they are asked for. */
function elementsOf(node: ReactNode): ReactElement<Props>[] {
  if (Array.isArray(node)) return node.flatMap(elementsOf);
  if (!isValidElement<Props>(node)) return [];
  const { type, props } = node;
  const isPart = typeof type === 'function' && type !== ActButton;
  return [node, ...elementsOf(isPart ? (type as (props: Props) => ReactNode)(props) : props.children)];
}

const first = { id: 'h-1', type: 'kervan.erp.PostInvoice', key: null, original: null, unreadable: null, valueBytes: 40 };
const as = (data: unknown, sha256: string): HeldDetails => ({ ...first, data, sha256 }) as unknown as HeldDetails;

/** What the page shows of a message now. */
function shown(message: HeldDetails) {
  kept.asked = 0;
  const elements = elementsOf(createElement(HeldContent, { service: 'erp-writer', message, isOpen: true }));
  const field = elements.find(({ type }) => type === 'textarea')?.props;
  return {
    text: field?.value,
    write: (value: string) => field?.onChange?.({ target: { value } }),
    save: elements.find(({ type }) => type === ActButton)?.props as OfferedAct | undefined,
    isStale: elements.some(({ props }) => props.children === heldWords.editedMeanwhile),
  };
}

describe('a held message that is edited', () => {
  const masked = { name: '***' };
  const before = as(masked, 'aa');
  const after = as(masked, 'bb');
  const written = JSON.stringify({ name: 'A. Demir' });

  beforeEach(() => {
    kept.values = [];
  });

  it('keeps nothing of what was written once it is saved, and blames nobody else for the change', () => {
    shown(before).write(written);
    const { save } = shown(before);
    expect(save?.request).toMatchObject({ mergePatch: { name: 'A. Demir' }, seen: 'aa' });
    save?.whenDone?.();
    expect(shown(after)).toMatchObject({ text: JSON.stringify(masked, undefined, 2), isStale: false, save: undefined });
    shown(after).write(written);
    expect(shown(after)).toMatchObject({ isStale: false, save: { request: { seen: 'bb' } } });
  });

  it('keeps what is being written where somebody else was faster, and says so', () => {
    shown(before).write(written);
    expect(shown(after)).toMatchObject({ text: written, isStale: true, save: undefined });
  });

  it('keeps nothing of what was written anew in the place of what cannot be read, either', () => {
    const unreadable = { ...as(null, 'aa'), unreadable: 'undecodable' } as const;
    shown(unreadable).write(written);
    shown(unreadable).save?.whenDone?.();
    expect(shown(unreadable)).toMatchObject({ text: '', save: undefined });
  });
});
