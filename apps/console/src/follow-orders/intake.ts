import { IntakePauses } from '@kervan/messaging';
import { HealthRegistry } from '@kervan/service-host';
import { Injectable } from '@nestjs/common';

/** Whether what happens to orders still comes in here, as far as this process takes it in. */
@Injectable()
export class Intake {
  constructor(
    private readonly health: HealthRegistry,
    private readonly pauses: IntakePauses,
  ) {}

  /**
   * What is told beside a list: why it may lack orders, nothing while all comes in. The code is that of the health probe where the
   * consumer stands, else the reason for which a partition rests.
   */
  async gap(): Promise<{ readonly incomplete?: string }> {
    const { checks: { consumer } } = await this.health.isLive();
    if (consumer && !consumer.ok) return { incomplete: consumer.reason };
    const [pause] = this.pauses.now;
    return pause ? { incomplete: pause.reason } : {};
  }
}
