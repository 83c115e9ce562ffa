import { Command, Option } from 'clipanion';
import { printable } from '../values/printable';
import { checkQueries } from '../workflows/check';
import { ProjectCommand } from './project-command';

export class CheckCommand extends ProjectCommand {
  static override readonly exitCodes: readonly number[] = [0, 1, 64];
  static override paths = [['check']];
  static override usage = Command.Usage({
    category: 'Project',
    description: 'check the configuration, then schema and queries, offline',
    details: `
      Finds unbalanced brackets, queries without a name or with the name of another, and types that the schema does not
      define. These are Helix's own rules: HelixDB's compiler, which runs when an image is built or queries are deployed,
      knows more. Exits with 1 if there is an error.
    `,
    examples: [
      ['Check the project', '$0 check'],
      ['As data', '$0 check --json'],
    ],
  });

  json = Option.Boolean('--json', false, { description: 'Print the problems as JSON' });

  async execute(): Promise<number> {
    const { project, files, problems } = await checkQueries(this.context.ports, this.project);
    this.warn(project.problems);
    if (this.json) this.printJson({ checked_by: 'helix', files, problems });
    else {
      for (const { file, line, message } of problems)
        this.print(`${printable(`${file}:${line}: ${message}`)}\n`);
      if (problems.length === 0) {
        this.print(`${files} ${files === 1 ? 'file is' : 'files are'} valid by Helix's own checks.\n`);
      }
    }
    return problems.length === 0 ? 0 : 1;
  }
}
