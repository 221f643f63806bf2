import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Where the tests are that take longest; nothing else can be told of them on a clean clone but their size. */
const LONGEST = ['tests/stories/', 'tests/faults/', 'tests/proof/', 'tests/deliveries/'];

/** The files that take longest begin first, so that no core waits at the end for one of them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const found = LONGEST.findIndex((folder) => relative(this.ctx.config.root, moduleId).startsWith(folder));
      return found < 0 ? LONGEST.length : found;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}
