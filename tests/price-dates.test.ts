import { MemoryWorld } from './in-process/memory-world';

const FILES = { 'helix.toml': '[project]\nname = "papertrail"\n' };
const MACHINE = ['--provider', 'aws', '--region', 'us-east-1', '--cpu', '2', '--memory', '4'];

test('prices show says how old the oldest price of a type is', async () => {
  const { stdout } = await new MemoryWorld({ files: FILES }).run('prices', 'show', 's-2vcpu-4gb');
  expect(stdout).toMatch(
    /^Price book that came with Helix; oldest price 2025-09-01 \(\d+ months old\)\. Sources:$/m,
  );
});

test('add, plan and estimate name one date for the prices of a machine, that of the oldest one', async () => {
  const world = new MemoryWorld({ files: FILES });
  const added = await world.run('add', 'api', ...MACHINE, '--image', 'ghcr.io/acme/api:1');
  const [planned, estimated] = [await world.run('plan'), await world.run('estimate')];
  const json = JSON.parse((await world.run('estimate', '--json')).stdout) as {
    estimates: { costComponents: { helix: { as_of: string } }[] }[];
  };
  const dates = json.estimates.flatMap(({ costComponents }) =>
    costComponents.map((part) => part.helix.as_of),
  );
  const [oldest] = [...dates].sort();
  expect(new Set(dates).size).toBeGreaterThan(1);
  expect(planned.stdout).toContain(`; prices ${oldest}\n`);
  for (const { stdout } of [added, estimated]) expect(stdout).toContain(`Prices: aws ${oldest} (`);
  expect(estimated.stdout).toMatch(/\d+ months\s+old\)/);
});
