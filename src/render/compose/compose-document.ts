import { dataVolume, ownNetwork } from '../../resources/container';
import type { ContainerInputs } from '../../resources/container';
import { containerForm, hostCredentials, imageReference } from '../../resources/container-form';
import type { ContainerForm, ContainerIdentity } from '../../resources/container-form';
import type { ImageInputs } from '../../resources/image/image';

/** A local instance, as a Compose file describes it. */
export interface ComposedInstance extends ContainerIdentity {
  readonly inputs: ContainerInputs;
  readonly image: ImageInputs;
}

/** A Compose file: what is written, without its comments. */
export interface ComposeDocument {
  readonly name: string;
  readonly services: { readonly app: Readonly<Record<string, unknown>> };
  readonly networks: Readonly<Record<string, unknown>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
}

/** Returns the Compose file of an instance. It names the same container, network, volume and port. */
export function composeDocument({ inputs, image, project, instance }: ComposedInstance): ComposeDocument {
  const { container, bind, port, cpus, memoryGb } = inputs;
  const form = containerForm(inputs, { project, instance });
  const network = ownNetwork(container);
  const volume = dataVolume(inputs);
  const app = {
    image: imageReference(inputs),
    ...buildOf(image),
    container_name: container,
    restart: 'unless-stopped',
    ports: [`${bind}:${port}:${form.port}`],
    environment: environmentOf(inputs, form),
    ...mountOf(inputs, form),
    ...(cpus === null ? {} : { cpus }),
    ...(memoryGb === null ? {} : { mem_limit: `${Math.round(memoryGb * 1024)}m` }),
    ...healthCheckOf(image, form),
    networks: [network],
  };
  return {
    name: container,
    services: { app },
    networks: { [network]: { name: network } },
    ...(volume === null ? {} : { volumes: { [volume]: { name: volume } } }),
  };
}

/** The build of an image that comes from a Dockerfile. One from `.hx` files is built by Helix alone. */
function buildOf(image: ImageInputs) {
  if (image.type === 'pulled' || image.from.type !== 'dockerfile') return {};
  const { directory, dockerfile, target, buildArgs, platforms } = image.from;
  const args = Object.entries(buildArgs).map(([name, reference]) => [name, valueOf(name, reference)]);
  return {
    build: {
      context: directory === '.' ? '.' : `./${directory}`,
      dockerfile: dockerfileFrom(directory, dockerfile),
      ...(target === null ? {} : { target }),
      ...(args.length === 0 ? {} : { args: Object.fromEntries(args) as Readonly<Record<string, string>> }),
      ...(platforms.length === 0 ? {} : { platforms }),
    },
  };
}

/** Returns the path of a Dockerfile as Compose wants it: from the directory that is sent. */
function dockerfileFrom(directory: string, dockerfile: string): string {
  if (directory === '.') return dockerfile;
  const inside = `${directory}/`;
  if (dockerfile.startsWith(inside)) return dockerfile.slice(inside.length);
  return `${'../'.repeat(directory.split('/').length)}${dockerfile}`;
}

function environmentOf(
  inputs: ContainerInputs,
  form: ContainerForm,
): Readonly<Record<string, string | null>> {
  // Without a value, a variable is the host's, and is left out where the host has none.
  const passed = hostCredentials(inputs).map((name) => [name, null] as const);
  const own = Object.entries(inputs.envVars).map(
    ([name, reference]) => [name, valueOf(name, reference)] as const,
  );
  return { ...Object.fromEntries([...passed, ...own]), ...form.variables };
}

/** Returns text as it is written; what may be secret becomes the name of a variable. */
function valueOf(name: string, reference: string): string {
  const [, kind, rest = ''] = /^(literal|env|file):(.*)$/s.exec(reference) ?? [];
  if (kind === 'literal') return rest.replaceAll('$', '$$$$');
  return `\${${kind === undefined ? name : rest}}`;
}

function mountOf(inputs: ContainerInputs, { dataFolder: target }: ContainerForm) {
  const source = dataVolume(inputs) ?? (inputs.dataFolder === null ? null : `./${inputs.dataFolder}`);
  return target === null || source === null ? {} : { volumes: [`${source}:${target}`] };
}

/** The image that is generated for `.hx` files brings curl; others have a check of their own, or no program for one. */
function healthCheckOf(image: ImageInputs, { port, readyPath }: ContainerForm) {
  if (image.type === 'pulled' || image.from.type !== 'queries') return {};
  const test = ['CMD', 'curl', '-fsS', '-o', '/dev/null', `http://127.0.0.1:${port}${readyPath}`];
  return { healthcheck: { test, interval: '10s', timeout: '5s', retries: 3, start_period: '30s' } };
}
