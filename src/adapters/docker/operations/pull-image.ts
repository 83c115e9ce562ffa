import { HelixError } from '../../../errors';
import type { PulledImageInputs } from '../../../resources/image/image';
import { EngineError, hasStatus } from '../connection/engine-error';
import { readJsonLines } from '../images/json-lines';
import type { Site } from './site';

/** Makes sure that the image is in the engine, as its policy says. */
export async function pullImage(site: Site, { reference, policy }: PulledImageInputs): Promise<void> {
  const { engine } = site;
  const isPresent = (await engine.find((docker) => docker.getImage(reference).inspect())) !== null;
  if (policy === 'never' && !isPresent) {
    throw new HelixError(
      'failed',
      `The image ${reference} is not in the engine, and \`pull\` is \`never\`.`,
      {
        hint: 'Build or load it there, or write `pull = "missing"`.',
      },
    );
  }
  if (policy === 'never' || (policy === 'missing' && isPresent)) return;
  site.phase('pulling');
  site.assertHeld();
  const login = await site.findLogin(reference);
  const options = { abortSignal: site.stopping, ...(login && { authconfig: login }) };
  try {
    await engine.ask(async (docker) => followPull(site, reference, await docker.pull(reference, options)));
  } catch (error) {
    throw site.stopping.aborted
      ? new HelixError('cancelled', 'Interrupted while pulling.')
      : refusalOf(error, reference);
  }
}

/** Reads the progress to its end. A refusal comes as a line of it, after a good answer. */
async function followPull(site: Site, reference: string, stream: NodeJS.ReadableStream): Promise<void> {
  const layers = new Map<string, boolean>();
  for await (const { id, status, error } of readJsonLines<Progress>(stream)) {
    if (error !== undefined) throw refusal(error, reference);
    if (id === undefined || status === undefined) continue;
    const isDone = status === 'Pull complete' || status === 'Already exists';
    if (isDone || /^(Pulling fs layer|Waiting|Downloading|Extracting)/.test(status)) layers.set(id, isDone);
    if (layers.size === 0) continue;
    const done = [...layers.values()].filter(Boolean).length;
    site.phase(`pulling (${done} of ${layers.size} layers)`);
  }
}

interface Progress {
  readonly id?: string;
  readonly status?: string;
  readonly error?: string;
}

function refusalOf(error: unknown, reference: string): unknown {
  return error instanceof EngineError && hasStatus(error, 400, 401, 403, 404, 500)
    ? refusal(error.message.replace(/^(Docker|Podman) answers: /, ''), reference)
    : error;
}

function refusal(why: string, reference: string): HelixError {
  const isLogIn = /unauthorized|denied|authentication required|no basic auth/i.test(why);
  return new HelixError(isLogIn ? 'auth' : 'failed', `Cannot pull ${reference}: ${why}`, {
    hint: isLogIn
      ? `Log in to its registry with \`docker login\`, pull it with \`docker pull ${reference}\`, and apply again.`
      : 'Check the name and the tag, and that the registry can be reached from the engine.',
  });
}
