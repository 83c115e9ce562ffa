import type { Config } from '../../config/config';
import { HelixError } from '../../errors';
import type { Questions } from '../../ports/questions';
import type { Ports } from '../../ports/ports';
import { checkConfig, requireConfig } from '../project/check-config';
import type { ProjectRequest } from '../project/project';

/** The name of the first machine of a project. */
const FIRST = 'remote';

/**
 * Returns the machine that a deploy means: the one that is named, declared or new; else the only one; else a first one; of
 * several the one that is chosen.
 * @throws HelixError `usage` for the name of an instance of another kind, and without a name where there are several
 */
export async function chooseDeployName(
  ports: Ports,
  request: Pick<ProjectRequest, 'directory' | 'environment'>,
  given: string | null,
  loadQuestions: (() => Promise<Pick<Questions, 'select'>>) | null,
): Promise<string> {
  const config = requireConfig(await checkConfig(ports, request));
  if (given !== null) return namedDeployment(config, given);
  const names = config.instances.flatMap(({ name, kind }) => (kind === 'deploy' ? [name] : []));
  const [only = FIRST, ...more] = names;
  if (more.length === 0) return only;
  if (loadQuestions !== null) {
    const questions = await loadQuestions();
    const choices = names.map((name) => ({ value: name, label: name }));
    return questions.select({ message: 'Which machine is meant?', choices, initial: null });
  }
  throw new HelixError('usage', `which machine: ${names.join(', ')}?`, { hint: 'Give its NAME.' });
}

function namedDeployment({ instances }: Config, given: string): string {
  const [, name = given] = /^instance\.(.+)$/.exec(given) ?? [];
  const other = instances.find((instance) => instance.name === name && instance.kind !== 'deploy');
  if (other === undefined) return name;
  throw new HelixError('usage', `"${name}" is not a machine in a cloud`, {
    hint: `\`helix deploy ${name}\` applies it as it is declared; another NAME declares a machine.`,
  });
}
