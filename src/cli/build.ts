import { resolve } from 'node:path';
import { Command, Option } from 'clipanion';
import { HelixError } from '../errors';
import { renderBuilds, renderVerification } from '../render/lists/images/builds';
import { renderBuilt } from '../render/lists/images/built';
import { renderPrunedImages } from '../render/lists/images/pruned-images';
import { snakeKeys } from '../render/json/snake-keys';
import { buildImages, readDockerfile } from '../workflows/images/build';
import type { BuildResult } from '../workflows/images/build';
import { listBuilds, verifyBuild } from '../workflows/images/builds';
import type { ProjectRequest } from '../workflows/project/project';
import { pruneImages } from '../workflows/images/prune-images';
import { BUILDER_OPTION, builderOf } from './builder-option';
import { ProjectCommand } from './project-command';

export class BuildCommand extends ProjectCommand {
  static override readonly changesSomething = true;
  static override readonly exitCodes: readonly number[] = [0, 1, 3, 4, 5, 8, 9, 64];
  static override paths = [['build']];
  static override usage = Command.Usage({
    category: 'Plan and apply',
    description: 'build images in the Docker engine, and push nothing',
    details: `
      Builds the images that the project declares, or those that are named. Changes no record: the next \`apply\` finds the
      image by what it is built from, and does not build it again.

      \`--prune\` builds nothing: it removes the images of this project that nothing on record names, from their registries and
      from the engine, and the builders that Helix has made there: they hold nothing but a cache. The newest of a repository stay, as many as \`keep_images\` says.

      \`--verify\` builds an image on record again without a cache, and compares: equal, or which layer differs (exit code 1).
    `,
    examples: [
      ['Build all images', '$0 build'],
      ['Build one anew, from base images that are pulled again', '$0 build dev --pull --no-cache'],
      ['Show the Dockerfile that is generated for .hx files', '$0 build dev --print-dockerfile'],
      ['List images that nothing needs', '$0 build --prune --dry-run'],
      ['List the last builds on this host', '$0 build --list'],
      ['Prove that an image on record comes from these files', '$0 build --verify api'],
      ['Write an image to a file, for `docker load`', '$0 build dev --output dev.tar'],
    ],
  });

  names = Option.Rest({ name: 'name' });
  printDockerfile = Option.Boolean('--print-dockerfile', false, {
    description: 'Print the Dockerfile, and build nothing',
  });
  noCache = Option.Boolean('--no-cache', false, { description: 'Run all steps again' });
  pull = Option.Boolean('--pull', false, {
    description: 'Pull base images again; all steps run again',
  });
  platform = Option.String('--platform', { description: 'Build for this platform, such as linux/arm64' });
  builder = BUILDER_OPTION();
  output = Option.String('--output', { description: 'Also write the image to this file' });
  prune = Option.Boolean('--prune', false, {
    description: 'Remove images that nothing on record names, and build nothing',
  });
  dryRun = Option.Boolean('--dry-run', false, { description: 'With --prune: only list them' });
  list = Option.Boolean('--list', false, {
    description: 'List the last builds on this host, and build nothing',
  });
  verify = Option.String('--verify', {
    description: 'Build this image again, and compare it with what is on record',
  });
  json = Option.Boolean('--json', false, { description: 'Print the images as JSON' });

  protected override get project(): ProjectRequest {
    return { ...super.project, builder: builderOf(this.builder) };
  }

  protected override get ownFiles(): readonly string[] {
    return this.output === undefined ? [] : [this.output];
  }

  async execute(): Promise<number> {
    const { ports, cwd } = this.context;
    const { names, platform = null } = this;
    if (this.prune) return this.#prune();
    if (this.dryRun) throw new HelixError('usage', '`--dry-run` goes with `--prune`.');
    if (platform !== null && !/^[a-z0-9]+\/[a-z0-9]+(\/v[0-9]+)?$/.test(platform)) {
      throw new HelixError(
        'usage',
        `--platform takes an operating system and an architecture, not "${platform}"`,
        {
          hint: 'Such as linux/amd64 or linux/arm64.',
        },
      );
    }
    if (this.list) return this.#printBuilds();
    if (this.verify !== undefined) return this.#verifyImage(this.verify);
    if (this.printDockerfile) {
      this.context.stdout.write(await readDockerfile(ports, { ...this.project, names }));
      return 0;
    }
    const output = this.output === undefined ? null : resolve(cwd, this.output);
    const request = { ...this.project, names, platform, output, anew: this.noCache || this.pull };
    const built: BuildResult[] = [];
    const phases = (address: string, phase: string): void => this.info(`${address}: ${phase}`);
    for await (const image of buildImages(ports, request, phases)) {
      built.push(image);
      if (!this.json) this.print(renderBuilt(image));
    }
    if (this.json) this.printJson({ images: snakeKeys(built) });
    return 0;
  }

  async #prune(): Promise<number> {
    const { ports, style } = this.context;
    if (this.names.length > 0) throw new HelixError('usage', '`--prune` takes no names.');
    const pruned = await pruneImages(ports, { ...this.project, dryRun: this.dryRun, lockTimeoutMs: 0 });
    if (this.json) this.printJson({ pruned: snakeKeys(pruned) });
    else this.print(renderPrunedImages(pruned, style));
    return 0;
  }

  async #printBuilds(): Promise<number> {
    const { ports, style } = this.context;
    const builds = await listBuilds(ports, this.project);
    if (this.json) this.printJson({ builds });
    else this.print(renderBuilds(builds, ports.clock.now().toISOString(), style));
    return 0;
  }

  async #verifyImage(name: string): Promise<number> {
    const { ports, style } = this.context;
    const { address, verification } = await verifyBuild(ports, this.project, name);
    if (this.json) this.printJson({ address, ...verification });
    else this.print(renderVerification(address, verification, style));
    const codes = { equal: 0, different: 1, impossible: 5 };
    return codes[verification.outcome];
  }
}
