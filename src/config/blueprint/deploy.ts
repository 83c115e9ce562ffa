import type { Problem } from '../../errors';
import type { Blueprint, DeployTables } from './blueprint';
import type { DeployInstance } from '../config';
import { members } from '../helix-toml/declared-tables';
import type { DeclaredTable } from '../helix-toml/declared-tables';
import { readDeployInstance } from './deploy-instance';
import type { DeployDefaults } from './deploy-instance';
import type { DeployTable } from '../generated/deploy';
import { validateDeploy } from '../generated/validators';
import { checkInstanceName } from '../helix-toml/names';
import { OWN_KEYS } from '../validation/own-keys';
import { ProblemList } from '../validation/problems';
import { soundPart } from '../validation/valid-subset';
import { validate } from '../validation/validate';
import { isObject } from '../../values/is-object';

/**
 * Reads the `[deploy.N]` tables of helix.toml or Blueprint.toml. A figure comes from the table, else from the environment,
 * else from the blueprint's profile, else from what a profile is by default. A table with a mistake is left out, and the
 * mistake told. `declared` are all tables, for checks across tables.
 */
export function deployInstances(
  from: DeployTables,
  blueprint: Blueprint | null,
  defaults: DeployDefaults,
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
  const instances = entries.flatMap(([name, table]) => {
    const at = [...path, name];
    const named = checkInstanceName(name, () => document.place(at, 'key'), problems);
    const valid = validate(document, at, table, validateDeploy, problems, { ownKeys: OWN_KEYS });
    const read = (sound: unknown, told: ProblemList) =>
      readDeployInstance({ ...common, name, path: at, table: sound as DeployTable, problems: told });
    if (valid) {
      const instance = read(table, problems);
      return named ? [instance] : [];
    }
    // What stands beside a mistake is checked all the same; what is missing may be the very key that has the mistake.
    const beside = new ProblemList();
    read(soundPart(table, validateDeploy), beside);
    problems.addAll(beside.toArray().filter(({ code }) => code !== 'missing-key'));
    return [];
  });
  const declared = entries.map(([name]) => {
    const at = [...path, name];
    return { name, label: `[${at.join('.')}]`, place: () => document.place(at, 'key') };
  });
  return { instances, declared, problems: problems.toArray() };
}
