import { Command, Option } from 'clipanion';
import { renderDot } from '../render/graph/dot';
import { renderMermaid } from '../render/graph/mermaid';
import { graphJson } from '../render/json/graph-json';
import { loadProject } from '../workflows/project/load-project';
import { declaredState } from '../workflows/project/project';
import { choiceOption } from './helix-command';
import { ProjectCommand } from './project-command';

export class GraphCommand extends ProjectCommand {
  static override paths = [['graph']];
  static override usage = Command.Usage({
    category: 'Project',
    description: 'print the graph of the declared resources, as DOT or Mermaid',
    examples: [
      ['Draw a picture with Graphviz', '$0 graph | dot -Tsvg > graph.svg'],
      ['Print a diagram for a Markdown page', '$0 graph --format mermaid'],
    ],
  });

  format = Option.String('--format', 'dot', { description: 'Output format: dot or mermaid' });
  json = Option.Boolean('--json', false, { description: 'Print resources and edges as JSON' });

  async execute(): Promise<number> {
    const project = await loadProject(this.context.ports, this.project);
    const desired = declaredState(project);
    this.warn(project.problems);
    if (this.json) this.printJson(graphJson(desired));
    else this.print(RENDERINGS[choiceOption('--format', this.format, ['dot', 'mermaid'])](desired));
    return 0;
  }
}

const RENDERINGS = { dot: renderDot, mermaid: renderMermaid } as const;
