import { basename } from 'node:path';
import { CLOUD_NAMES, EXAMPLE_CLOUD } from '../clouds';
import { Command, Option } from 'clipanion';
import { HelixError } from '../errors';
import type { EstimatePlaces, Estimated } from '../machines/estimate';
import { estimateInfracost } from '../render/infracost/estimate-infracost';
import { estimateJson } from '../render/json/estimate-json';
import { renderEstimate } from '../render/lists/costs/estimate';
import { estimateCsv } from '../render/lists/costs/estimate-csv';
import { estimateOne, estimateProject } from '../workflows/prices/estimate';
import { cloudOption } from './cloud-option';
import { choiceOption, durationOption } from './helix-command';
import { machineOptions, machineSpec } from './machine-options';
import { ProjectCommand } from './project-command';

export class EstimateCommand extends ProjectCommand {
  static override paths = [['estimate']];
  static override usage = Command.Usage({
    category: 'Cost',
    description: 'estimate the cost of the project or of a machine',
    details: `
      Without options it lists each declared resource. With options it chooses the cheapest machine that has at least what
      you ask for, as a plan would; the rest comes from the project's \`[deploy.N]\` if there is exactly one. It uses the price
      book of plans and is offline.
    `,
    examples: [
      ['Estimate the project', '$0 estimate'],
      ['Compare a machine on all clouds', '$0 estimate --cpu 4 --memory 16 --compare'],
      [
        'Estimate three days of a spot GPU',
        `$0 estimate --provider ${EXAMPLE_CLOUD.name} --gpu 1 --gpu-type t4 --spot --duration 3d`,
      ],
      [
        `List the regions of ${EXAMPLE_CLOUD.title} by price`,
        `$0 estimate --provider ${EXAMPLE_CLOUD.name} --cpu 4 --regions`,
      ],
    ],
  });

  provider = Option.String('--provider', {
    description: `The cloud: ${CLOUD_NAMES.join(', ')}, or auto for the cheapest`,
  });
  region = Option.String('--region', { description: 'Region, as the provider names it' });
  machine = machineOptions();
  duration = Option.String('--duration', {
    description: 'Show the cost over this time, such as 12h, 30d or 2mo',
  });
  compare = Option.Boolean('--compare', false, { description: 'Compare one machine of each cloud' });
  regions = Option.Boolean('--regions', false, {
    description: 'Compare one machine of each region, cheapest first',
  });
  format = Option.String('--format', { description: `Output format: ${FORMATS.join(', ')}; default: text` });
  json = Option.Boolean('--json', false, { description: 'Print JSON' });
  csv = Option.Boolean('--csv', false, { description: 'Print CSV' });

  async execute(): Promise<number> {
    const format = this.#chosenFormat();
    if (this.compare && this.regions)
      throw new HelixError('usage', '--compare and --regions cannot be used together');
    const estimated = await this.#estimated();
    switch (format) {
      case 'text':
        this.print(renderEstimate(estimated, this.context.style));
        break;
      case 'json':
        this.printJson(estimateJson(estimated));
        break;
      case 'csv':
        this.print(estimateCsv(estimated));
        break;
      case 'infracost':
        this.printJson(estimateInfracost(estimated, basename(this.startDirectory)));
    }
    return 0;
  }

  protected override get wantsJson(): boolean {
    return super.wantsJson || this.format === 'json';
  }

  #chosenFormat(): (typeof FORMATS)[number] {
    const short = [...(this.json ? (['json'] as const) : []), ...(this.csv ? (['csv'] as const) : [])];
    const named = this.format === undefined ? [] : [choiceOption('--format', this.format, FORMATS)];
    const asked = [...new Set([...named, ...short])];
    const [format = 'text', another] = asked;
    if (another !== undefined) {
      throw new HelixError(
        'usage',
        `an estimate has one format, not ${asked.join(' and ')}: use --format alone`,
      );
    }
    // Alternatives have no sum.
    if (format === 'infracost' && (this.compare || this.regions)) {
      throw new HelixError('usage', '--format infracost shows one estimate: omit --compare and --regions');
    }
    return format;
  }

  #estimated(): Promise<Estimated> {
    const { ports } = this.context;
    const seconds = this.duration === undefined ? null : lifetimeOption('--duration', this.duration);
    const asked = machineSpec(this.machine);
    const { provider, region, compare, regions } = this;
    if (Object.keys(asked).length === 0 && !provider && !region && !compare && !regions) {
      return estimateProject(ports, this.project, seconds);
    }
    const cloud = provider === undefined ? 'auto' : cloudOption(provider, CLOUD_NAMES);
    const places: EstimatePlaces = {
      show: compare ? 'clouds' : regions ? 'regions' : 'one',
      provider: cloud === 'auto' ? null : cloud,
      region: region ?? null,
    };
    if (compare && places.provider !== null) {
      throw new HelixError('usage', '--compare uses all clouds: omit --provider');
    }
    return estimateOne(ports, { directory: this.startDirectory, places, asked, seconds });
  }
}

const FORMATS = ['text', 'json', 'csv', 'infracost'] as const;

/** Returns the seconds of a duration, which may also be months of 730 hours. @throws HelixError `usage` */
function lifetimeOption(name: string, text: string): number {
  const months = /^(\d{1,3})mo$/.exec(text.trim())?.[1];
  if (months !== undefined && Number(months) > 0) return Number(months) * 730 * 3600;
  return durationOption(name, text);
}
