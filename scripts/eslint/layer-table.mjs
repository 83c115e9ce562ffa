// The layers, from the bottom up: a folder imports from the folders that its line names, types included, and from itself.
// Each line names only folders above it in this list, so that nothing is imported upwards. Tests may import anything.
const VALUES = ['src/values', 'src/errors'];
const CORE = [
  ...VALUES,
  'src/clouds',
  'src/resources',
  'src/config',
  'src/state',
  'src/pricing',
  'src/machines',
  'src/graph',
  'src/plan',
];
const ADAPTER = [...CORE, 'src/ports', 'src/adapters/host'];
export const LAYERS = [
  line('schemas', [], 'Schemas are data.'),
  line('src/values', [], 'Values know nothing of the program that uses them.'),
  line('src/errors', ['src/values'], 'Every folder throws these errors, so they know none.'),
  line('constructs', ['src/values'], 'A block describes a resource by values alone.'),
  line('src/clouds', VALUES, 'A cloud is facts, which everything else reads.'),
  line('src/resources', VALUES, 'The inputs of a resource mean the same in every cloud.'),
  line(
    'src/config',
    [...VALUES, 'schemas', 'src/clouds', 'src/resources'],
    'A configuration is read before prices, state or plans exist.',
  ),
  line('src/state', VALUES, 'A state can be read without the project that wrote it.'),
  line(
    'src/pricing',
    [...VALUES, 'src/clouds', 'src/resources', 'src/config'],
    'A price does not depend on what a plan does with it.',
  ),
  line(
    'src/machines',
    [...VALUES, 'src/clouds', 'src/resources', 'src/config', 'src/pricing'],
    'A machine is chosen before anything is planned.',
  ),
  line(
    'src/graph',
    [...VALUES, 'constructs', 'src/clouds', 'src/resources', 'src/config', 'src/machines'],
    'The wanted resources do not depend on those on record.',
  ),
  line('src/plan', CORE, 'A plan is computed from values: it knows no engine, store or screen.'),
  line('src/ports', CORE, 'A port speaks of values, never of who implements or calls it.'),
  line('src/previews', [...CORE, 'src/ports'], 'Whether a preview lives is computed from what was read.'),
  line('src/operations', [...CORE, 'src/ports'], 'The order of operations is computed, not executed.'),
  line('src/render', [...CORE, 'src/ports', 'src/previews'], 'What is shown is a function of what is given.'),
  line(
    'src/workflows',
    [...CORE, 'src/ports', 'src/operations', 'src/previews'],
    'A workflow sees ports: it neither knows an adapter nor prints.',
  ),
  line(
    'src/cli',
    [...CORE, 'src/ports', 'src/previews', 'src/render', 'src/workflows'],
    'A command runs a workflow and prints its result.',
  ),
  line(
    'stacks',
    [...VALUES, 'src/clouds', 'src/resources', 'src/state/state'],
    'Stacks are made of plain values.',
  ),
  line(
    'src/adapters/host',
    [...VALUES, 'src/ports', 'src/render'],
    'The host is what every other adapter stands on.',
  ),
  line('src/adapters/http', ADAPTER, 'A request may be made of any service.'),
  line('src/adapters/cloud-credentials', ADAPTER, 'Credentials are found before a cloud is reached.'),
  line('src/adapters/project-files', ADAPTER, 'An adapter knows its port, not its siblings.'),
  line('src/adapters/price-book', ADAPTER, 'An adapter knows its port, not its siblings.'),
  line(
    'src/adapters/forge',
    [...ADAPTER, 'src/adapters/http'],
    'An adapter knows its port, not its siblings.',
  ),
  line(
    'src/adapters/price-apis',
    [...ADAPTER, 'src/adapters/http'],
    'An adapter knows its port, not its siblings.',
  ),
  line(
    'src/adapters/state',
    [...ADAPTER, 'src/adapters/cloud-credentials', 'src/adapters/http'],
    'An adapter knows its port, not its siblings.',
  ),
  line(
    'src/adapters/helix-cloud-emulator',
    [...ADAPTER, 'schemas'],
    'The emulator knows the API, not its client.',
  ),
  line(
    'src/adapters/engine-module',
    [...ADAPTER, 'src/adapters/http'],
    'An engine is built from parts that it does not choose.',
  ),
  line(
    'src/adapters/helix-cloud',
    [...ADAPTER, 'src/adapters/http', 'src/adapters/helix-cloud-emulator', 'src/adapters/engine-module'],
    'An engine knows no other engine.',
  ),
  line(
    'src/adapters/docker',
    [...ADAPTER, 'src/adapters/cloud-credentials', 'src/adapters/engine-module', 'src/adapters/http'],
    'An engine knows no other engine.',
  ),
  line(
    'src/adapters/cloud-api',
    [...ADAPTER, 'stacks', 'src/adapters/cloud-credentials', 'src/adapters/http'],
    'A request to a cloud needs its credentials, and no engine.',
  ),
  line(
    'src/adapters/terraform',
    [
      ...ADAPTER,
      'stacks',
      'src/adapters/cloud-api',
      'src/adapters/cloud-credentials',
      'src/adapters/engine-module',
      'src/adapters/http',
    ],
    'An engine knows no other engine.',
  ),
  line(
    'src/adapters',
    [...CORE, 'src/ports', 'src/adapters'],
    'Adapters are put together here; workflows and commands use them through ports.',
  ),
  line(
    'src/testing',
    [...CORE, 'schemas', 'src/ports', 'src/adapters'],
    'Contracts of ports, for every implementation, and stand-ins of what documents describe.',
  ),
  line(
    'src/synth',
    ['stacks', ...CORE, 'src/ports', 'src/workflows', 'src/adapters'],
    'The entry point of cdktf.',
  ),
  line(
    'src/main',
    [...CORE, 'src/ports', 'src/render', 'src/cli', 'src/adapters'],
    'The entry point of helix.',
  ),
];

function line(folder, imports, why) {
  return { folder, imports, why };
}
