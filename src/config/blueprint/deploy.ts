import { withCanonicalCloud } from '../../clouds/canonical';
import type { Problem } from '../../errors';
import type { Blueprint, DeployTables } from './blueprint';
import type { DeployInstance } from '../config';
import { members } from '../helix-toml/instances/declared-tables';
import type { DeclaredTable } from '../helix-toml/instances/declared-tables';
import { readDeployInstance } from './deploy-instance';
import type { DeployDefaults } from './deploy-instance';
import type { DeployTable } from '../generated/deploy';
import { validateDeploy } from '../generated/validators';
import { checkInstanceName } from '../helix-toml/names';
import { OWN_KEYS } from '../validation/own-keys';
import { ProblemList } from '../validation/problems';
import { validSubset } from '../validation/valid-subset';
import { validate } from '../validation/validate';
import { isObject } from '../../values/is-object';

/**
 * Reads the `[deploy.N]` tables of helix.toml or Blueprint.toml. A value comes from the table, else from the environment,
 * else from the blueprint's profile, else from the default of the profile. An invalid table is left out, and its problems
 * are reported. `declared` are all tables, for checks across tables. `overlay` replaces keys of every table.
 */
export function readDeployTables(
  from: DeployTables,
  blueprint: Blueprint | null,
  defaults: DeployDefaults,
  overlay: Pick<DeployTable, 'profile'> = {},
): { instances: DeployInstance[]; declared: DeclaredTable[]; problems: Problem[] } {
  const problems = new ProblemList();
  const { document, path, tables } = from;
  const entries = members(tables);
  if (tables !== undefined && !isObject(tables)) {
    problems.error({
      code: 'wrong-type',
      message: `\`${path.join('.')}\` must be a table.`,
      hint: `Write \`[${path.join('.')}.NAME]\`.`,
      place: () => document.place(path, 'value'),
    });
  }
  const common = { from, blueprint, defaults };
  const instances = entries.flatMap(([name, written]) => {
    const table = withCanonicalCloud(written, 'provider');
    const at = [...path, name];
    const named = checkInstanceName(name, () => document.place(at, 'key'), problems);
    const valid = validate(document, at, table, validateDeploy, problems, { ownKeys: OWN_KEYS });
    const read = (subset: unknown, own: ProblemList) =>
      readDeployInstance({
        ...common,
        name,
        path: at,
        table: { ...(subset as DeployTable), ...overlay },
        problems: own,
      });
    if (valid) {
      const instance = read(table, problems);
      return named ? [instance] : [];
    }
    // The valid values are checked as well. A missing key may be the very one that is invalid.
    const beside = new ProblemList();
    read(validSubset(table, validateDeploy), beside);
    problems.addAll(beside.toArray().filter(({ code }) => code !== 'missing-key'));
    return [];
  });
  const declared = entries.map(([name]) => {
    const at = [...path, name];
    return { name, label: `[${at.join('.')}]`, place: () => document.place(at, 'key') };
  });
  return { instances, declared, problems: problems.toArray() };
}
