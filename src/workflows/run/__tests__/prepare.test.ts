import { HelixError } from '../../../errors';
import type { Operation } from '../../../operations/operation';
import type { Plan } from '../../../plan/plan';
import type { Engine, ToolChange } from '../../../ports/engine';
import { prepare } from '../prepare';

const source = { file: 'Blueprint.toml', line: 14, column: 1 };
const plan = { changes: [{ address: 'instance.api', source }] } as unknown as Plan;

function operation(address: string, engine: string): Operation {
  return { member: { address, target: { engine } }, after: [] } as unknown as Operation;
}

describe('preparing operations', () => {
  it('asks each engine once about its own operations, the slowest last', async () => {
    const asked: string[] = [];
    const engine = (name: string): Promise<Engine> => {
      const prepareOwn: Engine['prepare'] = (members) => {
        asked.push(`${name}: ${members.map(({ address }) => address).join(', ')}`);
        return Promise.resolve([{ address: `${name}.x` } as unknown as ToolChange]);
      };
      const preparesSlowly = name === 'terraform';
      return Promise.resolve({ prepare: prepareOwn, preparesSlowly } as unknown as Engine);
    };
    const operations = [
      operation('a.1', 'terraform'),
      operation('b.1', 'paper'),
      operation('a.2', 'terraform'),
    ];
    const changes = await prepare({ engine }, operations, plan);
    expect(asked).toEqual(['paper: b.1', 'terraform: a.1, a.2']);
    expect(changes.map(({ address }) => address)).toEqual(['paper.x', 'terraform.x']);
  });

  it('throws the error of an engine with the place of the resource that it is about', async () => {
    const error = new HelixError('config', 'no such subnet', { about: ['instance.api'] });
    const engine = { prepare: () => Promise.reject(error) } as unknown as Engine;
    const prepared = prepare(
      { engine: () => Promise.resolve(engine) },
      [operation('instance.api', 'terraform')],
      plan,
    );
    await expect(prepared).rejects.toMatchObject({
      message: 'no such subnet',
      problems: [{ place: source }],
    });
  });
});
