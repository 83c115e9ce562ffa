import { EXAMPLE_CLOUD, MACHINE_CLOUDS } from '../clouds';
import { Command, Option } from 'clipanion';
import { HelixError } from '../errors';
import { isName } from '../values/name';
import { renderAddedMachine } from '../render/lists/added-machine';
import { addCluster, addImage, addLocal } from '../workflows/add';
import { addMachine } from '../workflows/add-machine';
import { completeAdd, wordOf } from './add-questions';
import type { AskedKind } from './kind-questions';
import { isGiven, kindOf } from './added-kind';
import type { MadeKind } from './added-kind';
import { cloudOption } from './cloud-option';
import { wantedCluster } from './cluster-options';
import { HelixCommand, durationOption } from './helix-command';
import { anonymousLines, anonymousNext } from './anonymous-lines';
import { addAnonymous } from '../workflows/anonymous/add-anonymous';
import { imageKind, KIND_WORDS, kindOptions, wantedImage } from './kind-options';
import type { ImageKind } from '../workflows/project/image-table';
import { didYouMean } from '../values/did-you-mean';
import { localOptions, wantedLocal } from './local-options';
import { machineOptions, machineSpec } from './machine-options';
import { HELIX_CLOUD_VARIABLES } from './variables';

export class AddCommand extends HelixCommand {
  static override readonly changesSomething = true;
  static override readonly variables = [...HelixCommand.variables, ...HELIX_CLOUD_VARIABLES];
  static override paths = [['add']];
  static override usage = Command.Usage({
    category: 'Project',
    description: 'declare a cluster, a machine or a local container',
    details: `
      \`--cloud\` adds a cluster on Helix Cloud, \`--local\` a container of this host, \`--ecr\`, \`--fly\`, \`--ghcr\`, \`--docker-hub\` and
      \`--registry\` an image that is pushed there; the kind may also be a word before NAME. \`--provider\` adds a machine to helix.toml, or to Blueprint.toml where that
      stands alone, and shows the chosen type with its price. Options that are not given come from the blueprint; your
      cloud.toml supplies defaults for the provider, the region, \`ttl\` and \`spot\`. On a terminal the kind, NAME and what has no
      default are asked for. Nothing remote is created, except by \`--anonymous\`: an instance of Helix Cloud without an account, which
      ends after 30 days unless it is claimed.
    `,
    examples: [
      ['Add a cluster on Helix Cloud', '$0 add staging --cloud --cloud-region us-east-1'],
      ['Create an instance without an account', '$0 add dev --anonymous'],
      ['Add a container of this host that is built from your queries', '$0 add dev --local'],
      ['Add one of a prebuilt image', '$0 add test --local --storage memory'],
      [
        `Add a machine on ${EXAMPLE_CLOUD.title} for a week`,
        `$0 add api --provider ${EXAMPLE_CLOUD.name} --cpu 4 --memory 16 --ttl 7d`,
      ],
      ['Add the cheapest spot machine on any cloud', '$0 add worker --provider auto --cpu 8 --spot'],
    ],
  });

  first = Option.String({ name: 'name', required: false });
  second = Option.String({ name: 'name-after-kind', required: false });
  cloud = Option.Boolean('--cloud', false, { description: 'Add a cluster on Helix Cloud' });
  cloudRegion = Option.String('--cloud-region', { description: 'Region of the cluster; default: us-east-1' });
  size = Option.String('--size', { description: 'Size of the cluster; default: that of the region' });
  buildMode = Option.String('--build-mode', {
    description: 'Build mode: release or dev; default: release for a cluster, dev for a container',
  });
  local = localOptions();
  kind = kindOptions();
  provider = Option.String('--provider', {
    description: `The cloud of a machine: ${MACHINE_CLOUDS.join(', ')}, or auto for the cheapest`,
  });
  region = Option.String('--region', { description: 'Region, as the provider names it' });
  machine = machineOptions();
  image = Option.String('--image', {
    description: 'Image that the machine or the container runs; default: one that is built',
  });
  ttl = Option.String('--ttl', { description: 'Time to live, such as 12h or 7d' });

  /** The name of the new instance. @throws HelixError `usage` without one */
  get #name(): string {
    const name = this.second ?? this.first;
    if (name !== undefined) return name;
    throw new HelixError('usage', 'NAME is missing', {
      hint: 'Give the new instance a name: `helix add NAME --cloud`.',
    });
  }

  /** The kind that a word names, as HelixDB's own command line takes it: `add ecr images`. */
  get #kindWord(): string | null {
    if (this.second === undefined) return null;
    const word = this.first ?? '';
    if (KIND_WORDS.includes(word)) return word;
    throw new HelixError('usage', `"${word}" is not a kind of instance`, {
      hint: didYouMean(word, KIND_WORDS) ?? `The kinds are ${KIND_WORDS.join(', ')}.`,
    });
  }

  async execute(): Promise<number> {
    if (this.canAsk) await this.#complete();
    if (this.kind.anonymous || (this.first === 'cloud' && this.second === 'dev')) return this.#addAnonymous();
    const pushed = imageKind(this.kind, this.#kindWord);
    if (pushed !== null) return this.#addImage(pushed);
    switch (this.#kind()) {
      case 'cluster':
        return this.#addCluster();
      case 'local':
        return this.#addLocal();
      case 'machine':
        return this.#addMachine(machineSpec(this.machine));
    }
  }

  /** Asks for what is left out, and continues as if it had been typed. */
  async #complete(): Promise<void> {
    const { region, provider, kind } = this;
    const flag = this.#flagKind();
    const isWord = this.second === undefined && flag === null && KIND_WORDS.includes(this.first ?? '');
    const word = isWord ? (this.first ?? null) : this.#kindWord;
    const name = isWord ? undefined : (this.second ?? this.first);
    const line = { word, name, flag, kind, region, provider };
    const load = () => this.loadQuestions('NAME and its kind');
    const complete = await completeAdd(this.context.ports, this.startDirectory, load, line);
    [this.first, this.second] =
      complete.word === null ? [complete.name, undefined] : [complete.word, complete.name];
    this.kind = complete.kind;
    this.region = complete.region;
    this.provider = complete.provider;
  }

  /** The kind that options tell; null: none do. */
  #flagKind(): AskedKind | null {
    const { provider, region, image, ttl } = this;
    if (this.local.local) return 'local';
    if (this.cloud) return 'cloud';
    if (this.kind.anonymous) return 'anonymous';
    const pushed = imageKind(this.kind, null);
    if (pushed !== null) return wordOf(pushed);
    return isGiven(provider, region, image, ttl, ...Object.values<unknown>({ ...this.machine }))
      ? 'machine'
      : null;
  }

  /** @throws HelixError `usage` unless the options describe one kind */
  #kind(): MadeKind {
    const { provider, region, image, cloudRegion, size, buildMode, ttl, local } = this;
    const made = kindOf({
      given: this.second ?? this.first ?? '',
      isCloud: this.cloud || this.#kindWord === 'cloud',
      isLocal: local.local || this.#kindWord === 'local',
      machine: this.machine,
      local,
      provider,
      region,
      image,
      cloudRegion,
      size,
      buildMode,
      ttl,
    });
    if (typeof made === 'string') return made;
    throw this.#usage(made.message, made.hint);
  }

  #usage(message: string, hint?: string): HelixError {
    const given = this.second ?? this.first ?? '';
    const name = isName(given) ? given : 'NAME';
    const kinds = `\`helix add ${name} --cloud\` adds a cluster, \`--local\` a container, \`--provider ${EXAMPLE_CLOUD.name}\` a machine.`;
    return new HelixError('usage', message, { hint: hint ?? kinds });
  }

  async #addImage(kind: ImageKind): Promise<number> {
    const { region, buildMode, cloudRegion, size, provider, ttl } = this;
    if (this.cloud || this.local.local || isGiven(cloudRegion, size, provider, ttl)) {
      throw this.#usage(
        'one kind at a time: an image that is pushed is neither a cluster, a machine nor a container',
      );
    }
    await addImage(this.context.ports, {
      directory: this.startDirectory,
      name: this.#name,
      image: wantedImage(kind, this.kind, { region, buildMode }),
    });
    this.print(`Added [cloud.${this.#name}.${kind}] to helix.toml.\n`);
    this.info('Next: `helix plan`.');
    return 0;
  }

  async #addAnonymous(): Promise<number> {
    const { ports } = this.context;
    const { buildMode, cloudRegion, size, provider, ttl, image } = this;
    const isOther = this.cloud || this.local.local || isGiven(buildMode, size, provider, ttl, image);
    if (isOther || imageKind(this.kind, null) !== null) {
      throw this.#usage('an instance without an account has a region, and nothing else to choose');
    }
    const name = this.#name;
    const region = this.region ?? cloudRegion ?? null;
    const made = await addAnonymous(ports, { directory: this.startDirectory, name, region });
    this.print(anonymousLines(name, made, ports.clock.now().toISOString()));
    this.info(anonymousNext(name));
    return 0;
  }

  async #addLocal(): Promise<number> {
    const { buildMode, image } = this;
    const name = this.#name;
    await addLocal(this.context.ports, {
      directory: this.startDirectory,
      name,
      local: wantedLocal(this.local, { buildMode, image, storage: this.machine.storage }),
    });
    this.print(`Added [local.${name}] to helix.toml.\n`);
    this.info(`Next: \`helix deploy ${name}\`.`);
    return 0;
  }

  async #addMachine(asked: ReturnType<typeof machineSpec>): Promise<number> {
    const name = this.#name;
    const { style } = this.context;
    const added = await addMachine(this.context.ports, {
      directory: this.startDirectory,
      name,
      asked,
      provider: this.provider === undefined ? null : cloudOption(this.provider, MACHINE_CLOUDS),
      region: this.region ?? null,
      ttlSeconds: this.ttl === undefined ? null : durationOption('--ttl', this.ttl),
      image: this.image ?? null,
    });
    added.notes.forEach((note) => this.info(note));
    this.print(renderAddedMachine(name, added, style));
    if (added.pinned) this.info('Wrote helix.lock.json with the choice of `auto`. Commit it.');
    this.info('Next: `helix plan`.');
    return 0;
  }

  async #addCluster(): Promise<number> {
    const { clusterId, notes } = await addCluster(this.context.ports, {
      directory: this.startDirectory,
      name: this.#name,
      cluster: wantedCluster(this),
    });
    this.print(`Added [cloud.${this.#name}.helix] with cluster_id = "${clusterId}" to helix.toml.\n`);
    notes.forEach((note) => this.info(note));
    this.info('Next: `helix plan`.');
    return 0;
  }
}
