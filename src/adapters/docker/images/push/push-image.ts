import { HelixError } from '../../../../errors';
import type { BuiltImageInputs } from '../../../../resources/image/image';
import { EngineError, hasStatus } from '../../connection/engine-error';
import { findPushed, nameWithTag } from '../find-image';
import type { ImageSite, OpenRegistry } from '../image-site';
import { partsOf } from '../parts-of';
import type { RegistryImage } from '../../registry/registry';
import { allowsPlainHttp } from '../../registry/registry-address';
import { readJsonLines } from '../json-lines';
import { PushOutput } from './push-output';
import type { PushLine } from './push-output';

/** A push that breaks is tried so often: layers that are there are not sent again. */
const TRIES = 5;
const FIRST_PAUSE_MS = 500;

/** Pushes an image that the engine has, and returns it as the registry then has it. */
export async function pushImage(
  site: ImageSite,
  open: OpenRegistry,
  inputs: BuiltImageInputs,
): Promise<RegistryImage> {
  const name = nameWithTag(open, inputs);
  const note = (text: string): void => site.phase(text);
  for (let attempt = 1; ; attempt += 1) {
    site.assertHeld();
    // A token that was good before a long build may be dead after it.
    open.registry.forget();
    note(attempt === 1 ? 'pushing' : `pushing (try ${attempt} of ${TRIES})`);
    const output = await pushOnce(site, open, { name, inputs });
    // The registry's own answer counts: it may keep what another run has pushed at the same time.
    const present = output.error === null || output.isOverwrite ? await findPushed(open, inputs) : null;
    if (present !== null) return present;
    if (output.error === null) {
      throw new HelixError('failed', `The registry does not have ${name} after the push.`, {
        hint: 'Apply again. If it stays so, look at the log of the registry.',
      });
    }
    if (output.isDenied && attempt === 1) continue;
    if (output.isDenied || !output.isBroken || attempt === TRIES) throw refused(name, output);
    else await site.clock.sleep(FIRST_PAUSE_MS * 2 ** attempt, site.stopping).catch(() => undefined);
    if (site.stopping.aborted) throw interrupted();
  }
}

async function pushOnce(
  site: ImageSite,
  { registry, host }: OpenRegistry,
  { name, inputs }: { readonly name: string; readonly inputs: BuiltImageInputs },
): Promise<PushOutput> {
  const { engine, stopping } = site;
  const output = new PushOutput();
  const found = await registry.login();
  const { repository, tag } = partsOf(name);
  // The engine wants the header of a log-in although there is none.
  const authconfig = found?.login ?? {};
  try {
    await engine.ask(async (docker) => {
      const image = docker.getImage(repository);
      const options = { tag, authconfig, abortSignal: stopping, ...tlsOptions(host, inputs) };
      const stream = await image.push(options);
      for await (const line of readJsonLines<PushLine>(stream)) {
        output.add(line);
        if (output.progress !== null) site.phase(output.progress);
      }
    });
  } catch (error) {
    if (stopping.aborted) throw interrupted();
    if (!(error instanceof EngineError) || !hasStatus(error, 400, 401, 403, 500)) throw error;
    output.add({ error: error.message });
  }
  if (stopping.aborted) throw interrupted();
  return output;
}

/** Podman asks every registry for TLS, also one of loopback, unless it is told otherwise. Docker does not read the option. */
function tlsOptions(host: string, { destination }: BuiltImageInputs): { readonly tlsVerify?: false } {
  const insecure = destination.type === 'registry' && destination.access.insecure;
  return allowsPlainHttp({ host, insecure }) ? { tlsVerify: false } : {};
}

function interrupted(): HelixError {
  return new HelixError('cancelled', 'Interrupted while pushing.');
}

function refused(name: string, { error, isDenied }: PushOutput): HelixError {
  return new HelixError(isDenied ? 'auth' : 'failed', `Cannot push ${name}: ${error ?? ''}`, {
    hint: isDenied
      ? `Check that the log-in may push to ${name}.`
      : 'The image is built: the next apply only pushes it. Check that the engine can reach the registry.',
  });
}
