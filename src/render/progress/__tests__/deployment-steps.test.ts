import { MILESTONES } from '../../../ports/engine';
import { stepLines } from '../deployment-steps';

const done = (count: number): string => `[${'='.repeat(count).padEnd(40)}]`;

describe('the steps of a deployment', () => {
  it('fill a bar of 40 columns, one at each milestone', () => {
    const lines = MILESTONES.flatMap((reached, before) => stepLines(MILESTONES, before, reached));
    expect(lines).toEqual([
      `${done(8)} 1/5 Provisioning infrastructure...`,
      `${done(16)} 2/5 Installing dependencies...`,
      `${done(24)} 3/5 Configuring networking...`,
      `${done(32)} 4/5 Deploying blueprint...`,
      `${done(40)} 5/5 Starting health monitoring...`,
    ]);
  });

  it('are shown together where one milestone implies others', () => {
    expect(stepLines(MILESTONES, 3, 'healthy')).toHaveLength(2);
  });

  it('are shown once', () => {
    expect(stepLines(MILESTONES, 2, 'running')).toEqual([]);
  });

  it('are fewer where nothing can be observed', () => {
    const steps = MILESTONES.slice(0, 3);
    expect(stepLines(steps, 2, 'connected')).toEqual([`${done(40)} 3/3 Configuring networking...`]);
    expect(stepLines(steps, 3, 'healthy')).toEqual([]);
  });
});
