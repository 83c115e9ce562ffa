import { inMemoryPorts } from '../../../testing/in-memory-ports';
import { InMemoryProjectFiles } from '../../../testing/in-memory-project-files';
import { plan } from '../../plan';
import { REQUEST } from '../../__tests__/shop';

const TABLE = '[project]\nname = "shop"\n\n[cloud.web.ghcr]\nrepository_name = "acme/shop"\n';
const PLAN = { ...REQUEST, mode: 'apply', targets: [], refresh: false, at: null } as const;

function planOf(files: Readonly<Record<string, string>>) {
  const paths = Object.entries(files).map(([path, text]) => [`/project/${path}`, text] as const);
  const ports = { ...inMemoryPorts(), files: new InMemoryProjectFiles(Object.fromEntries(paths)) };
  return plan(ports, PLAN);
}

async function readImage(files: Readonly<Record<string, string>>) {
  const { plan: planned } = await planOf(files);
  const changes = [...planned.changes, ...planned.unsupported];
  return changes.find(({ address }) => address === 'image.web')?.after;
}

test('an image is built from the Dockerfile at the root', async () => {
  const image = await readImage({ 'helix.toml': TABLE, Dockerfile: 'FROM scratch', 'src/a.txt': 'a' });
  expect(image).toMatchObject({ dockerfile: 'Dockerfile', directory: '.' });
  expect(Object.keys(image?.['context'] as object)).toContain('src/a.txt');
});

test('an image is built from the Dockerfile that the table names, in its directory', async () => {
  const image = await readImage({
    'helix.toml': `${TABLE}dockerfile = "api/Dockerfile"\n`,
    'api/Dockerfile': 'FROM scratch',
    Dockerfile: 'FROM other',
    'src/a.txt': 'a',
  });
  expect(image).toMatchObject({ dockerfile: 'api/Dockerfile', directory: 'api' });
  expect(Object.keys(image?.['context'] as object)).toEqual(['Dockerfile']);
});

test('a Dockerfile that the table names and the project lacks is an error at its place', async () => {
  const planning = planOf({ 'helix.toml': `${TABLE}dockerfile = "api/Dockerfile"\n`, 'db/a.hx': 'N::A {}' });
  await expect(planning).rejects.toMatchObject({
    kind: 'config',
    problems: [{ code: 'no-dockerfile', place: { line: 6 } }],
  });
});

test('a machine in a project that holds nothing to build from needs an image', async () => {
  const machine = '[project]\nname = "shop"\n\n[deploy.web]\nprovider = "aws"\nregion = "us-east-1"\n';
  await expect(planOf({ 'helix.toml': machine })).rejects.toMatchObject({
    kind: 'config',
    problems: [
      {
        severity: 'error',
        code: 'no-image',
        message: '`[deploy.web]` needs an image: there is no Dockerfile, no .hx file and no `image`.',
        hint: expect.stringContaining('FROM debian:bookworm-slim') as string,
      },
    ],
  });
});

test('a registry in a project that holds nothing to build from is planned without an image', async () => {
  const { plan: planned, project } = await planOf({ 'helix.toml': TABLE });
  const addresses = [...planned.changes, ...planned.unsupported].map(({ address }) => address);
  expect(addresses).toEqual(['registry_repo.web']);
  expect(project.problems).toMatchObject([{ severity: 'warning', code: 'no-image', place: { line: 4 } }]);
});
