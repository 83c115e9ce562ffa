import { HelixError } from '../../../errors';
import type { Plan } from '../../../plan/plan';
import type { Engine } from '../../../ports/engine';
import type { Operation } from '../../../operations/operation';
import { prepare } from '../prepare';

describe('what an engine complains of before anything is begun', () => {
  const source = { file: 'Blueprint.toml', line: 14, column: 1 };
  const plan = { changes: [{ address: 'instance.api', source }] } as unknown as Plan;
  const operations = [
    { member: { address: 'instance.api', target: { engine: 'terraform' } }, after: [] },
  ] as unknown as readonly Operation[];

  const complaintOf = async (error: Error): Promise<unknown> => {
    const engine = { prepare: () => Promise.reject(error) } as unknown as Engine;
    return prepare({ engine: () => Promise.resolve(engine) }, operations, plan).catch(
      (thrown: unknown) => thrown,
    );
  };

  it('is shown with its place, when it says what it is about', async () => {
    const error = new HelixError('config', 'no such subnet', { hint: 'h', about: ['instance.api'] });
    expect(await complaintOf(error)).toMatchObject({
      kind: 'config',
      message: 'no such subnet',
      hint: 'h',
      problems: [{ severity: 'error', message: 'instance.api cannot be planned.', place: source }],
    });
  });

  it('is handed on as it is, when it says nothing of that', async () => {
    const error = new HelixError('refused', 'otherwise than the plan says');
    expect(await complaintOf(error)).toBe(error);
    const bug = new Error('bug');
    expect(await complaintOf(bug)).toBe(bug);
  });
});
