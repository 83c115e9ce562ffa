import { HelixError } from '../errors';
import type { Ports } from '../ports/ports';
import { checkConfig, requireConfig } from './project/check-config';
import { chooseLocal } from './project/choose-local';
import type { ProjectRequest } from './project/project';

/** The instance that a deploy applies. */
export interface Deployment {
  readonly name: string;
  /** Whether it is a container of this host. */
  readonly local: boolean;
}

/**
 * Returns the instance that a deploy means: the one that is named, whatever it is, else the local one.
 * @throws HelixError `not-found` where there is none, `usage` where there are several local ones
 */
export async function chooseDeployment(
  ports: Ports,
  { directory, environment }: Pick<ProjectRequest, 'directory' | 'environment'>,
  name: string | null,
): Promise<Deployment> {
  const config = requireConfig(await checkConfig(ports, { directory, environment }));
  const named = config.instances.find((instance) => instance.name === name);
  if (named !== undefined) return { name: named.name, local: named.kind === 'local' };
  const isLocal = config.instances.some(({ kind }) => kind === 'local');
  if (name === null && !isLocal) {
    const shared = config.instances.map((instance) => instance.name);
    const others =
      shared.length === 0
        ? '`helix add dev --local` declares one'
        : `Deploy ${shared.join(' or ')} by its name`;
    throw new HelixError('not-found', 'the project has no local instance', {
      hint: `${others}, and \`helix deploy --remote\` deploys to a machine in a cloud.`,
    });
  }
  return { name: chooseLocal(config, name), local: true };
}
