import { resolve } from 'node:path';
import { Command, Option } from 'clipanion';
import { HelixError } from '../errors';
import { printable } from '../values/printable';
import { checkQueries } from '../workflows/check';
import { CODE_FILE, compileQueries, writeCode } from '../workflows/compile';
import type { Compilation } from '../workflows/compile';
import { ProjectCommand } from './project-command';

export class CheckCommand extends ProjectCommand {
  static override readonly exitCodes: readonly number[] = [0, 1, 4, 5, 8, 64];
  static override paths = [['check'], ['compile']];
  static override usage = Command.Usage({
    category: 'Project',
    description: 'check the configuration, then schema and queries',
    details: `
      Finds unbalanced brackets, queries without a name or with the name of another, and types that the schema does not
      define, offline. These are Helix's own rules: HelixDB's compiler knows more. It runs when an image is built or queries are
      deployed, and here for a NAME whose image is generated from the queries, where a Docker engine answers; without one
      Helix's own rules count. \`--output\` keeps the Rust code that it makes. \`helix compile\` is another name of this
      command. Exits with 1 if there is an error.
    `,
    examples: [
      ['Check the project', '$0 check'],
      ['Compile the queries as the image of an instance does', '$0 check dev'],
      ['Keep the code', '$0 compile dev --output build'],
      ['As data', '$0 check --json'],
    ],
  });

  name = Option.String({ required: false });
  output = Option.String('--output', { description: `Write ${CODE_FILE} to this directory; needs NAME` });
  json = Option.Boolean('--json', false, { description: 'Print the problems as JSON' });

  async execute(): Promise<number> {
    const { ports, cwd } = this.context;
    const { checkedBy, project, files, problems, code, why } = await this.#check();
    this.warn(project.problems);
    const isLacking = this.output !== undefined && code === null && problems.length === 0;
    if (isLacking) throw new HelixError('unreachable', `the queries were not compiled: ${why}`);
    if (this.json) this.printJson({ checked_by: checkedBy, files, problems });
    else {
      for (const { file, line, message } of problems)
        this.print(`${printable(`${file}:${line}: ${message}`)}\n`);
      if (problems.length === 0) {
        const by = checkedBy === 'helix' ? "Helix's own checks" : "HelixDB's compiler";
        this.print(`${files} ${files === 1 ? 'file is' : 'files are'} valid by ${by}.\n`);
      }
    }
    if (why !== null && problems.length === 0) this.info(`HelixDB's compiler did not run: ${why}`);
    if (problems.length > 0) return 1;
    if (code !== null && this.output !== undefined) {
      await writeCode(ports, resolve(cwd, this.output), code);
    }
    return 0;
  }

  async #check(): Promise<Compilation> {
    const { ports } = this.context;
    const { name } = this;
    if (name !== undefined) {
      return compileQueries(ports, this.project, name, (phase) => this.info(`image.${name}: ${phase}`));
    }
    if (this.output !== undefined) {
      throw new HelixError(
        'usage',
        '--output takes the name of the instance whose image compiles the queries',
        {
          hint: 'Such as `helix compile dev --output build`.',
        },
      );
    }
    return { ...(await checkQueries(ports, this.project)), code: null, why: null };
  }
}
