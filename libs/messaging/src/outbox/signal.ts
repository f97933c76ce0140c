/** Wakes one loop. What is raised while nobody waits is remembered, once. */
export class Signal {
  private raised = false;
  private wake: (() => void) | undefined;

  raise(): void {
    this.raised = true;
    this.wake?.();
  }

  /** Waits until it is raised, or for so long; milliseconds. Returns whether it was raised. */
  async next(withinMs: number): Promise<boolean> {
    if (!this.raised) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, withinMs);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.wake = undefined;
    }
    const { raised } = this;
    this.raised = false;
    return raised;
  }
}
