import { HelixError } from '../../errors';
import type { Problem } from '../../errors';
import { referencePlace } from '../../config/reference-place';
import type { DesiredResource } from '../../graph/desired-state';
import type { Plan } from '../../plan/plan';
import type { Ports } from '../../ports/ports';
import { secretReferences, secretValue } from '../../resources/secrets/references';
import type { ReadVariable, SecretReference } from '../../resources/secrets/references';
import { secretChanges } from '../../resources/secrets/digests';
import type { SecretReader } from '../../resources/secrets/digests';
import type { State } from '../../state/state';
import type { SizedProject } from '../project/project';

/** Returns the reader of this process's environment and of the project's files, which compares by the key of the state. */
export function secretReader(
  ports: Pick<Ports, 'variable'>,
  project: Pick<SizedProject, 'envFile'>,
  state: State | null,
): SecretReader {
  return { key: state?.secretKey ?? null, variable: variablesOf(ports, project) };
}

/** Returns the reader of variables: those of this process, or those of the project's `.env` files. */
export function variablesOf(
  { variable }: Pick<Ports, 'variable'>,
  { envFile }: Pick<SizedProject, 'envFile'>,
): ReadVariable {
  return (name, from) => (from === 'file' ? envFile.get(name) : variable(name));
}

/** The resources whose references must have values: those that change, or also those that are only compared. */
export type SecretScope = 'changed' | 'all';

/**
 * Checks that each reference to an environment variable has a value, before anything is changed.
 * @throws HelixError `config` with a Problem for each variable that is not set or is empty
 */
export async function assertSecretsSet(
  ports: Pick<Ports, 'variable' | 'files'>,
  { root, desired, envFile }: Pick<SizedProject, 'root' | 'desired' | 'envFile'>,
  plan: Plan,
  scope: SecretScope,
): Promise<void> {
  const needed = new Set(
    plan.changes.flatMap(({ address, action }) =>
      action === 'delete' || action === 'read' ? [] : [address],
    ),
  );
  if (scope === 'all') for (const { address } of plan.unchanged) needed.add(address);
  const problems: Problem[] = [];
  for (const resource of desired.resources) {
    if (!needed.has(resource.address)) continue;
    for (const reference of secretReferences(resource.inputs)) {
      if (secretValue(variablesOf(ports, { envFile }), reference) !== undefined) continue;
      problems.push(await describeMissing(ports, root, resource, reference));
    }
  }
  if (problems.length === 0) return;
  throw new HelixError('config', 'not every secret has a value; nothing was changed', { problems });
}

async function describeMissing(
  { variable, files }: Pick<Ports, 'variable' | 'files'>,
  root: string,
  { address, name, source }: DesiredResource,
  { path, variable: asked }: SecretReference,
): Promise<Problem> {
  const why = variable(asked) === undefined ? 'is not set' : 'is empty';
  const text = await files.readText(root, source.file);
  return {
    severity: 'error',
    code: 'missing-secret',
    message: `\`${path}\` of ${address} refers to the variable ${asked}, which ${why}.`,
    hint: `Set ${asked} where Helix runs, for example as a secret of the CI job.`,
    place:
      (text === null ? null : referencePlace({ file: source.file, text }, { name, path, variable: asked })) ??
      source,
  };
}

/** Returns the secrets with new values that a plan leaves alone, as `cluster.a env_vars.TOKEN`. */
export function secretsLeftAlone(
  plan: Plan,
  { desired }: Pick<SizedProject, 'desired'>,
  state: State | null,
  reader: SecretReader,
): readonly string[] {
  if (plan.mode !== 'apply' || state === null) return [];
  const changes = new Map(plan.changes.map((change) => [change.address, change]));
  const unchanged = new Set(plan.unchanged.map(({ address }) => address));
  return desired.resources.flatMap(({ address, inputs }) => {
    const record = state.resources[address];
    const change = changes.get(address);
    if (record === undefined || (change?.action !== 'update' && !unchanged.has(address))) return [];
    const planned = change?.action === 'update' ? (change.secretChanges ?? []).map(({ path }) => path) : [];
    return secretChanges(record, inputs, reader).flatMap(({ path, why }) =>
      why === 'changed' && !planned.includes(path) ? [`${address} ${path}`] : [],
    );
  });
}
