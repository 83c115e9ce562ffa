import { Command, Option } from 'clipanion';
import { HelixError } from '../errors';
import { didYouMean } from '../values/did-you-mean';
import { readOwner } from '../workflows/add';
import { init } from '../workflows/init';
import type { WantedFirst } from '../workflows/init';
import { wantedCluster } from './cluster-options';
import { HelixCommand } from './helix-command';
import { anonymousLines, anonymousNext } from './anonymous-lines';
import { initAnonymous } from '../workflows/anonymous/add-anonymous';
import { imageKind, KIND_WORDS, kindOptions, wantedImage } from './kind-options';
import { askMissing } from './kind-questions';
import { localOptions, wantedLocal } from './local-options';
import { HELIX_CLOUD_VARIABLES } from './variables';

export class InitCommand extends HelixCommand {
  static override readonly changesSomething = true;
  static override readonly variables = [...HelixCommand.variables, ...HELIX_CLOUD_VARIABLES];
  static override paths = [['init']];
  static override usage = Command.Usage({
    category: 'Project',
    description: 'create a project in this directory',
    details: `
      It declares a database in a container of this host, with a first schema and first queries; beside a blueprint nothing.
      KIND declares another instance in its place, with that NAME: cloud, ecr, fly, ghcr, docker-hub, registry; a flag does the
      same. Nothing remote is created, except by \`cloud dev\`: an instance of Helix Cloud without an account.
    `,
    examples: [
      ['Create a project, then run it on this host', '$0 init'],
      ['Use a prebuilt image of HelixDB', '$0 init --storage disk'],
      ['Create one with an image in a registry', '$0 init ecr'],
      ['Create one with a cluster on Helix Cloud', '$0 init --cloud --cloud-region us-east-1'],
      ['Create one with an instance that needs no account', '$0 init cloud dev'],
      ['Try it all on an emulator', '$0 init --cloud --emulator'],
    ],
  });

  kindWord = Option.String({ name: 'kind', required: false });
  instance = Option.String({ name: 'name', required: false });
  name = Option.String('--name', {
    description: 'Name of the project; default: that of the blueprint here, else of the directory',
  });
  emulator = Option.Boolean('--emulator', false, {
    description: 'Use the emulator inside Helix, which creates nothing real',
  });
  local = localOptions();
  kind = kindOptions();
  region = Option.String('--region', { description: 'Region of an image or an app, as its cloud names it' });
  cloud = Option.Boolean('--cloud', false, { description: 'Declare a cluster on Helix Cloud' });
  cloudRegion = Option.String('--cloud-region', { description: 'Region of the cluster; default: us-east-1' });
  size = Option.String('--size', { description: 'Size of the cluster; default: that of the region' });
  buildMode = Option.String('--build-mode', {
    description: 'Build mode: release or dev; default: release for a cluster, dev for a container',
  });
  ttl = Option.String('--ttl', { description: 'Time to live of the cluster, such as 12h or 7d' });
  image = Option.String('--image', { description: 'Prebuilt image of the container, without its tag' });
  storage = Option.String('--storage', {
    description: 'Storage of a prebuilt image: memory, disk or s3; default: disk',
  });
  empty = Option.Boolean('--empty', false, { description: 'Leave out the first schema and queries' });

  async execute(): Promise<number> {
    if (this.#isAnonymous) return this.#initAnonymous();
    const { files, notes, declared } = await init(this.context.ports, {
      directory: this.startDirectory,
      name: this.name ?? null,
      first: await this.#askForFirst(),
      firstName: this.instance ?? null,
      emulator: this.emulator,
      empty: this.empty,
    });
    this.print(`Wrote ${sentenceList(files)}.\n`);
    notes.forEach((note) => this.info(note));
    this.info(NEXT[declared ?? 'nothing']);
    return 0;
  }

  /** `init cloud dev`, `init --cloud dev` and `init --anonymous` */
  get #isAnonymous(): boolean {
    const { kindWord, instance } = this;
    const isDev = (kindWord === 'cloud' && instance === 'dev') || (this.cloud && kindWord === 'dev');
    return isDev || this.kind.anonymous;
  }

  async #initAnonymous(): Promise<number> {
    const { cloudRegion, size, buildMode, ttl, image, storage, region } = this;
    const others = [size, buildMode, ttl, image, storage, this.local.port, this.local.tag];
    if (this.local.local || imageKind(this.kind, null) !== null || others.some((one) => one !== undefined)) {
      throw new HelixError(
        'usage',
        'an instance without an account has a region, and nothing else to choose',
      );
    }
    const { ports } = this.context;
    const given = this.kind.anonymous ? (this.instance ?? this.kindWord) : undefined;
    // `--name` names the instance here: the words of the command name nothing else.
    const name = given ?? this.name ?? ANONYMOUS;
    const { files, notes, made } = await initAnonymous(
      ports,
      { directory: this.startDirectory, name, region: region ?? cloudRegion ?? null },
      { emulator: this.emulator, empty: this.empty, projectName: null },
    );
    this.print(`Wrote ${sentenceList(files)}.\n`);
    this.print(anonymousLines(name, made, ports.clock.now().toISOString()));
    notes.forEach((note) => this.info(note));
    this.info(anonymousNext(name));
    return 0;
  }

  /** @throws HelixError `usage` for a word that names no kind */
  #kindWord(): string | null {
    const { kindWord = null } = this;
    if (kindWord === null || KIND_WORDS.includes(kindWord)) return kindWord;
    throw new HelixError('usage', `"${kindWord}" is not a kind of instance`, {
      hint: didYouMean(kindWord, KIND_WORDS) ?? `The kinds are ${KIND_WORDS.join(', ')}.`,
    });
  }

  /** Asks for the options of an image that have no default, and continues as if they had been typed. */
  async #askForFirst(): Promise<WantedFirst | null> {
    const pushed = imageKind(this.kind, this.#kindWord());
    if (pushed !== null && this.canAsk) {
      const owner = await readOwner(this.context.ports, this.startDirectory);
      const load = () => this.loadQuestions('--repository');
      const missing = await askMissing(load, pushed, { ...this.kind, region: this.region }, owner);
      this.kind = { ...this.kind, repository: missing.repository, registry: missing.registry };
      this.region = missing.region;
    }
    return this.#wantedFirst();
  }

  /** @throws HelixError `usage` for options of another kind than the one that is declared */
  #wantedFirst(): WantedFirst | null {
    const { cloudRegion, size, buildMode, ttl, image, storage, region } = this;
    const word = this.#kindWord();
    const isCloud = this.cloud || word === 'cloud';
    const pushed = imageKind(this.kind, word);
    if (pushed !== null) {
      if (isCloud || this.local.local) throw new HelixError('usage', 'one kind at a time');
      return { kind: 'image', image: wantedImage(pushed, this.kind, { region, buildMode }) };
    }
    const ofCluster = [cloudRegion, size, ttl].some((value) => value !== undefined);
    const ofLocal =
      this.local.local ||
      word === 'local' ||
      [this.local.port, this.local.tag, image, storage].some((value) => value !== undefined);
    if (ofCluster && !isCloud) {
      throw new HelixError('usage', '--cloud-region, --size and --ttl describe a cluster', {
        hint: 'Add `--cloud` to declare one.',
      });
    }
    if (ofLocal && isCloud) {
      throw new HelixError('usage', '--local, --port, --image, --tag and --storage describe a container', {
        hint: 'Leave `--cloud` out, or add the container with `helix add NAME --local`.',
      });
    }
    if (isCloud) return { kind: 'cluster', cluster: wantedCluster({ cloudRegion, size, buildMode, ttl }) };
    if (!ofLocal && buildMode === undefined) return null;
    return { kind: 'local', local: wantedLocal(this.local, { buildMode, image, storage }) };
  }
}

const ANONYMOUS = 'dev';

const NEXT = {
  anonymous: 'Next: `helix push`.',
  cluster: 'Next: `helix plan`.',
  image: 'Next: `helix plan`.',
  local: 'Next: `helix deploy` runs it on this host, with Docker.',
  nothing: 'Next: `helix cloud deploy` rents a machine, `helix add NAME --cloud` declares a cluster.',
} as const;

/** Joins names as a sentence does: `a, b and c`. */
function sentenceList(names: readonly string[]): string {
  const [last, ...before] = [...names].reverse();
  return before.length === 0 ? (last ?? '') : `${before.reverse().join(', ')} and ${last}`;
}
