import { readConfig } from '../../../config/read-config';
import { sampleRecord } from '../../../testing/sample-records';
import { emptyState } from '../../../state/empty-state';
import { recordedVolumes } from '../recorded-volumes';

const INPUTS = { container: 'helix-shop-dev', port: 6969, image: 'web:1', storage: 'disk' };
const RECORD = sampleRecord('instance.dev', { provider: 'docker', engine: 'docker', inputs: INPUTS });
const STATE = emptyState({ lineage: 'l', project: 'shop', workspace: 'default', at: RECORD.createdAt });
const SHOP = { ...STATE, resources: { [RECORD.address]: RECORD } };

function volumesFor(...names: readonly string[]) {
  const tables = names.map((name, index) => `[local.${name}]\nport = ${7000 + index}\n`).join('');
  const helixToml = { file: 'helix.toml', text: `[project]\nname = "shop"\n${tables}` };
  const { config } = readConfig({ helixToml }, { environment: null, helixCloudUrl: null });
  if (config === null) throw new Error('the sample is invalid');
  return Object.fromEntries(recordedVolumes(SHOP, config));
}

test('a container on record keeps its volume', () => {
  expect(volumesFor('dev', 'test')).toEqual({ dev: 'helix-shop-dev-data' });
});

test('a table that was renamed takes its volume along', () => {
  expect(volumesFor('main')).toMatchObject({ main: 'helix-shop-dev-data' });
});

test('of two new tables, neither takes the volume of the former one', () => {
  expect(volumesFor('main', 'test')).toEqual({ dev: 'helix-shop-dev-data' });
});
