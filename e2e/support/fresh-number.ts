/** In hundredths of a second: no file takes so many, and so none reaches the beginning of a later one. */
let last = Math.floor(Date.now() / 10);

/** A number that nobody else has on the state of this run: no test, no earlier file, no earlier run. */
export function freshNumber(): number {
  last += 1;
  return last;
}
