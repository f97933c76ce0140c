import { type DynamicModule, Module, type Type } from '@nestjs/common';
import type { ServiceConfig } from '../config/service-config.js';
import { SERVICE_CONFIG } from '../config/service-config.token.js';
import { HealthController } from '../health/health.controller.js';
import { HealthRegistry } from '../health/health-registry.js';
import { RequestLimits } from '../http/request-limits.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { MetricsController } from '../telemetry/metrics.controller.js';
import { OperatorGuard } from '../operator/operator.guard.js';

/** The composition of a service. */
export type AppModule = Type | DynamicModule;

/**
 * What every service has: lifecycle, health, metrics, operator guard, limits of requests. Global, so that libs inject
 * without importing.
 */
@Module({})
export class HostModule {
  static around(app: AppModule, config: ServiceConfig, limits: RequestLimits): DynamicModule {
    return {
      module: HostModule,
      global: true,
      imports: [app],
      controllers: [HealthController, MetricsController],
      providers: [
        Lifecycle,
        HealthRegistry,
        OperatorGuard,
        { provide: SERVICE_CONFIG, useValue: config },
        { provide: RequestLimits, useValue: limits },
      ],
      exports: [Lifecycle, HealthRegistry, OperatorGuard, SERVICE_CONFIG, RequestLimits],
    };
  }
}
