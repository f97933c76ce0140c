import { useEffect, useRef, useState } from 'react';

const CALM_MS = 30_000;

/** Tells a screen reader what moves, in a sentence and at most every half minute. */
export function Spoken({ text }: { readonly text: string }) {
  const [told, setTold] = useState('');
  const latest = useRef(text);
  useEffect(() => {
    latest.current = text;
  }, [text]);
  useEffect(() => {
    const timer = setInterval(() => setTold(latest.current), CALM_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <p className="hidden" aria-live="polite">
      {told}
    </p>
  );
}
