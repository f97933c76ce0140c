import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestCase, TestModule, TestSuite, Vitest } from 'vitest/node';
import type { Count } from './count.js';

/**
 * Writes how a run of Vitest ended, a {@link Count}, to the file that `--outputFile` names.
 *
 * Vitest's own JSON report holds neither the error of a suite's hook nor one that nothing caught: a run could fail and
 * its report not say by what.
 */
export default class Report implements Reporter {
  private file = '';

  onInit({ config }: Vitest): void {
    if (typeof config.outputFile !== 'string') throw new Error('this reporter needs --outputFile=<path>');
    this.file = config.outputFile;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state: string): readonly TestCase[] => tests.filter((test) => test.result().state === state);
    const failed = inState('failed');
    const suites = modules.flatMap((module) => [module, ...module.children.allSuites()]);
    const report: Count = {
      passed: inState('passed').length,
      failed: failed.length,
      skipped: inState('skipped').length,
      failures: [
        ...failed.map((test) => told(nameOf(test), test.result().errors ?? [])),
        ...suites.filter((suite) => suite.errors().length > 0).map((suite) => told(nameOf(suite), suite.errors())),
        ...unhandled.map((error) => told('An error that nothing caught', [error])),
      ],
      retried: tests.filter((test) => test.diagnostic()?.flaky === true).map(nameOf),
    };
    writeFileSync(this.file, JSON.stringify(report));
  }
}

function nameOf(task: TestCase | TestSuite | TestModule): string {
  return task.type === 'module' ? task.relativeModuleId : `${task.module.relativeModuleId} > ${task.fullName}`;
}

function told(name: string, errors: readonly SerializedError[]): string {
  return [name, ...errors.map(({ stack, message }) => stack ?? message)].join('\n');
}
