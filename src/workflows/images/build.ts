import { contextOf } from '../../graph/project-contents';
import { HelixError } from '../../errors';
import type { DesiredResource } from '../../graph/desired-state';
import type { BuildOptions, BuiltByHand } from '../../ports/engine-verbs';
import type { Ports } from '../../ports/ports';
import { generatedDockerfile } from '../../resources/helix-image/generated-dockerfile';
import { decodeImage, isPulled } from '../../resources/image/image';
import type { Address } from '../../values/resource';
import { verbRefusal } from '../../operations/verb-refusal';
import { loadProject } from '../project/load-project';
import { declaredState } from '../project/project';
import type { LoadedProject, ProjectRequest } from '../project/project';
import { openEngines } from '../run/open-engines';
import { openStore } from '../run/open-store';

export interface BuildRequest extends ProjectRequest, Pick<BuildOptions, 'anew' | 'platform' | 'output'> {
  /** The names of the images; empty: all that are declared. */
  readonly names: readonly string[];
}

/** An image that was built, and the time that it took. */
export interface BuildResult extends BuiltByHand {
  readonly address: Address;
  readonly seconds: number;
}

/**
 * Builds images, one after the other, and yields each when it is there. Pushes nothing, and changes no record.
 * @throws HelixError `not-found` for a name that no image has
 */
export async function* buildImages(
  ports: Ports,
  { names, anew, platform, output, ...request }: BuildRequest,
  onPhase: (address: Address, phase: string) => void,
): AsyncGenerator<BuildResult, void, undefined> {
  const project = await loadProject(ports, request);
  const images = imagesNamed(project, names);
  if (output !== null && images.length > 1) {
    throw new HelixError('usage', '--output takes one image, and this builds several', {
      hint: `Name one: ${images.map(({ name }) => name).join(', ')}.`,
    });
  }
  const state = await (await openStore(ports, project)).read();
  const engines = openEngines(ports, project, () => state);
  const abort = new AbortController();
  using _ = ports.interrupts.listen(() => abort.abort());
  for (const image of images) {
    const { verbs } = await engines(image.engine);
    if (verbs?.build === undefined) throw verbRefusal(image.address, 'build', 'its engine builds no images');
    const started = ports.clock.monotonicMs();
    const phase = (text: string): void => onPhase(image.address, text);
    const built = await verbs.build(image, { anew, platform, output, phase, signal: abort.signal });
    yield { ...built, address: image.address, seconds: (ports.clock.monotonicMs() - started) / 1000 };
  }
}

/** Returns the Dockerfile that an image is built from: the project's, or the generated one. */
export async function readDockerfile(
  ports: Ports,
  { names, ...request }: ProjectRequest & Pick<BuildRequest, 'names'>,
): Promise<string> {
  const project = await loadProject(ports, request);
  const images = imagesNamed(project, names);
  const [image] = images;
  if (image === undefined || images.length > 1) {
    throw new HelixError('usage', '--print-dockerfile takes one image, and the project has several', {
      hint: `Name one: ${images.map(({ name }) => name).join(', ')}.`,
    });
  }
  const context = contextOf(project.contents, image.name);
  if (context !== undefined) return context.dockerfileText;
  const inputs = decodeImage(image.address, image.inputs);
  if (inputs.type === 'pulled' || inputs.from.type !== 'queries')
    throw new Error('an image without a source');
  const { recipe, buildMode } = inputs.from;
  return generatedDockerfile({
    recipe,
    buildMode,
    project: project.config.project.name,
    instance: image.name,
  });
}

/** Returns the images that are built, or those of some names. @throws HelixError `not-found` for a name that no image has */
export function imagesNamed(project: LoadedProject, names: readonly string[]): readonly DesiredResource[] {
  const images = declaredState(project).resources.filter(
    ({ kind, inputs }) => kind === 'image' && !isPulled(inputs),
  );
  const unknown = names.find((name) => !images.some((image) => image.name === name));
  if (unknown !== undefined || images.length === 0) {
    const known = images.map(({ name }) => name).join(', ');
    throw new HelixError(
      'not-found',
      unknown === undefined ? 'the project builds no image' : `no image that is built is called ${unknown}`,
      {
        hint:
          known === ''
            ? 'Images of `[local.N]` are built with --local where other tables are declared.'
            : `Images: ${known}.`,
      },
    );
  }
  return names.length === 0 ? images : images.filter(({ name }) => names.includes(name));
}
