import type { EngineFactory } from '../../src/ports/engine';
import type { EngineVerbs } from '../../src/ports/engine-verbs';
import type { ResourceRecord } from '../../src/state/state';
import { InMemoryEngine } from '../../src/testing/in-memory-engine';
import type { InMemoryCloud } from '../../src/testing/in-memory-engine';
import { sampleRecord } from '../../src/testing/sample-records';

/** An engine on a cloud in memory, as the registry would list it. */
export function paperEngine(
  cloud: InMemoryCloud,
  without: readonly (keyof EngineVerbs)[] = [],
): EngineFactory {
  return {
    name: 'paper',
    usesEndpoint: false,
    applies: () => true,
    load: (session) => Promise.resolve(new InMemoryEngine('paper', cloud, session, without)),
  };
}

/** An engine that rents machines in a cloud in memory, in place of Terraform. */
export function rentingEngine(cloud: InMemoryCloud): EngineFactory {
  return {
    name: 'terraform',
    usesEndpoint: false,
    applies: ({ provider }) => provider === 'aws',
    load: (session) =>
      Promise.resolve(
        new InMemoryEngine('terraform', cloud, session, ['start', 'stop', 'restart', 'logs', 'adopt']),
      ),
  };
}

/** The record of an instance of that engine. */
export function paperRecord(name: string): ResourceRecord {
  return sampleRecord(`instance.${name}`, {
    engine: 'paper',
    provider: 'paper',
    region: null,
    inputs: { id: name },
  });
}
