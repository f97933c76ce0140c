import { lifeRules } from './life-rules.js';
import { networkRules } from './network-rules.js';
import type { Rule } from './rule.js';
import { scalingRules } from './scaling-rules.js';
import { securityRules } from './security-rules.js';
import { setupRules } from './setup-rules.js';

/** Everything that must hold of what the chart renders, whatever its values are. */
export const rules: readonly Rule[] = [...lifeRules, ...scalingRules, ...setupRules, ...securityRules, ...networkRules];
