import { useState } from 'react';
import { locale } from '../words/language';

/** A number that moves: a change is shown by a short glow, never by the number's first appearance. */
export function MovingNumber({ value }: { readonly value: number }) {
  const [first] = useState(value);
  const moved = value !== first;
  return (
    <span key={value} className={moved ? 'number moved' : 'number'}>
      {value.toLocaleString(locale)}
    </span>
  );
}
