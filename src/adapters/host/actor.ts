import { printable } from '../../values/printable';
import type { VariableName } from '../../values/variables';
import type { Host } from './host';
import { variableIn } from './variables';

/** A longer name would fill the state, the lock and every list of runs. */
const LONGEST = 200;

/** Returns the author of changes: `HELIX_ACTOR`, else the person and the run of CI, else the user of this host. */
export function actorOf({
  environment,
  user,
  hostname,
}: Pick<Host, 'environment' | 'user' | 'hostname'>): string {
  const named = variableIn(environment, 'HELIX_ACTOR')?.trim() ?? '';
  const text = printable(named === '' ? (actorOfCi(environment) ?? `${user}@${hostname}`) : named);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 3)}...`;
}

function actorOfCi(environment: Host['environment']): string | null {
  const read = (name: VariableName): string => variableIn(environment, name) ?? '';
  if (read('GITHUB_ACTIONS') !== 'true') return personAndRun(read('GITLAB_USER_LOGIN'), read('CI_JOB_URL'));
  const parts = [read('GITHUB_SERVER_URL'), read('GITHUB_REPOSITORY'), read('GITHUB_RUN_ID')];
  const [server, repository, run] = parts;
  const url = parts.includes('') ? '' : `${server}/${repository}/actions/runs/${run}`;
  return personAndRun(read('GITHUB_ACTOR'), url);
}

function personAndRun(person: string, url: string): string | null {
  if (person === '') return null;
  return url === '' ? person : `${person} (${url})`;
}
