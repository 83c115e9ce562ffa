import { addTable } from '../../config/edit/edit';
import { HelixError } from '../../errors';
import type { AnonymousMade } from '../../ports/helix-cloud';
import type { Ports } from '../../ports/ports';
import { checkConfig, requireConfig } from '../project/check-config';
import { assertNewName, checkEdit, readHelixToml, requireEdit } from '../project/edit-config';
import { resolveEndpoint } from '../project/resolve-endpoint';
import { init } from '../init';
import type { InitRequest, InitResult } from '../init';

export interface AddAnonymousRequest {
  readonly directory: string;
  readonly name: string;
  /** null: the default region of Helix Cloud. */
  readonly region: string | null;
}

/** Creates an instance without an account, and declares it in helix.toml, in place. */
export async function addAnonymous(
  ports: Ports,
  { directory, name, region }: AddAnonymousRequest,
): Promise<AnonymousMade> {
  const checked = await checkConfig(ports, { directory, environment: null });
  const config = requireConfig(checked);
  const { root } = checked;
  const source = await readHelixToml(ports, root, '`helix init cloud dev` makes one.');
  assertNewName(name, config);
  const { endpoint } = config.helixCloud;
  const { made: created } = await create(ports, { endpoint, root, name, region }, async (made) => {
    const edited = requireEdit(source, addTable(source, ['cloud', name, 'anonymous'], tableOf(made)));
    await checkEdit(ports, root, edited);
    await ports.files.writeText(root, edited.file, edited.text);
  });
  return created;
}

/** Makes a project whose first instance is one without an account. */
export async function initAnonymous(
  ports: Ports,
  { directory, name, region }: AddAnonymousRequest,
  project: Pick<InitRequest, 'emulator' | 'empty'> & { readonly projectName: string | null },
): Promise<InitResult & { readonly made: AnonymousMade }> {
  if ((await ports.files.readText(directory, 'helix.toml')) !== null) {
    throw new HelixError('config', 'there is a helix.toml here already', {
      hint: `\`helix add ${name} --anonymous\` adds an instance to it.`,
    });
  }
  const endpoint = project.emulator ? 'embedded' : await resolveEndpoint(ports, directory);
  const { made, declared } = await create(ports, { endpoint, root: directory, name, region }, (instance) =>
    init(ports, {
      directory,
      name: project.projectName,
      first: { kind: 'anonymous', table: tableOf(instance) },
      firstName: name,
      emulator: project.emulator,
      empty: project.empty,
    }),
  );
  return { ...declared, made };
}

/** Creates an instance and declares it. One that cannot be declared is deleted again, or its id is told. */
async function create<T>(
  ports: Ports,
  at: {
    readonly endpoint: string;
    readonly root: string;
    readonly name: string;
    readonly region: string | null;
  },
  declare: (made: AnonymousMade) => Promise<T>,
): Promise<{ readonly made: AnonymousMade; readonly declared: T }> {
  const { endpoint, root, name } = at;
  const place = `${root}#${name}`;
  const made = await ports.helixCloud.createAnonymous({ ...at, buildMode: 'release', place });
  let declared: T;
  try {
    declared = await declare(made);
  } catch (error) {
    await takeBack(ports, { endpoint, root, instanceId: made.instanceId, deploymentKey: null }, place);
    throw error;
  }
  await ports.helixCloud.finishAnonymous(place);
  return { made, declared };
}

async function takeBack(
  ports: Ports,
  at: Parameters<Ports['helixCloud']['deleteAnonymous']>[0],
  place: string,
): Promise<void> {
  try {
    await ports.helixCloud.deleteAnonymous(at);
    await ports.helixCloud.finishAnonymous(place);
  } catch (cause) {
    throw new HelixError(
      'failed',
      `${at.instanceId} was created, and could be neither declared nor deleted.`,
      {
        hint: 'Run the command again: it takes up the same instance, whose keys are in ~/.helix/anonymous.toml.',
        cause,
      },
    );
  }
}

function tableOf({ instanceId, region }: AnonymousMade) {
  return { instance_id: instanceId, region, build_mode: 'release' } as const;
}
